package sensornet.bench;

import java.util.concurrent.locks.LockSupport;

/** Waiting for a condition, never longer than a bound. */
final class Await {
    interface Condition {
        boolean holds() throws Exception;
    }

    private Await() {
    }

    static void until(String what, double seconds, Condition condition) throws Exception {
        long end = System.nanoTime() + (long) (seconds * 1e9);
        while (!condition.holds()) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("after " + seconds + " s still no " + what);
            }
            nap();
        }
    }

    /** Between two looks. */
    static void nap() {
        LockSupport.parkNanos(2_000_000);
    }
}
