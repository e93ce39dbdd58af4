package sensornet.model;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Looks at eight bytes at a time: on the hot path the ends of lines, runs, payloads and fields are searched for in every
 * byte that comes. The tests of all bytes of a word at once are those of Warren, Hacker's Delight, 6-1.
 */
public final class Scan {
    private static final VarHandle WORDS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    static final long ONES = 0x0101010101010101L;
    static final long HIGHS = 0x8080808080808080L;

    private Scan() {
    }

    /** Eight bytes; the first one is the lowest. */
    public static long word(byte[] buf, int at) {
        return (long) WORDS.get(buf, at);
    }

    /** Where {@code wanted} is first in {@code buf[from..to)}, or {@code to}. */
    public static int indexOf(byte[] buf, int from, int to, byte wanted) {
        long pattern = (wanted & 0xff) * ONES;
        int i = from;
        for (; i <= to - Long.BYTES; i += Long.BYTES) {
            long differences = word(buf, i) ^ pattern;
            long equal = (differences - ONES) & ~differences & HIGHS;
            if (equal != 0) {
                return i + (Long.numberOfTrailingZeros(equal) >>> 3);
            }
        }
        if (i < to && i <= buf.length - Long.BYTES) { // what lies behind is looked at, and does not count
            long differences = word(buf, i) ^ pattern;
            long equal = (differences - ONES) & ~differences & HIGHS;
            return Math.min(to, i + (Long.numberOfTrailingZeros(equal) >>> 3));
        }
        while (i < to && buf[i] != wanted) {
            i++;
        }
        return i;
    }
}
