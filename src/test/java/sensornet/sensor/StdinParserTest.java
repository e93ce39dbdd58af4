package sensornet.sensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StdinParserTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2024-05-01T12:00:00.25Z"), ZoneOffset.UTC);
    private static final String GOOD = "DATA|s1|2024-01-01T00:00:00Z|4.0||1016.6";

    private final StdinParser parser = new StdinParser(CLOCK);
    private final PayloadBuffer buffer = new PayloadBuffer();

    @Test
    void bothFormsGiveTheSamePayload() throws Exception {
        assertEquals(GOOD, parse("DATA|s1|2024-01-01T00:00:00Z|4.0||1016.6"));
        assertEquals(GOOD, parse("s1,2024-01-01T00:00:00Z,4.0,,1016.6"));
        assertEquals(GOOD, parse("\"s1\",\"2024-01-01T00:00:00Z\",\"4.0\",\"\",\"1016.6\""));
        assertEquals(GOOD, parse("s1,\"2024-01-01T00:00:00Z\",4.0,,1016.6"));
        assertEquals(GOOD, parse("  s1 , 2024-01-01T01:00:00+01:00,\t4.0, , 1016.6 "));
        assertEquals(GOOD, parse(" DATA|s1 | 2024-01-01T00:00:00Z|4.0 ||1016.6"));
    }

    @Test
    void anEmptyTimestampMeansNow() throws Exception {
        assertEquals("DATA|s1|2024-05-01T12:00:00.250Z|1|2|3", parse("s1,,1,2,3"));
        assertEquals("DATA|s1|2024-05-01T12:00:00.250Z|1|2|3", parse("DATA|s1||1|2|3"));
        assertEquals("DATA|s1|2024-05-01T12:00:00.250Z|1|2|3", parse("s1, ,1,2,3"));
    }

    @Test
    void headersAndBlankLinesAreNoReadings() throws Exception {
        for (String line : List.of("", "  ", "\t", "sensor_id,timestamp,temperature_c,humidity_pct,pressure_hpa",
                "Sensor_ID, Timestamp, temp", "\"sensor_id\",\"timestamp\",\"t\",\"h\",\"p\"",
                "DATA|sensor_id|timestamp|temperature|humidity|pressure")) {
            assertEquals("", parse(line), line);
        }
    }

    @Test
    void aBadLineSaysWhyAndHarmsNoLaterOne() throws Exception {
        List<List<String>> bad = List.of(
                List.of("hello", "number of fields is 1 and not 5: sensor_id,timestamp,temperature_c,humidity_pct,pressure_hpa"),
                List.of("s1,,1,2", "number of fields is 4 and not 5"),
                List.of("s1,,1,2,3,4", "number of fields is 6 and not 5"),
                List.of("DATA|s1||1|2", "number of fields is 5 and not 6: DATA|sensor_id"),
                List.of("DATA|s1||1|2|3|", "number of fields is 7 and not 6"),
                List.of("data|s1||1|2|3", "number of fields is 1 and not 5"),
                List.of("s1|,,1,2,3", "sensor id 's1|' must be"),
                List.of(",,1,2,3", "sensor id '' must be"),
                List.of("../x,,1,2,3", "sensor id '../x' must be"),
                List.of("CON,,1,2,3", "sensor id 'CON' is a device name on Windows"),
                List.of("s1,yesterday,1,2,3", "timestamp 'yesterday' is not an ISO-8601 time"),
                List.of("s1,,,,", "temperature, humidity and pressure are all empty"),
                List.of("s1,,1,nan,3", "humidity 'nan' is no number"),
                List.of("s1,,1;2,2,3", "temperature '1;2' is no number"),
                List.of("\"s1,,1,2,3", "a quoted field does not end"),
                List.of("\"s1\"x,,1,2,3", "number of fields is 1 and not 5"),
                List.of("\0", "number of fields is 1 and not 5"));
        for (List<String> b : bad) {
            String message = assertThrows(IllegalArgumentException.class, () -> parse(b.get(0)), b.get(0)).getMessage();
            assertTrue(message.startsWith(b.get(1)), message);
            assertEquals(1, message.lines().count());
            assertTrue(buffer.isEmpty(), "left something behind: " + b.get(0));
            assertEquals(GOOD, parse("\"s1\",2024-01-01T00:00:00Z,4.0,,1016.6"));
        }
    }

    /** Lines near the canonical ones: whatever the fast path takes, the careful path takes alike. */
    @Test
    void theFastPathGivesWhatTheCarefulPathGives() throws Exception {
        Random random = new Random(7);
        String[] ids = {"s1", "a.b-c_D", "CON", "com1.x", "x".repeat(64), "x".repeat(65), "", "-a", "sensor_id", "DATA"};
        String[] times = {"2024-01-01T00:00:00Z", "2024-02-30T00:00:00Z", "", "2024-01-01T00:00Z", "2024-01-01T00:00:00.5Z",
                "2024-01-01T00:00:00+01:00", "timestamp", "2024-01-01T23:59:60Z", "2024-01-01t00:00:00z"};
        String[] values = {"", "4.0", "-1e5", "+0.10", "NaN", ".5", "1".repeat(32), "1".repeat(33), " 1", "\"1\""};
        String dirt = "|,;\" \t\r0e.-Z\0é";
        int fast = 0;
        PayloadBuffer byFast = new PayloadBuffer();
        PayloadBuffer byCare = new PayloadBuffer();
        for (int i = 0; i < 200_000; i++) {
            boolean data = random.nextBoolean();
            String d = data ? "|" : ",";
            StringBuilder line = new StringBuilder(data ? "DATA|" : "").append(pick(ids, random)).append(d).append(pick(times, random))
                    .append(d).append(pick(values, random)).append(d).append(pick(values, random)).append(d).append(pick(values, random));
            while (random.nextInt(4) == 0) {
                int at = random.nextInt(line.length() + 1);
                if (random.nextBoolean()) {
                    line.insert(at, dirt.charAt(random.nextInt(dirt.length())));
                } else if (at < line.length()) {
                    line.deleteCharAt(at);
                }
            }
            byte[] b = ("??" + line + "?").getBytes(StandardCharsets.UTF_8);
            if (parser.fast(b, 2, b.length - 1, byFast)) {
                assertTrue(parser.careful(b, 2, b.length - 1, byCare), line.toString());
                assertEquals(text(byCare), text(byFast), line.toString());
                fast++;
            } else {
                assertTrue(byFast.isEmpty(), line.toString());
            }
        }
        assertTrue(fast > 10_000, "only " + fast + " took the fast path");
    }

    @Test
    void theCommonFormsTakeTheFastPath() {
        for (String line : List.of(GOOD, "s1,2024-01-01T00:00:00Z,4.0,,1016.6", "s1,,4.0,1,", "DATA|s1||||1e3",
                "s1,2024-01-01T00:00:00.123456Z,-4.0,45.2,1013.25")) {
            byte[] b = line.getBytes(StandardCharsets.UTF_8);
            assertTrue(parser.fast(b, 0, b.length, new PayloadBuffer()), line);
        }
    }

    private static String pick(String[] from, Random random) {
        return random.nextInt(3) > 0 ? from[0].isEmpty() ? from[1] : from[0] : from[random.nextInt(from.length)];
    }

    private String parse(String line) throws InterruptedException {
        byte[] b = line.getBytes(StandardCharsets.UTF_8);
        boolean taken = parser.parse(b, 0, b.length, buffer);
        assertEquals(taken, !buffer.isEmpty());
        return text(buffer);
    }

    private static String text(PayloadBuffer out) throws InterruptedException {
        TakenReadings taken = new TakenReadings();
        out.drainTo(taken);
        return String.join(";", taken.puts);
    }
}
