package sensornet.http;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import sensornet.json.JsonWriter;
import sensornet.status.HttpText;
import sensornet.status.SensorTable;
import sensornet.status.SensorTable.Last;
import sensornet.status.Snapshot;
import sensornet.status.StatusJson;
import sensornet.status.StatusSource;
import sensornet.store.TimedDisk;

/** Every path that a peer answers, and what with. */
public final class PeerPages {
    private static final int SENSORS = 100;
    private static final int MOST_SENSORS = 10_000;
    private static final Map<String, String> FILES = Map.of(
            "/", "text/html; charset=utf-8", "/app.js", "text/javascript; charset=utf-8",
            "/app.css", "text/css; charset=utf-8", "/uPlot.iife.min.js", "text/javascript; charset=utf-8",
            "/uPlot.min.css", "text/css; charset=utf-8", "/favicon.svg", "image/svg+xml");

    private final StatusSource status;
    private final SensorTable sensors;
    private final Neighbours neighbours;
    private final String address;
    private final String version;

    private PeerPages(StatusSource status, SensorTable sensors, Neighbours neighbours, String address, String version) {
        this.status = status;
        this.sensors = sensors;
        this.neighbours = neighbours;
        this.address = address;
        this.version = version;
    }

    /**
     * Adds all paths.
     *
     * @param front not started
     * @param directory of the peer's data
     * @param delivered rows in the CSV files
     * @param broadcastPort where other peers are asked for
     * @param asker asks them
     */
    public static void serve(HttpFront front, StatusSource status, Path directory, LongSupplier delivered,
                             TimedDisk disk, int broadcastPort, String version, HttpText asker) {
        SensorTable sensors = new SensorTable(directory);
        Snapshot now = status.snapshot();
        PeerPages pages = new PeerPages(status, sensors, new Neighbours(now.group(), broadcastPort, now.self().id(), asker),
                front.address(), version);
        front.serve("/", pages::file);
        front.serve("/status", pages::status);
        front.serve("/sensors", pages::sensors);
        front.serve("/neighbours", x -> Answers.json(x, pages.neighbours.json()));
        front.serve("/healthz", x -> Answers.text(x, 200, "alive\n"));
        front.serve("/readyz", pages::ready);
        front.serve("/metrics", new Metrics(status::snapshot, sensors::sensors, disk));
        front.serve("/readings", new ReadingsHandler(directory, delivered));
        front.serve("/series", new SeriesHandler(directory));
    }

    private void status(HttpExchange exchange) throws IOException {
        Map<String, String> query = Answers.query(exchange);
        long limit = Answers.number(query, "sensors", SENSORS);
        if (limit < 0) {
            Answers.text(exchange, 400, "sensors must be a number\n");
            return;
        }
        List<Last> list = query.containsKey("brief") ? null : sensors.sensors();
        Answers.json(exchange, StatusJson.write(status.snapshot(), address, version, list,
                (int) Math.min(limit, MOST_SENSORS)));
    }

    /** {@code /sensors?match=TEXT&from=N&limit=N}: sensors whose id holds the text, in the order of ids. */
    private void sensors(HttpExchange exchange) throws IOException {
        Map<String, String> query = Answers.query(exchange);
        long from = Answers.number(query, "from", 0);
        long limit = Answers.number(query, "limit", SENSORS);
        if (from < 0 || limit < 0) {
            Answers.text(exchange, 400, "from and limit must be numbers\n");
            return;
        }
        String match = query.getOrDefault("match", "").toLowerCase(java.util.Locale.ROOT);
        List<Last> matching = sensors.sensors().stream()
                .filter(l -> l.id().toLowerCase(java.util.Locale.ROOT).contains(match)).toList();
        List<Last> some = matching.stream().skip(from).limit(Math.min(limit, MOST_SENSORS)).toList();
        JsonWriter json = new JsonWriter().beginObject().member("matching", matching.size()).name("sensors");
        StatusJson.sensors(json, some, Instant.now());
        Answers.json(exchange, json.endObject().toString());
    }

    /** 200 if readings can be taken: in a view, hence level with it, and with a quorum. */
    private void ready(HttpExchange exchange) throws IOException {
        String why = status.snapshot().notReady();
        Answers.text(exchange, why == null ? 200 : 503, (why == null ? "ready" : why) + "\n");
    }

    private void file(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String type = FILES.get(path);
        if (type == null) {
            Answers.text(exchange, 404, "there is /, /status, /sensors, /series, /readings, /metrics, /healthz, /readyz\n");
            return;
        }
        try (InputStream in = PeerPages.class.getResourceAsStream("/page" + (path.equals("/") ? "/index.html" : path))) {
            Answers.send(exchange, 200, type, in.readAllBytes());
        }
    }
}
