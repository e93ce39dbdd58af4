package sensornet.process;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for conditions, so that no test sleeps and then looks. */
final class Await {
    /** Generous: two slow cores starting several JVMs. Nothing waits that long when the product works. */
    static final Duration PATIENCE = Duration.ofSeconds(20);

    private Await() {
    }

    static void until(String what, BooleanSupplier condition) {
        until(what, PATIENCE, condition);
    }

    static void until(String what, Duration limit, BooleanSupplier condition) {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("waited " + limit.toMillis() + "ms in vain until " + what);
            }
            LockSupport.parkNanos(10_000_000);
        }
    }
}
