package sensornet.net;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The thread {@code timer}: runs the protocol's deadlines every {@link #PERIOD_MS} for as long as the peer lives. */
public final class TimerThread implements AutoCloseable {
    /** Milliseconds between the end of one tick and the next: after a pause there is one tick, no burst of them. */
    public static final long PERIOD_MS = 25;
    private static final Logger LOG = LoggerFactory.getLogger(TimerThread.class);

    private final Runnable tick;
    private final Thread thread = new Thread(this::run, "timer");
    private final Object wake = new Object();
    private boolean closed;

    /** @param tick called on the timer thread; what it throws is logged, and the next tick comes all the same */
    public TimerThread(Runnable tick) {
        this.tick = tick;
        thread.setDaemon(true);
    }

    public void start() {
        thread.start();
    }

    private void run() {
        RateLimitedLog failures = new RateLimitedLog(LOG);
        while (pause()) {
            try {
                tick.run();
            } catch (RuntimeException | Error e) {
                // Without ticks no deadline fires any more, so whatever it was must not end this thread.
                LOG.debug("tick failed", e);
                failures.warn("tick", "a timer tick failed: " + e);
            }
        }
    }

    private boolean pause() {
        synchronized (wake) {
            try {
                if (!closed) {
                    wake.wait(PERIOD_MS);
                }
            } catch (InterruptedException e) {
                return false;
            }
            return !closed;
        }
    }

    /** No tick begins after this; waits for a running one, 500 ms at most. */
    @Override
    public void close() {
        synchronized (wake) {
            closed = true;
            wake.notifyAll();
        }
        Threads.join(500, thread);
    }
}
