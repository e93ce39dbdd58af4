package sensornet.chaos;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.locks.LockSupport;

/** Feeds one process with readings at a steady pace, on its own thread, and has the ledger know each of them. */
final class Feed {
    private static final int BATCHES_A_SECOND = 20;

    private final Ledger ledger;
    private final Ledger.Source source;
    private final OutputStream stdin;
    private final double perBatch;
    private final Thread thread;
    private volatile boolean stopping;

    Feed(Ledger ledger, Ledger.Source source, OutputStream stdin, int perSecond) {
        this.ledger = ledger;
        this.source = source;
        this.stdin = stdin;
        this.perBatch = (double) perSecond / BATCHES_A_SECOND;
        thread = new Thread(this::run, "feed-p" + source.host + "-" + source.run);
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        double due = 0;
        int fed = 0;
        try {
            while (!stopping && fed < Row.MAX_NUMBER - 1000) {
                due += perBatch;
                StringBuilder lines = new StringBuilder();
                int upTo = fed;
                while (upTo < (int) due) {
                    lines.append(Row.line(source.host, source.run, ++upTo)).append('\n');
                }
                ledger.trying(source, upTo);
                // Blocks while the peer does not read. What was not fed meanwhile is not made up for.
                stdin.write(lines.toString().getBytes(StandardCharsets.US_ASCII));
                stdin.flush();
                ledger.fed(source, upTo);
                fed = upTo;
                LockSupport.parkNanos(1_000_000_000L / BATCHES_A_SECOND);
            }
        } catch (IOException itsPeerIsGone) {
            stopping = true;
        }
    }

    void stop() {
        stopping = true;
    }

    /** Whether it has ended within that time; it cannot while its peer does not read. */
    boolean join(long millis) throws InterruptedException {
        thread.join(millis);
        return !thread.isAlive();
    }
}
