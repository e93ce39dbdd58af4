package sensornet.sensor;

import com.opencsv.ICSVParser;
import com.opencsv.RFC4180Parser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import sensornet.model.Scan;

/**
 * One line of input in either form: {@code DATA|id|timestamp|t|h|p} or {@code id,timestamp,t,h,p}.
 *
 * <p>The well-formed line is checked and copied as bytes; whatever is in any way unusual (quotes, spaces, offsets,
 * mistakes) takes the careful path through {@link Reading}. Where the fast path takes a line, the careful one would
 * have produced the same payload. Of one thread.
 */
final class StdinParser implements LinePump.Lines {
    private static final byte[] DATA = "DATA|".getBytes(StandardCharsets.US_ASCII);
    private static final String CSV_COLUMNS = "sensor_id,timestamp,temperature_c,humidity_pct,pressure_hpa";
    private static final String DATA_COLUMNS = "DATA|sensor_id|timestamp|temperature|humidity|pressure";

    private final Clock clock;
    private final ICSVParser csv = new RFC4180Parser();
    private long nowMillis = Long.MIN_VALUE;
    private byte[] nowText;

    /** @param clock gives the time of readings that come without one */
    StdinParser(Clock clock) {
        this.clock = clock;
    }

    @Override
    public boolean parse(byte[] line, int from, int to, PayloadBuffer out) {
        return fast(line, from, to, out) || careful(line, from, to, out);
    }

    /** Takes the line if it is in canonical form, else leaves everything as it was and returns false. */
    boolean fast(byte[] b, int from, int to, PayloadBuffer out) {
        boolean data = startsWithData(b, from, to);
        byte delimiter = (byte) (data ? '|' : ',');
        int start = data ? from + DATA.length : from;
        int id = Scan.indexOf(b, start, to, delimiter);
        int time = Scan.indexOf(b, id + 1, to, delimiter);
        int temperature = Scan.indexOf(b, time + 1, to, delimiter);
        int humidity = Scan.indexOf(b, temperature + 1, to, delimiter);
        if (humidity == to) {
            return false;
        }
        boolean now = time == id + 1;
        boolean nothing = temperature == time + 1 && humidity == temperature + 1 && to == humidity + 1;
        if (nothing || !SensorIds.isValid(b, start, id) || !now && !Timestamps.isUtc(b, id + 1, time)
                || !isValue(b, time + 1, temperature) || !isValue(b, temperature + 1, humidity)
                || !isValue(b, humidity + 1, to)) {
            return false;
        }
        if (data && !now) {
            out.next().add(b, from, to); // it is the payload already
            return true;
        }
        out.next().add(DATA).add(b, start, id).add('|');
        if (now) {
            out.add(now());
        } else {
            out.add(b, id + 1, time);
        }
        out.add('|').add(b, time + 1, temperature).add('|').add(b, temperature + 1, humidity).add('|')
                .add(b, humidity + 1, to);
        return true;
    }

    /** Takes any good line, in whatever dress. */
    boolean careful(byte[] b, int from, int to, PayloadBuffer out) {
        Reading reading = reading(new String(b, from, to - from, StandardCharsets.UTF_8), "");
        if (reading != null) {
            out.next().add(reading.payload());
        }
        return reading != null;
    }

    /**
     * The line's reading, or null if there is nothing to take: a blank line or a header.
     *
     * @param own the sensor id of a line without one; "" if there must be one
     * @throws IllegalArgumentException a bad line; the message says why in one line
     */
    Reading reading(String line, String own) {
        String text = line.strip();
        if (text.isEmpty()) {
            return null;
        }
        boolean data = text.startsWith("DATA|");
        String[] f = data ? text.substring(DATA.length).split("\\|", -1) : csvFields(text);
        for (int i = 0; i < f.length; i++) {
            f[i] = f[i].strip();
        }
        // A header can stand anywhere, since people concatenate files; it could not be a reading.
        if (f.length > 1 && f[0].equalsIgnoreCase("sensor_id") && f[1].equalsIgnoreCase("timestamp")) {
            return null;
        }
        if (f.length != 5) {
            throw new IllegalArgumentException("number of fields is " + (data ? f.length + 1 : f.length) + " and not "
                    + (data ? "6: " + DATA_COLUMNS : "5: " + CSV_COLUMNS));
        }
        String time = f[1].isEmpty() ? new String(now(), StandardCharsets.US_ASCII) : Timestamps.normalise(f[1]);
        return new Reading(f[0].isEmpty() ? own : f[0], time, f[2], f[3], f[4]);
    }

    private String[] csvFields(String text) {
        if (text.indexOf('"') < 0) {
            return text.split(",", -1);
        }
        // opencsv takes the rest of the line for the field if a quote is open at its end.
        if (text.chars().filter(c -> c == '"').count() % 2 != 0) {
            throw new IllegalArgumentException("a quoted field does not end");
        }
        try {
            return csv.parseLine(text);
        } catch (IOException e) {
            throw new IllegalArgumentException("quotes that are no CSV");
        }
    }

    private byte[] now() {
        long millis = clock.millis();
        if (millis != nowMillis) {
            nowMillis = millis;
            nowText = Timestamps.format(Instant.ofEpochMilli(millis)).getBytes(StandardCharsets.US_ASCII);
        }
        return nowText;
    }

    private static boolean isValue(byte[] b, int from, int to) {
        return from == to || Numbers.isNumber(b, from, to);
    }

    private static boolean startsWithData(byte[] b, int from, int to) {
        return to - from >= DATA.length && b[from] == 'D' && b[from + 1] == 'A' && b[from + 2] == 'T'
                && b[from + 3] == 'A' && b[from + 4] == '|';
    }
}
