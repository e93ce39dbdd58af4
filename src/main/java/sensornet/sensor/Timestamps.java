package sensornet.sensor;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import sensornet.model.UsualField;

/**
 * ISO-8601 times in UTC, as text. A time that already ends in {@code Z} keeps its text; one with an offset is moved to
 * UTC and keeps the digits of its seconds. Checked by hand and not by {@code java.time}, whose parser quietly turns
 * 24:00 into the next day and a leap second (:60) into the second before it: both are refused here.
 */
final class Timestamps {
    private static final String EXAMPLE = "such as 2024-05-01T12:00:00Z";
    private static final DateTimeFormatter MILLIS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private Timestamps() {
    }

    /** The instant with milliseconds, always three digits of them. */
    static String format(Instant instant) {
        return MILLIS.format(instant);
    }

    /** Whether {@code from} to {@code to} is {@code YYYY-MM-DDThh:mm[:ss[.f]]Z}, a time that exists, in years 0000-9999. */
    static boolean isUtc(byte[] b, int from, int to) {
        if (UsualField.endOfTime(b, from, to) == to) {
            return isMinute(two(b, from) * 100 + two(b, from + 2), two(b, from + 5), two(b, from + 8), two(b, from + 11),
                    two(b, from + 14)) && two(b, from + 17) < 60;
        }
        int zone = zoneStart(b, from, to);
        return zone >= 0 && zone == to - 1 && b[zone] == 'Z';
    }

    /**
     * The same time in UTC.
     *
     * @throws IllegalArgumentException with one line if the text is no complete ISO-8601 time
     */
    static String normalise(String text) {
        String upper = text.toUpperCase(Locale.ROOT);
        byte[] b = upper.getBytes(StandardCharsets.UTF_8);
        if (isUtc(b, 0, b.length)) {
            return upper;
        }
        int zone = zoneStart(b, 0, b.length);
        if (zone < 0) {
            throw new IllegalArgumentException("timestamp " + Texts.shown(text) + " is not an ISO-8601 time " + EXAMPLE);
        }
        if (zone == b.length) {
            throw new IllegalArgumentException("timestamp " + Texts.shown(text)
                    + " has no time zone: end it with Z or an offset such as +02:00");
        }
        int offset = offsetMinutes(b, zone);
        if (offset == Integer.MIN_VALUE) {
            throw new IllegalArgumentException("timestamp " + Texts.shown(text)
                    + " ends in no time zone: end it with Z or an offset such as +02:00");
        }
        LocalDateTime utc = LocalDateTime.of(number(b, 0, 4), number(b, 5, 2), number(b, 8, 2), number(b, 11, 2),
                number(b, 14, 2)).minusMinutes(offset);
        if (utc.getYear() < 0 || utc.getYear() > 9999) {
            throw new IllegalArgumentException("timestamp " + Texts.shown(text) + " is in UTC outside the years 0000-9999");
        }
        // Offsets are whole minutes, so the text of the seconds stays as it is.
        return String.format(Locale.ROOT, "%04d-%02d-%02dT%02d:%02d", utc.getYear(), utc.getMonthValue(),
                utc.getDayOfMonth(), utc.getHour(), utc.getMinute()) + upper.substring(16, zone) + "Z";
    }

    /** Where date and time of day end, or -1 if they are none. */
    private static int zoneStart(byte[] b, int from, int to) {
        if (to - from < 16 || b[from + 4] != '-' || b[from + 7] != '-' || b[from + 10] != 'T' || b[from + 13] != ':') {
            return -1;
        }
        int year = number(b, from, 4);
        int month = number(b, from + 5, 2);
        int day = number(b, from + 8, 2);
        int hour = number(b, from + 11, 2);
        int minute = number(b, from + 14, 2);
        if (!isMinute(year, month, day, hour, minute)) {
            return -1;
        }
        int i = from + 16;
        if (i >= to || b[i] != ':') {
            return i;
        }
        if (to - i < 3) {
            return -1;
        }
        int second = number(b, i + 1, 2);
        if (second < 0 || second > 59) {
            return -1;
        }
        i += 3;
        if (i >= to || b[i] != '.') {
            return i;
        }
        int fraction = i + 1;
        i = fraction;
        while (i < to && b[i] >= '0' && b[i] <= '9') {
            i++;
        }
        return i == fraction || i - fraction > 9 ? -1 : i;
    }

    private static boolean isMinute(int year, int month, int day, int hour, int minute) {
        return year >= 0 && month >= 1 && month <= 12 && day >= 1 && day <= daysOf(month, year) && hour >= 0 && hour < 24
                && minute >= 0 && minute < 60;
    }

    /** Minutes east of UTC of {@code +hh}, {@code +hhmm} or {@code +hh:mm} up to the end, or MIN_VALUE if it is none. */
    private static int offsetMinutes(byte[] b, int at) {
        int length = b.length - at;
        boolean colon = length == 6 && b[at + 3] == ':';
        if (b[at] != '+' && b[at] != '-' || length != 3 && length != 5 && !colon) {
            return Integer.MIN_VALUE;
        }
        int hours = number(b, at + 1, 2);
        int minutes = length == 3 ? 0 : number(b, b.length - 2, 2);
        if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59) {
            return Integer.MIN_VALUE;
        }
        return (b[at] == '-' ? -1 : 1) * (hours * 60 + minutes);
    }

    /** Two digits, which are some. */
    private static int two(byte[] b, int at) {
        return (b[at] - '0') * 10 + b[at + 1] - '0';
    }

    /** That many digits as a number, or -1. */
    private static int number(byte[] b, int from, int digits) {
        int value = 0;
        for (int i = from; i < from + digits; i++) {
            if (b[i] < '0' || b[i] > '9') {
                return -1;
            }
            value = value * 10 + b[i] - '0';
        }
        return value;
    }

    private static int daysOf(int month, int year) {
        if (month == 2) {
            return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28;
        }
        return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
    }
}
