package sensornet.store;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A piece of a byte array as a map key. One mutable instance serves as the probe for any number of look-ups; what is put
 * into a map is a {@link #copy}.
 */
final class BytesKey {
    private byte[] bytes;
    private int from;
    private int to;
    private int hash;

    static BytesKey of(String ascii) {
        byte[] b = ascii.getBytes(StandardCharsets.UTF_8);
        return new BytesKey().set(b, 0, b.length);
    }

    BytesKey set(byte[] b, int start, int end) {
        bytes = b;
        from = start;
        to = end;
        int h = 1;
        for (int i = start; i < end; i++) {
            h = 31 * h + b[i];
        }
        hash = h;
        return this;
    }

    BytesKey copy() {
        byte[] own = Arrays.copyOfRange(bytes, from, to);
        return new BytesKey().set(own, 0, own.length);
    }

    /** Whether these are the bytes, {@code b[start..end)}. */
    boolean is(byte[] b, int start, int end) {
        return Arrays.equals(bytes, from, to, b, start, end);
    }

    @Override
    public int hashCode() {
        return hash;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof BytesKey o && hash == o.hash && Arrays.equals(bytes, from, to, o.bytes, o.from, o.to);
    }

    @Override
    public String toString() {
        return new String(bytes, from, to - from, StandardCharsets.UTF_8);
    }
}
