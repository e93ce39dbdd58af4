package sensornet.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sensornet.json.JsonReader;
import sensornet.json.JsonWriter;

class SeriesTest {
    private static final long START = Instant.parse("2026-01-01T00:00:00Z").toEpochMilli();

    @TempDir
    Path dir;

    private void write(Path file, int from, int to, int peakAt) throws IOException {
        try (BufferedWriter out = Files.newBufferedWriter(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            if (from == 1) {
                out.write("sequence,timestamp,sensor_id,temperature_c,humidity_pct,pressure_hpa\n");
            }
            for (int i = from; i <= to; i++) {
                out.write(2 * i + "," + Instant.ofEpochMilli(START + 1_000L * i) + ",s," + (i == peakAt ? "99.5" : "20.0") + ",,1000\n");
            }
        }
    }

    private static Map<?, ?> newest(Path file, long since) throws IOException {
        JsonWriter json = new JsonWriter().beginObject();
        Newest.write(json, file, since);
        return (Map<?, ?>) JsonReader.read(json.endObject().toString());
    }

    private static Map<?, ?> all(Series series) {
        JsonWriter json = new JsonWriter().beginObject();
        series.writeBuckets(json);
        return (Map<?, ?>) JsonReader.read(json.endObject().toString());
    }

    private static List<?> list(Map<?, ?> map, String name) {
        return (List<?>) map.get(name);
    }

    @Test
    void newRowsComeAndAreGivenFromTheAskedNumberOn() throws IOException {
        Path file = dir.resolve("s.csv");
        write(file, 1, 10, 3);
        assertEquals(10, list(newest(file, 0), "sequence").size());
        assertEquals(99.5, list(newest(file, 0), "temperature_c").get(2));
        write(file, 11, 13, 0);
        assertEquals(List.of(22L, 24L, 26L), list(newest(file, 20), "sequence"));
        assertEquals(START + 11_000, list(newest(file, 20), "time").get(0));
        assertEquals(java.util.Arrays.asList(null, null, null), list(newest(file, 20), "humidity_pct"));
        assertEquals(List.of(), list(newest(file, 26), "sequence"));
    }

    @Test
    void aHundredThousandRowsAreAThousandPointsAndTheOnePeakIsStillThere() throws IOException {
        Path file = dir.resolve("s.csv");
        write(file, 1, 100_000, 77_777);
        Series series = new Series(file);
        series.update(60_000);
        Map<?, ?> all = all(series);
        assertEquals(100_000L, all.get("rows"));
        int points = list(all, "time").size();
        assertTrue(points > 400 && points <= Series.BUCKETS, points + " points");
        assertEquals(1, list(all, "temperature_c_max").stream().filter(v -> v.equals(99.5)).count());
        assertTrue(list(all, "temperature_c_min").stream().allMatch(v -> v.equals(20.0)));
        assertEquals(Newest.ROWS, list(newest(file, 0), "sequence").size());
        assertEquals(1.0, ((Number) all.get("read")).doubleValue());
    }

    @Test
    void aFileThatAMergeHasCutAndWrittenAnewIsReadFromItsBeginning() throws IOException {
        Path file = dir.resolve("s.csv");
        write(file, 1, 50, 10);
        Series series = new Series(file);
        series.update(10_000);
        Files.delete(file);
        write(file, 1, 60, 20);
        Files.writeString(file, Files.readString(file).replace(",s,20.0,", ",s,21.0,"));
        series.update(10_000);
        assertEquals(60L, all(series).get("rows"));
        assertEquals(20, list(all(series), "temperature_c_max").indexOf(99.5) + 1);
    }

    @Test
    void aRowThatIsHalfWrittenIsTakenWhenItIsWhole() throws IOException {
        Path file = dir.resolve("s.csv");
        write(file, 1, 2, 0);
        Files.writeString(file, "6,2026-01-01T00:00:03Z,s,2", StandardOpenOption.APPEND);
        Series series = new Series(file);
        series.update(10_000);
        assertEquals(2, list(newest(file, 0), "sequence").size());
        Files.writeString(file, "1.5,,\n", StandardOpenOption.APPEND);
        series.update(10_000);
        assertEquals(3L, all(series).get("rows"));
        assertEquals(List.of(21.5), list(newest(file, 4), "temperature_c"));
    }
}
