package sensornet.model;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Finds a byte, eight at a time: on the hot path the ends of lines, runs and payloads are searched for in every byte
 * that comes. The test for a zero byte in a word is that of Mycroft (Warren, Hacker's Delight, 6-1).
 */
public final class Scan {
    private static final VarHandle WORDS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = 0x8080808080808080L;

    private Scan() {
    }

    /** Where {@code wanted} is first in {@code buf[from..to)}, or {@code to}. */
    public static int indexOf(byte[] buf, int from, int to, byte wanted) {
        long pattern = (wanted & 0xff) * ONES;
        int i = from;
        for (; i <= to - Long.BYTES; i += Long.BYTES) {
            long differences = (long) WORDS.get(buf, i) ^ pattern;
            long equal = (differences - ONES) & ~differences & HIGHS;
            if (equal != 0) {
                return i + (Long.numberOfTrailingZeros(equal) >>> 3);
            }
        }
        while (i < to && buf[i] != wanted) {
            i++;
        }
        return i;
    }
}
