package sensornet.bench;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;

/**
 * Feeds one process readings at a fixed rate, each written when its time has come whether or not the one before was
 * shown (open loop), on a thread of its own. The readings are of sensor {@link #SENSOR}. Where single readings are not
 * looked at, several go in one write, which costs less.
 */
final class Paced extends Thread {
    /** One for all sources: then there is one CSV file to watch at each process. */
    static final String SENSOR = "greenhouse";
    private static final int MAX = 4_000_000;

    private final Node node;
    private final int source;
    private final long every;
    private final int batch;
    private final long first;
    private long[] sentAt = new long[1 << 16];
    private long lagMax;
    private volatile int fed;
    private volatile boolean stopping;

    /** @param offset of a period, between 0 and 1: when it starts */
    Paced(Node node, int source, int perSecond, double offset) {
        this(node, source, perSecond, offset, 1);
    }

    /** @param batch so many readings in one write */
    Paced(Node node, int source, int perSecond, double offset, int batch) {
        super("paced-" + node.id);
        this.node = node;
        this.source = source;
        this.batch = batch;
        every = 1_000_000_000L / perSecond;
        first = System.nanoTime() + (long) (every * offset);
        setDaemon(true);
        start();
    }

    @Override
    public void run() {
        Clockwork.exact();
        try {
            for (int i = 0; !stopping && i < MAX; i += batch) {
                ByteArrayOutputStream lines = new ByteArrayOutputStream();
                for (int j = i; j < i + batch; j++) {
                    lines.writeBytes(Readings.line(SENSOR, source, j));
                }
                long due = first + i * every;
                Clockwork.sleepUntil(due);
                note(i, due, System.nanoTime());
                lines.writeTo(node.stdin);
                node.stdin.flush();
                fed = i + batch;
            }
        } catch (IOException e) {
            stopping = true; // it was killed
        }
    }

    private synchronized void note(int index, long due, long now) {
        if (index + batch > sentAt.length) {
            sentAt = Arrays.copyOf(sentAt, 2 * (index + batch));
        }
        Arrays.fill(sentAt, index, index + batch, now);
        lagMax = Math.max(lagMax, now - due);
    }

    int source() {
        return source;
    }

    /** How many readings were written completely. */
    int fed() {
        return fed;
    }

    /** The moment before reading number {@code index} was written. */
    synchronized long sentAt(int index) {
        return sentAt[index];
    }

    /** By how much a reading was written later than planned, at worst, in milliseconds. */
    synchronized double lagMaxMs() {
        return lagMax / 1e6;
    }

    /** Returns how many were fed in all. */
    int finish() throws InterruptedException {
        stopping = true;
        join(10_000);
        if (isAlive()) {
            throw new IllegalStateException(node.id + " does not read its stdin");
        }
        return fed;
    }
}
