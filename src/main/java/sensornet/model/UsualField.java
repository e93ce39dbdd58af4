package sensornet.model;

import java.nio.charset.StandardCharsets;

/**
 * Times and numbers as almost everybody writes them, seen eight characters at a time. Whoever is answered "no" looks
 * again with care: there are other spellings. By this most of the work of checking a reading is saved.
 */
public final class UsualField {
    private static final String TIME = "0000-00-00T00:00:00.000Z";
    private static final String WHOLE_SECOND = ":00Z";
    private static final long START = word("DATA|...", 0);
    private static final long DATE = word(TIME, 0);
    private static final long HOUR = word(TIME, 8);
    private static final long SECOND = word(TIME, 16);
    private static final long DATE_DIGITS = digits(DATE);
    private static final long HOUR_DIGITS = digits(HOUR);
    private static final long SECOND_DIGITS = digits(SECOND);
    private static final long WHOLE = word(WHOLE_SECOND + "....", 0);
    private static final long WHOLE_DIGITS = digits(WHOLE);
    private static final int LOWER = 0x20;

    private UsualField() {
    }

    private static long word(String text, int at) {
        return Scan.word(text.getBytes(StandardCharsets.US_ASCII), at);
    }

    /** All bits of those bytes that are {@code 0}. */
    private static long digits(long word) {
        long digits = 0;
        for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
            if ((word >>> shift & 0xff) == '0') {
                digits |= 0xffL << shift;
            }
        }
        return digits;
    }

    /** Whether {@code buf[at..to)} begins with {@code DATA|} and holds three characters more. */
    public static boolean isStart(byte[] buf, int at, int to) {
        return to - at >= Long.BYTES && (Scan.word(buf, at) ^ START) << 3 * Byte.SIZE == 0;
    }

    /**
     * Where {@code YYYY-MM-DDThh:mm:ss.mmmZ} or {@code YYYY-MM-DDThh:mm:ssZ}, in any digits, that begins at {@code at}
     * ends; or -1, also if that is behind {@code to} or too near the end of the array.
     */
    public static int endOfTime(byte[] buf, int at, int to) {
        if (at > buf.length - TIME.length() || (strange(Scan.word(buf, at), DATE, DATE_DIGITS)
                | strange(Scan.word(buf, at + 8), HOUR, HOUR_DIGITS)) != 0) {
            return -1;
        }
        long second = Scan.word(buf, at + 16);
        int length = strange(second, SECOND, SECOND_DIGITS) == 0 ? TIME.length()
                : strange(second, WHOLE, WHOLE_DIGITS) << 4 * Byte.SIZE == 0 ? 16 + WHOLE_SECOND.length() : -1;
        return length > 0 && at + length <= to ? at + length : -1;
    }

    /**
     * Not 0 if a byte is not as expected: a digit differs from {@code 0} by 0 to 9, which with 6 more stays below 16, and
     * what is no digit does not differ. A byte that would carry into the next has itself bits that must not be.
     */
    private static long strange(long word, long usual, long digits) {
        long difference = word ^ usual;
        long sixMore = difference + (digits & 6 * Scan.ONES);
        return (difference | sixMore) & ~(digits & 0xf * Scan.ONES);
    }

    /**
     * Where {@code [-]digits[.digits]} that begins at {@code at} ends, with something after it that belongs to no number;
     * or -1. Never more than seven characters without the sign; looks at eight, wherever the field ends.
     */
    public static int endOfNumber(byte[] buf, int at) {
        int from = at < buf.length && buf[at] == '-' ? at + 1 : at;
        if (from > buf.length - Long.BYTES) {
            return -1;
        }
        long value = Scan.word(buf, from) ^ '0' * Scan.ONES;
        // The high bit of each byte that is above 9.
        long others = ((value & ~Scan.HIGHS) + 0x76 * Scan.ONES | value) & Scan.HIGHS;
        int length = Long.numberOfTrailingZeros(others) >>> 3; // 8 if all are digits
        if (length == 0 || length == Long.BYTES) {
            return -1;
        }
        if (buf[from + length] == '.') {
            int point = length;
            length = Long.numberOfTrailingZeros(others & others - 1) >>> 3;
            if (length == point + 1 || length == Long.BYTES) {
                return -1;
            }
        }
        int end = from + length;
        return buf[end] == '.' || (buf[end] | LOWER) == 'e' ? -1 : end;
    }
}
