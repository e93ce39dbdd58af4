package sensornet.bench;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** Standard input as blocks of whole lines: whatever is there, without waiting for more. For floor and JGroups. */
final class InputBlocks {
    private static final int BLOCK = 64 * 1024;
    private final InputStream in;
    private byte[] held = new byte[0];

    InputBlocks(InputStream in) {
        this.in = in;
    }

    /** A new array of whole lines with their line feeds, or null at the end. */
    byte[] next() throws IOException {
        byte[] buf = new byte[held.length + BLOCK];
        System.arraycopy(held, 0, buf, 0, held.length);
        int size = held.length;
        while (true) {
            int n = in.read(buf, size, buf.length - size);
            if (n < 0) {
                return null;
            }
            int end = size + n;
            for (int i = end - 1; i >= size; i--) {
                if (buf[i] == '\n') {
                    held = Arrays.copyOfRange(buf, i + 1, end);
                    return i + 1 == buf.length ? buf : Arrays.copyOf(buf, i + 1);
                }
            }
            size = end;
        }
    }

    static int countLines(byte[] block) {
        int n = 0;
        for (byte b : block) {
            if (b == '\n') {
                n++;
            }
        }
        return n;
    }
}
