package sensornet.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * Writes rows as the product does, for the contenders that have no CSV files of their own, and as fast as we know how:
 * on a thread of its own, everything that waits in one write a file, and at once when nothing waits.
 */
final class RowWriter {
    private static final int FLUSH_BYTES = 256 * 1024;

    /** Whole lines {@code bytes[from..to)}, the last without a line feed or with one. */
    private record Lines(byte[] bytes, int from, int to, long firstSequence) {
    }

    private static final class Sheet {
        final byte[] sensor;
        final FileChannel file;
        byte[] rows = new byte[2 * FLUSH_BYTES];
        int size;

        Sheet(Path dir, byte[] sensor) throws IOException {
            this.sensor = sensor;
            file = FileChannel.open(dir.resolve(new String(sensor, StandardCharsets.US_ASCII) + ".csv"),
                    StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
            put(Readings.HEADER, 0, Readings.HEADER.length);
        }

        void put(byte[] b, int from, int to) {
            if (size + to - from + 64 > rows.length) {
                rows = Arrays.copyOf(rows, 2 * rows.length);
            }
            System.arraycopy(b, from, rows, size, to - from);
            size += to - from;
        }

        void flush() throws IOException {
            for (ByteBuffer out = ByteBuffer.wrap(rows, 0, size); out.hasRemaining(); ) {
                file.write(out);
            }
            size = 0;
        }
    }

    private final Path dir;
    private final BlockingQueue<Lines> waiting;
    private final Map<String, Sheet> sheets = new HashMap<>();
    private final byte[] digits = new byte[20];
    private Sheet last;
    private long unflushed;

    /** @param capacity how many pieces may wait until {@link #put} waits */
    RowWriter(Path dir, int capacity) throws IOException {
        this.dir = Files.createDirectories(dir);
        waiting = new ArrayBlockingQueue<>(capacity);
        Thread thread = new Thread(this::run, "rows");
        thread.setDaemon(true);
        thread.start();
    }

    void put(byte[] bytes, int from, int to, long firstSequence) throws InterruptedException {
        waiting.put(new Lines(bytes, from, to, firstSequence));
    }

    private void run() {
        try {
            while (true) {
                Lines next = waiting.take();
                while (next != null) {
                    write(next);
                    next = waiting.poll();
                }
                flush();
            }
        } catch (IOException | InterruptedException | RuntimeException e) {
            e.printStackTrace();
            Runtime.getRuntime().halt(1);
        }
    }

    private void write(Lines lines) throws IOException {
        long sequence = lines.firstSequence;
        byte[] b = lines.bytes;
        for (int from = lines.from; from < lines.to; ) {
            int end = from;
            while (end < lines.to && b[end] != '\n') {
                end++;
            }
            row(b, from, end, sequence++);
            from = end + 1;
        }
        if (unflushed > FLUSH_BYTES) {
            flush();
        }
    }

    /** {@code DATA|sensor|timestamp|t|h|p} becomes {@code sequence,timestamp,sensor,t,h,p}. */
    private void row(byte[] b, int from, int to, long sequence) throws IOException {
        int sensor = from + 5;
        int time = find(b, sensor);
        int rest = find(b, time + 1);
        if (last == null || !Arrays.equals(last.sensor, 0, last.sensor.length, b, sensor, time)) {
            last = sheet(Arrays.copyOfRange(b, sensor, time));
        }
        Sheet sheet = last;
        int start = sheet.size;
        int d = digits.length;
        for (long n = sequence; n > 0; n /= 10) {
            digits[--d] = (byte) ('0' + n % 10);
        }
        sheet.put(digits, d, digits.length);
        sheet.rows[sheet.size++] = ',';
        sheet.put(b, time + 1, rest);
        sheet.rows[sheet.size++] = ',';
        sheet.put(b, sensor, time);
        int values = sheet.size;
        sheet.put(b, rest, to);
        for (int i = values; i < sheet.size; i++) {
            if (sheet.rows[i] == '|') {
                sheet.rows[i] = ',';
            }
        }
        sheet.rows[sheet.size++] = '\n';
        unflushed += sheet.size - start;
    }

    private static int find(byte[] b, int from) {
        int at = from;
        while (b[at] != '|') {
            at++;
        }
        return at;
    }

    private Sheet sheet(byte[] sensor) throws IOException {
        String name = new String(sensor, StandardCharsets.US_ASCII);
        Sheet sheet = sheets.get(name);
        if (sheet == null) {
            sheet = new Sheet(dir, sensor);
            sheets.put(name, sheet);
        }
        return sheet;
    }

    private void flush() throws IOException {
        for (Sheet sheet : sheets.values()) {
            if (sheet.size > 0) {
                sheet.flush();
            }
        }
        unflushed = 0;
    }
}
