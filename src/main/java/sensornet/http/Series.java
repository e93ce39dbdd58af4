package sensornet.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import sensornet.json.JsonWriter;
import sensornet.status.StatusJson;

/**
 * One sensor's whole history for a chart, in bounded memory whatever its length: at most {@link #BUCKETS} buckets with
 * least and greatest value, which double their width when they are full. Read from the CSV file when somebody looks, each
 * part of it once. Not thread-safe.
 */
final class Series {
    static final int BUCKETS = 1_000;
    static final String[] NAMES = {"temperature_c", "humidity_pct", "pressure_hpa"};
    private static final int QUANTITIES = NAMES.length;
    private static final int BLOCK = 64 * 1024;

    private final Path file;
    private long position;
    private long fileSize;
    /** The last line read, to find out whether the file is still the one it was. */
    private byte[] lastLine = new byte[0];
    private long rows;

    private int buckets;
    private long rowsPerBucket = 1;
    private long inBucket;
    private final long[] time = new long[BUCKETS];
    private final double[][] least = new double[QUANTITIES][BUCKETS];
    private final double[][] greatest = new double[QUANTITIES][BUCKETS];

    Series(Path file) {
        this.file = file;
    }

    /**
     * Reads what is new, for at most {@code millis}.
     *
     * @throws IOException the file cannot be read
     */
    void update(long millis) throws IOException {
        long deadline = System.nanoTime() + millis * 1_000_000;
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            fileSize = channel.size();
            if (!isContinued(channel)) {
                position = 0;
                rows = 0;
                buckets = 0;
                rowsPerBucket = 1;
                lastLine = new byte[0];
            }
            ByteBuffer block = ByteBuffer.allocate(BLOCK);
            while (position < fileSize && System.nanoTime() - deadline < 0) {
                block.clear();
                int n = channel.read(block, position);
                if (n <= 0 || !take(block.array(), n)) {
                    return;
                }
            }
        }
    }

    /** A merge may have cut the file and written other rows to the same place. */
    private boolean isContinued(FileChannel channel) throws IOException {
        ByteBuffer before = ByteBuffer.allocate(lastLine.length);
        return position <= fileSize && (lastLine.length == 0
                || channel.read(before, position - lastLine.length) == lastLine.length
                && Arrays.equals(before.array(), lastLine));
    }

    /** False if there is no whole line in it. */
    private boolean take(byte[] block, int n) {
        int start = 0;
        for (int i = 0; i < n; i++) {
            if (block[i] == '\n') {
                row(new String(block, start, i - start, StandardCharsets.ISO_8859_1).split(",", -1));
                if (i + 1 == n || n - i < BLOCK / 2) {
                    lastLine = Arrays.copyOfRange(block, start, i + 1);
                }
                start = i + 1;
            }
        }
        position += start;
        return start > 0;
    }

    private void row(String[] fields) {
        long at = time(fields);
        if (at < 0) {
            return; // the header
        }
        if (inBucket == 0) {
            openBucket(at);
        }
        int b = buckets - 1;
        for (int q = 0; q < QUANTITIES; q++) {
            double value = StatusJson.number(fields[3 + q]);
            least[q][b] = smaller(least[q][b], value);
            greatest[q][b] = -smaller(-greatest[q][b], -value);
        }
        rows++;
        inBucket = (inBucket + 1) % rowsPerBucket;
    }

    /** Of a row, in milliseconds since the epoch; -1 if it is none. */
    static long time(String[] fields) {
        if (fields.length != 6 || fields[0].isEmpty() || !Character.isDigit(fields[0].charAt(0))) {
            return -1;
        }
        try {
            return Instant.parse(fields[1]).toEpochMilli();
        } catch (DateTimeParseException e) {
            return -1;
        }
    }

    private void openBucket(long at) {
        if (buckets == BUCKETS) {
            for (int b = 0; b < BUCKETS / 2; b++) {
                time[b] = time[2 * b];
                for (int q = 0; q < QUANTITIES; q++) {
                    least[q][b] = smaller(least[q][2 * b], least[q][2 * b + 1]);
                    greatest[q][b] = -smaller(-greatest[q][2 * b], -greatest[q][2 * b + 1]);
                }
            }
            buckets = BUCKETS / 2;
            rowsPerBucket *= 2;
        }
        time[buckets] = at;
        for (int q = 0; q < QUANTITIES; q++) {
            least[q][buckets] = Double.NaN;
            greatest[q][buckets] = Double.NaN;
        }
        buckets++;
    }

    private static double smaller(double a, double b) {
        return Double.isNaN(a) ? b : Double.isNaN(b) ? a : Math.min(a, b);
    }

    /** All of the history: the time at which each bucket starts, and the least and greatest value of each quantity. */
    void writeBuckets(JsonWriter json) {
        json.member("rows", rows).member("rows_per_point", rowsPerBucket)
                .member("read", fileSize == 0 ? 1 : position / (double) fileSize).name("time").beginArray();
        for (int b = 0; b < buckets; b++) {
            json.value(time[b]);
        }
        json.endArray();
        for (int q = 0; q < QUANTITIES; q++) {
            write(json, NAMES[q] + "_min", least[q]);
            write(json, NAMES[q] + "_max", greatest[q]);
        }
    }

    private void write(JsonWriter json, String name, double[] values) {
        json.name(name).beginArray();
        for (int b = 0; b < buckets; b++) {
            json.value(values[b]);
        }
        json.endArray();
    }
}
