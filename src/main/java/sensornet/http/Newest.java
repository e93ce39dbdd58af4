package sensornet.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import sensornet.json.JsonWriter;
import sensornet.status.StatusJson;

/** The last rows of a sensor's CSV file, read from its end: costs the same however long the file is and grows. */
final class Newest {
    static final int ROWS = 600;
    /** Ordinary rows are about 60 bytes long. */
    private static final int TAIL_BYTES = 64 * 1024;

    private Newest() {
    }

    /**
     * At most {@link #ROWS} rows with a number above {@code since}, as columns.
     *
     * @throws IOException the file cannot be read
     */
    static void write(JsonWriter json, Path file, long since) throws IOException {
        List<String[]> rows = rows(tail(file), since);
        json.name("sequence").beginArray();
        rows.forEach(r -> json.value(Long.parseLong(r[0])));
        json.endArray().name("time").beginArray();
        rows.forEach(r -> json.value(Series.time(r)));
        json.endArray();
        for (int q = 0; q < Series.NAMES.length; q++) {
            int column = 3 + q;
            json.name(Series.NAMES[q]).beginArray();
            rows.forEach(r -> json.value(StatusJson.number(r[column])));
            json.endArray();
        }
    }

    private static String tail(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long size = channel.size();
            ByteBuffer tail = ByteBuffer.allocate((int) Math.min(TAIL_BYTES, size));
            long at = size - tail.capacity();
            while (tail.hasRemaining() && channel.read(tail, at + tail.position()) > 0) {
                // until it is full, or the file became shorter
            }
            return new String(tail.array(), 0, tail.position(), StandardCharsets.ISO_8859_1);
        }
    }

    /** Whole lines only: the first may be cut off by the block, the last by the writer. */
    private static List<String[]> rows(String text, long since) {
        List<String[]> rows = new ArrayList<>();
        int end = text.lastIndexOf('\n');
        while (end > 0 && rows.size() < ROWS) {
            int start = text.lastIndexOf('\n', end - 1);
            String[] row = text.substring(start + 1, end).split(",", -1);
            if (start < 0 || Series.time(row) < 0 || Long.parseLong(row[0]) <= since) {
                break;
            }
            rows.add(row);
            end = start;
        }
        Collections.reverse(rows);
        return rows;
    }
}
