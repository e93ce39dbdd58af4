package sensornet.process;

import java.io.IOException;
import java.util.concurrent.locks.LockSupport;

/** Feeds one peer's stdin with {@link Readings} at a steady pace, on its own thread, until stopped or refused. */
final class Feeder implements AutoCloseable {
    private static final int BATCHES_A_SECOND = 50;

    private final PeerProcess peer;
    private final String sensor;
    private final int batch;
    private final Thread thread;
    private volatile int fed;
    private volatile boolean stopping;

    Feeder(PeerProcess peer, String sensor, int linesPerSecond) {
        this.peer = peer;
        this.sensor = sensor;
        this.batch = Math.max(1, linesPerSecond / BATCHES_A_SECOND);
        thread = new Thread(this::run, "feed-" + sensor);
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        long next = System.nanoTime();
        try {
            while (!stopping) {
                peer.feed(Readings.lines(sensor, fed + 1, fed + batch));
                fed += batch;
                next += 1_000_000_000L / BATCHES_A_SECOND;
                LockSupport.parkNanos(next - System.nanoTime());
            }
        } catch (IOException theFedPeerWasKilled) {
            stopping = true;
        }
    }

    /** How many lines the peer's stdin has taken. */
    int fed() {
        return fed;
    }

    /** Returns how many lines were fed in all. */
    int stop() {
        stopping = true;
        try {
            thread.join(Await.PATIENCE.toMillis());
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
        if (thread.isAlive()) {
            throw new AssertionError(peer.id() + " does not read its stdin");
        }
        return fed;
    }

    @Override
    public void close() {
        stopping = true;
    }
}
