package sensornet.net;

import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.junit.jupiter.api.Assertions;

/** Waits for a condition, with a deadline. */
final class Await {
    private static final long SECONDS = 15;

    private Await() {
    }

    static void until(BooleanSupplier condition, Supplier<String> what) {
        long deadline = System.nanoTime() + SECONDS * 1_000_000_000L;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                Assertions.fail("not within " + SECONDS + " s: " + what.get());
            }
            try {
                Thread.sleep(5);
            } catch (InterruptedException e) {
                Assertions.fail("interrupted: " + what.get());
            }
        }
    }

    static void until(BooleanSupplier condition, String what) {
        until(condition, () -> what);
    }
}
