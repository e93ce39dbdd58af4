package sensornet.store;

import java.util.Arrays;

/** A growable buffer of bytes: text is put together in it without an object per line. */
final class Bytes {
    private static final byte[] HEX = {'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'};
    byte[] buf;
    int size;

    Bytes(int capacity) {
        buf = new byte[capacity];
    }

    void clear() {
        size = 0;
    }

    boolean isEmpty() {
        return size == 0;
    }

    private void room(int more) {
        if (buf.length - size < more) {
            buf = Arrays.copyOf(buf, Math.max(buf.length * 2, size + more));
        }
    }

    Bytes put(int b) {
        room(1);
        buf[size++] = (byte) b;
        return this;
    }

    Bytes put(byte[] from, int start, int end) {
        room(end - start);
        System.arraycopy(from, start, buf, size, end - start);
        size += end - start;
        return this;
    }

    /** Characters below 128 only. */
    Bytes put(CharSequence ascii) {
        room(ascii.length());
        for (int i = 0; i < ascii.length(); i++) {
            buf[size++] = (byte) ascii.charAt(i);
        }
        return this;
    }

    /** In decimal; {@code n >= 0}. */
    Bytes number(long n) {
        room(20);
        int digits = 1;
        for (long ten = 10; digits < 19 && n >= ten; ten *= 10) {
            digits++;
        }
        int at = size + digits;
        long rest = n;
        for (; rest > Integer.MAX_VALUE; rest /= 10) {
            buf[--at] = (byte) ('0' + rest % 10);
        }
        // Dividing ints is much the cheaper, and this is done for every row when CSV files are checked.
        for (int small = (int) rest; at > size; small /= 10) {
            buf[--at] = (byte) ('0' + small % 10);
        }
        size += digits;
        return this;
    }

    /** Eight hex digits over those at {@code at}. */
    void hexAt(int at, int value) {
        for (int i = 0; i < 8; i++) {
            buf[at + i] = HEX[value >>> (28 - 4 * i) & 15];
        }
    }
}
