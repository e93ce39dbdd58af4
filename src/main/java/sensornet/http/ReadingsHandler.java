package sensornet.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.function.LongSupplier;
import sensornet.status.RowFormat;
import sensornet.store.JournalFollower;

/**
 * {@code /readings?from=1&follow&format=csv|json|influx&limit=N}: delivered readings in sequence order, from any number
 * on; with {@code follow} it goes on as they come. An empty line now and then shows that the stream lives. A merge that
 * changes what was sent ends it with a line that begins with {@code #changed}.
 */
final class ReadingsHandler implements HttpHandler {
    /** Each holds a thread. */
    private static final int MOST_STREAMS = HttpFront.THREADS / 2;
    private static final int ROWS_AT_A_TIME = 4_096;
    private static final long LOOK_EVERY_MS = 25;
    private static final long SIGN_OF_LIFE_NANOS = 5_000_000_000L;

    private final Path directory;
    private final LongSupplier delivered;
    private final Semaphore streams = new Semaphore(MOST_STREAMS);

    ReadingsHandler(Path directory, LongSupplier delivered) {
        this.directory = directory;
        this.delivered = delivered;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        Map<String, String> query = Answers.query(exchange);
        long from = Answers.number(query, "from", 1);
        long limit = Answers.number(query, "limit", Long.MAX_VALUE);
        RowFormat format = RowFormat.named(query.getOrDefault("format", "csv"));
        if (from < 1 || limit < 0 || format == null) {
            Answers.text(exchange, 400, "from must be at least 1, format one of csv, json, influx\n");
        } else if (!streams.tryAcquire()) {
            Answers.text(exchange, 503, "more than " + MOST_STREAMS + " streams at a time: close one, or ask another peer\n");
        } else {
            try (JournalFollower follower = new JournalFollower(directory, from)) {
                stream(exchange, follower, format, query.containsKey("follow"), limit);
            } catch (NoSuchFileException e) {
                Answers.text(exchange, 503, "there is no journal yet\n");
            } finally {
                streams.release();
            }
        }
    }

    private void stream(HttpExchange exchange, JournalFollower follower, RowFormat format, boolean follow, long limit)
            throws IOException {
        exchange.getResponseHeaders().set("Content-Type", format == RowFormat.JSON ? "application/x-ndjson"
                : format == RowFormat.CSV ? "text/csv; charset=utf-8" : "text/plain; charset=utf-8");
        exchange.sendResponseHeaders(200, 0);
        OutputStream out = new BufferedOutputStream(exchange.getResponseBody(), 64 * 1024);
        if (format == RowFormat.CSV && follower.next() == 1) {
            line(out, String.join(",", RowFormat.COLUMNS)); // a stream that is taken up again has had it
        }
        long end = follow ? Long.MAX_VALUE : delivered.getAsLong();
        if (limit < Long.MAX_VALUE - follower.next()) {
            end = Math.min(end, follower.next() + limit - 1);
        }
        try {
            pump(follower, format, end, out);
        } catch (JournalFollower.RecordChanged e) {
            line(out, "#changed " + e.sequence() + " " + e.getMessage());
        }
        out.close();
    }

    private void pump(JournalFollower follower, RowFormat format, long end, OutputStream out) throws IOException {
        long wroteAt = System.nanoTime();
        while (follower.next() <= end) {
            long before = follower.next();
            follower.read(Math.min(end, delivered.getAsLong()), ROWS_AT_A_TIME,
                    (seq, row) -> line(out, format.line(row)));
            if (follower.next() > before) {
                wroteAt = System.nanoTime();
                if (follower.next() > delivered.getAsLong()) {
                    out.flush();
                }
            } else if (!pause()) {
                return;
            } else if (System.nanoTime() - wroteAt > SIGN_OF_LIFE_NANOS) {
                wroteAt = System.nanoTime();
                line(out, ""); // and it finds out about a reader that has gone
                out.flush();
            }
        }
    }

    private static boolean pause() {
        try {
            Thread.sleep(LOOK_EVERY_MS);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static void line(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.US_ASCII));
        out.write('\n');
    }
}
