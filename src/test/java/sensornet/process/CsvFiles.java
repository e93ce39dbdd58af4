package sensornet.process;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.opencsv.CSVReader;
import com.opencsv.exceptions.CsvException;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What a peer shows at one moment: its CSV files by sensor id, as they are on disk. */
record CsvFiles(Map<String, byte[]> bySensor) {
    static final String HEADER = "sequence,timestamp,sensor_id,temperature_c,humidity_pct,pressure_hpa";

    /** A row; the fields of the reading as text, since digits must be kept. */
    record Row(long sequence, String timestamp, String sensor, String values) {
    }

    static CsvFiles read(Path dir) {
        Map<String, byte[]> files = new TreeMap<>();
        try (Stream<Path> paths = Files.list(dir)) {
            for (Path path : paths.filter(p -> p.toString().endsWith(".csv")).toList()) {
                files.put(path.getFileName().toString().replaceFirst("\\.csv$", ""), Files.readAllBytes(path));
            }
        } catch (NoSuchFileException e) {
            return new CsvFiles(Map.of());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new CsvFiles(files);
    }

    /** Complete lines without the headers. */
    int rowCount() {
        return bySensor.keySet().stream().mapToInt(this::rowCount).sum();
    }

    int rowCount(String sensor) {
        int lines = 0;
        for (byte b : bySensor.getOrDefault(sensor, new byte[0])) {
            lines += b == '\n' ? 1 : 0;
        }
        return Math.max(0, lines - 1);
    }

    /** {@code timestamp,temperature,humidity,pressure} of one sensor's readings, in the order of its file. */
    List<String> readings(String sensor) {
        return bySensor.containsKey(sensor)
                ? rowsOf(sensor).stream().map(r -> r.timestamp + "," + r.values).toList() : List.of();
    }

    /** All rows of all files; fails if one file's rows are not in ascending order or name another sensor. */
    List<Row> rows() {
        List<Row> all = new ArrayList<>();
        bySensor.keySet().forEach(sensor -> all.addAll(rowsOf(sensor)));
        all.sort(Comparator.comparingLong(Row::sequence));
        return all;
    }

    private List<Row> rowsOf(String sensor) {
        String text = new String(bySensor.get(sensor), StandardCharsets.UTF_8);
        assertTrue(text.startsWith(HEADER + "\n"), () -> sensor + ".csv begins with " + text.lines().findFirst());
        assertTrue(text.endsWith("\n") && text.indexOf('\r') < 0, () -> sensor + ".csv: lines do not end in LF");
        List<Row> rows = new ArrayList<>();
        long last = 0;
        for (String[] f : parse(text.substring(HEADER.length() + 1))) {
            assertEquals(6, f.length, () -> sensor + ".csv: " + String.join(",", f));
            Row row = new Row(Long.parseLong(f[0]), f[1], f[2], f[3] + "," + f[4] + "," + f[5]);
            assertTrue(row.sequence > last, () -> sensor + ".csv: not in ascending order at " + row);
            assertEquals(sensor, row.sensor, () -> sensor + ".csv: a row of another sensor: " + row);
            assertTrue(row.timestamp.endsWith("Z"), () -> sensor + ".csv: a timestamp that is not UTC: " + row);
            last = row.sequence;
            rows.add(row);
        }
        return rows;
    }

    private static List<String[]> parse(String text) {
        try (CSVReader reader = new CSVReader(new StringReader(text))) {
            return reader.readAll();
        } catch (IOException | CsvException e) {
            throw new AssertionError("not a CSV: " + text, e);
        }
    }

    /** All files together hold {@code 1..n}, each number once. */
    void assertComplete() {
        long expected = 1;
        for (Row row : rows()) {
            assertEquals(expected++, row.sequence, "a gap or a repeated sequence number");
        }
    }

    /** As a reader sees files that are being written: without a line that has no end yet. */
    CsvFiles withoutTornTail() {
        Map<String, byte[]> whole = new TreeMap<>();
        bySensor.forEach((sensor, bytes) -> {
            int end = bytes.length;
            while (end > 0 && bytes[end - 1] != '\n') {
                end--;
            }
            if (end > 0) {
                whole.put(sensor, Arrays.copyOf(bytes, end));
            }
        });
        return new CsvFiles(whole);
    }

    boolean sameBytes(CsvFiles other) {
        return bySensor.keySet().equals(other.bySensor.keySet()) && bySensor.entrySet().stream()
                .allMatch(e -> Arrays.equals(e.getValue(), other.bySensor.get(e.getKey())));
    }

    void assertSameBytes(CsvFiles other, String whose) {
        assertEquals(bySensor.keySet(), other.bySensor.keySet(), "sensor files " + whose);
        bySensor.forEach((sensor, bytes) -> assertArrayEquals(bytes, other.bySensor.get(sensor),
                () -> sensor + ".csv differs " + whose));
    }

    /** These files go on where the others stop: nothing that was ever shown is gone. */
    void assertStartsWith(CsvFiles shown, String what) {
        shown.bySensor.forEach((sensor, bytes) -> {
            byte[] mine = bySensor.getOrDefault(sensor, new byte[0]);
            assertArrayEquals(bytes, Arrays.copyOf(mine, Math.min(mine.length, bytes.length)),
                    () -> sensor + ".csv lacks " + what);
        });
    }
}
