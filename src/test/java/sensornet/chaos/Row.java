package sensornet.chaos;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A row of a CSV file, and what it says about the reading: which host fed it, in which of its runs (how often its peer
 * had been started, from 1), as which number of that run, from 1. All of it is in the reading itself, so that a reading
 * that was never fed, or changed on its way, is no reading.
 *
 * @param time as it stands there
 */
record Row(long sequence, int host, int run, int number, String time) {
    static final String HEADER = "sequence,timestamp,sensor_id,temperature_c,humidity_pct,pressure_hpa";
    /** Of all readings but each {@link #STAMPED}th, which has none and gets the time of its peer's clock. */
    static final String TIME = "2024-01-01T00:00:00Z";
    static final int STAMPED = 10;
    static final int MAX_NUMBER = 8_999_999;

    // The zero at the end proves that digits are kept.
    private static final Pattern FORM =
            Pattern.compile("(\\d+),(\\d{4}-[0-9T:.-]+Z),s-p(\\d+),20\\.([1-9]\\d{6})0,40\\.(1\\d{4}),");

    static String sensor(int host) {
        return "s-p" + host;
    }

    /** What is fed. */
    static String line(int host, int run, int number) {
        String time = number % STAMPED == 0 ? "" : TIME;
        return "DATA|" + sensor(host) + "|" + time + "|20." + (1_000_000 + number) + "0|40." + (10_000 + run) + "|";
    }

    /** @throws IllegalArgumentException for anything that was not fed like this */
    static Row parse(byte[] bytes, int from, int to) {
        String text = new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
        Matcher m = FORM.matcher(text);
        if (!m.matches()) {
            throw new IllegalArgumentException("no row that was fed: " + text);
        }
        Row row = new Row(Long.parseLong(m.group(1)), Integer.parseInt(m.group(3)),
                Integer.parseInt(m.group(5)) - 10_000, Integer.parseInt(m.group(4)) - 1_000_000,
                m.group(2).equals(TIME) ? TIME : m.group(2)); // one string for a million rows
        if (row.number % STAMPED != 0 && !row.time.equals(TIME)) {
            throw new IllegalArgumentException("a row with another time than was fed: " + text);
        }
        return row;
    }

    /** The reading without its place, for comparing. */
    long reading() {
        return (long) host << 48 | (long) run << 32 | number;
    }

    static String describe(long reading) {
        return "reading " + (reading & 0xffffffffL) + " of p" + (reading >> 48) + " run " + (reading >> 32 & 0xffff);
    }
}
