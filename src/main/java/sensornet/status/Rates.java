package sensornet.status;

import java.util.function.LongSupplier;

/** How fast a number grows; looked at once a second by a thread of its own, kept for a minute. */
public final class Rates implements AutoCloseable {
    private static final int SECONDS = 60;

    private final LongSupplier counter;
    private final long[] values = new long[SECONDS + 1];
    private final long[] nanos = new long[SECONDS + 1];
    private int taken;
    private final Thread thread;

    public Rates(LongSupplier counter) {
        this.counter = counter;
        take(System.nanoTime());
        thread = new Thread(this::run, "rates");
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        try {
            while (true) {
                Thread.sleep(1_000);
                take(System.nanoTime());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void take(long now) {
        values[taken % values.length] = counter.getAsLong();
        nanos[taken % values.length] = now;
        taken++;
    }

    /** A second, over at most that many; 0 if it fell, as a cut makes it do. */
    public synchronized double perSecond(int seconds) {
        int back = Math.min(seconds, taken - 1);
        if (back < 1) {
            return 0;
        }
        int newest = (taken - 1) % values.length;
        int oldest = (taken - 1 - back) % values.length;
        double elapsed = (nanos[newest] - nanos[oldest]) / 1e9;
        return elapsed <= 0 ? 0 : Math.max(0, (values[newest] - values[oldest]) / elapsed);
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
