package sensornet.sim;

import java.util.function.LongSupplier;

/** As the real peer's clock: whatever lies between two looks at it beyond half a second was a pause and is left out. */
final class PauseClock {
    private static final long USUAL_MS = 500;

    private final LongSupplier rawMs;
    private long last;
    private long left;

    PauseClock(LongSupplier rawMs) {
        this.rawMs = rawMs;
        this.last = rawMs.getAsLong();
    }

    long read() {
        long raw = rawMs.getAsLong();
        left += Math.max(0, raw - last - USUAL_MS);
        last = raw;
        return raw - left;
    }
}
