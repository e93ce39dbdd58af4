package sensornet.sensor;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** Foreign lines in our log: a few of them in a window of time, the others as a number. Thread-safe. */
final class LimitedLog {
    static final int LINES = 10;

    private final String prefix;
    private final Consumer<String> log;
    private final LongSupplier nanos;
    private final long windowNanos;
    private long windowBegan;
    private int said;
    private long unsaid;

    /**
     * @param nanos monotonic nanoseconds
     * @param window in which {@value #LINES} lines are said
     */
    LimitedLog(String prefix, Consumer<String> log, LongSupplier nanos, Duration window) {
        this.prefix = prefix;
        this.log = log;
        this.nanos = nanos;
        this.windowNanos = window.toNanos();
        this.windowBegan = nanos.getAsLong();
    }

    synchronized void line(String text) {
        long now = nanos.getAsLong();
        if (now - windowBegan >= windowNanos) {
            end();
            windowBegan = now;
            said = 0;
        }
        if (said < LINES) {
            said++;
            log.accept(prefix + Texts.shown(text));
        } else {
            unsaid++;
        }
    }

    /** Says how many were not said. */
    synchronized void end() {
        if (unsaid > 0) {
            log.accept(prefix + "(" + unsaid + " more lines, not shown)");
            unsaid = 0;
        }
    }
}
