package sensornet.sensor;

import java.util.Arrays;
import sensornet.model.Run;

/** Payloads on their way into one put: joined by {@code ;}, at most {@link Run#MAX_BYTES}. Of one thread. */
final class PayloadBuffer {
    private final byte[] bytes = new byte[Run.MAX_BYTES];
    private int length;
    private int count;

    /** Whether a payload of any length still fits. */
    boolean hasRoom() {
        return bytes.length - length > Reading.MAX_PAYLOAD;
    }

    boolean isEmpty() {
        return count == 0;
    }

    int count() {
        return count;
    }

    /** Begins the next payload; its parts follow. */
    PayloadBuffer next() {
        if (count++ > 0) {
            bytes[length++] = Run.SEPARATOR;
        }
        return this;
    }

    PayloadBuffer add(byte[] source, int from, int to) {
        System.arraycopy(source, from, bytes, length, to - from);
        length += to - from;
        return this;
    }

    PayloadBuffer add(byte[] source) {
        return add(source, 0, source.length);
    }

    PayloadBuffer add(char c) {
        bytes[length++] = (byte) c;
        return this;
    }

    /**
     * Hands everything over, in an array of its own since the group keeps it; blocks as the sink does. Here every
     * source notices that the peer stops, also one whose sink never has to wait.
     */
    void drainTo(ReadingSink sink) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        if (count > 0) {
            byte[] payloads = Arrays.copyOf(bytes, length);
            int n = count;
            length = 0;
            count = 0;
            sink.put(payloads, n);
        }
    }
}
