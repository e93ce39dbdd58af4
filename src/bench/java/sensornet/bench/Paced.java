package sensornet.bench;

import java.io.IOException;
import java.util.Arrays;

/**
 * Feeds one process readings at a fixed rate, each written when its time has come whether or not the one before was
 * shown (open loop), on a thread of its own. The readings are of sensor {@link #SENSOR}.
 */
final class Paced extends Thread {
    /** One for all sources: then there is one CSV file to watch at each process. */
    static final String SENSOR = "greenhouse";
    private static final int MAX = 4_000_000;

    private final Node node;
    private final int source;
    private final long every;
    private final long first;
    private long[] sentAt = new long[1 << 16];
    private long lagMax;
    private volatile int fed;
    private volatile boolean stopping;
    private volatile boolean refused;

    /** @param offset of a period, between 0 and 1: when it starts */
    Paced(Node node, int source, int perSecond, double offset) {
        super("paced-" + node.id);
        this.node = node;
        this.source = source;
        every = 1_000_000_000L / perSecond;
        first = System.nanoTime() + (long) (every * offset);
        setDaemon(true);
        start();
    }

    @Override
    public void run() {
        Clockwork.exact();
        try {
            for (int i = 0; !stopping && i < MAX; i++) {
                byte[] line = Readings.line(SENSOR, source, i);
                long due = first + i * every;
                Clockwork.sleepUntil(due);
                long now = System.nanoTime();
                synchronized (this) {
                    if (i == sentAt.length) {
                        sentAt = Arrays.copyOf(sentAt, 2 * i);
                    }
                    sentAt[i] = now;
                    lagMax = Math.max(lagMax, now - due);
                }
                node.stdin.write(line);
                node.stdin.flush();
                fed = i + 1;
            }
        } catch (IOException e) {
            refused = true; // it was killed
        }
    }

    int source() {
        return source;
    }

    /** How many readings were written completely. */
    int fed() {
        return fed;
    }

    boolean refused() {
        return refused;
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
