package sensornet.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import sensornet.json.JsonWriter;

/**
 * {@code /series?sensor=ID&since=SEQ}: the newest rows of a sensor; with {@code all} its whole history in about 1,000
 * points. Keeps what it
 * read of the histories that were looked at last, some 60 KB each; who asks for one waits for who asks for the same.
 */
final class SeriesHandler implements HttpHandler {
    private static final int KEPT = 32;
    /** A long history is read in pieces; the answer says how far it is. */
    private static final long READ_MS = 700;

    private final Path directory;
    private final LinkedHashMap<String, Series> kept = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Series> eldest) {
            return size() > KEPT;
        }
    };

    SeriesHandler(Path directory) {
        this.directory = directory;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        Map<String, String> query = Answers.query(exchange);
        String sensor = query.getOrDefault("sensor", "");
        long since = Answers.number(query, "since", 0);
        if (!sensor.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,63}") || since < 0) {
            Answers.text(exchange, 400, "sensor must be the id of a sensor, since a sequence number\n");
            return;
        }
        JsonWriter json = new JsonWriter().beginObject().member("sensor", sensor);
        Path file = directory.resolve(sensor + ".csv");
        try {
            if (query.containsKey("all")) {
                writeAll(json, sensor, file);
            } else {
                Newest.write(json, file, since);
            }
        } catch (NoSuchFileException e) {
            Answers.text(exchange, 404, "no sensor of that id has readings\n");
            return;
        }
        Answers.json(exchange, json.endObject().toString());
    }

    private void writeAll(JsonWriter json, String sensor, Path file) throws IOException {
        Series series;
        synchronized (kept) {
            series = Files.exists(file) ? kept.computeIfAbsent(sensor, s -> new Series(file)) : new Series(file);
        }
        synchronized (series) {
            series.update(READ_MS);
            series.writeBuckets(json);
        }
    }
}
