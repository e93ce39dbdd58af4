package sensornet.process;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for conditions, so that no test sleeps and then looks. */
final class Await {
    /** Generous: two slow cores starting several JVMs. Nothing waits that long when the product works. */
    static final Duration PATIENCE = Duration.ofSeconds(60);

    private Await() {
    }

    static void until(String what, BooleanSupplier condition) {
        until(what, PATIENCE, condition);
    }

    static void until(String what, Duration limit, BooleanSupplier condition) {
        long start = System.nanoTime();
        while (!condition.getAsBoolean()) {
            long waited = System.nanoTime() - start;
            if (waited > limit.toNanos()) {
                throw new AssertionError("waited " + limit.toMillis() + "ms in vain until " + what);
            }
            // Looking means reading whole files: seldom when it takes long, so that the peers get the processor.
            LockSupport.parkNanos(Math.min(100_000_000, 10_000_000 + waited / 20));
        }
    }
}
