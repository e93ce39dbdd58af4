package sensornet.net;

import java.util.function.LongSupplier;

/**
 * Monotonic milliseconds in which this process's own pauses do not count (attack F27). The timer asks every 25 ms; when
 * nobody at all asked for more than {@link #TOLERATED_MS}, the whole process stood still (SIGSTOP, a swapped-out or
 * starved machine, a long collection), and the excess is left out of the count for ever: every deadline of the protocol
 * moves by the length of the pause, so nobody is blamed for it, and what had elapsed before still counts.
 *
 * <p>Never goes back. Any thread; the raw clock is read under the lock, so a caller that was preempted between reading
 * and comparing can neither invent a pause nor turn the time back.
 */
public final class PauseAwareClock implements LongSupplier {
    /** Milliseconds between two calls that are nothing unusual on a loaded machine. */
    public static final long TOLERATED_MS = 500;
    private static final long TOLERATED_NANOS = TOLERATED_MS * 1_000_000;

    private final LongSupplier nanos;
    private final long origin;
    private long last;
    private long discounted;
    private long pauses;

    public PauseAwareClock() {
        this(System::nanoTime);
    }

    /** @param nanos monotonic nanoseconds of any origin, as {@link System#nanoTime} */
    public PauseAwareClock(LongSupplier nanos) {
        this.nanos = nanos;
        this.origin = nanos.getAsLong();
    }

    /** Milliseconds since this clock was made, without pauses. */
    @Override
    public synchronized long getAsLong() {
        long raw = nanos.getAsLong() - origin;
        long gap = raw - last;
        if (gap > TOLERATED_NANOS) {
            discounted += gap - TOLERATED_NANOS;
            pauses++;
        }
        if (gap > 0) {
            last = raw;
        }
        return (last - discounted) / 1_000_000;
    }

    /** How many pauses there were. */
    public synchronized long pauses() {
        return pauses;
    }

    /** Milliseconds of pauses that were left out so far. */
    public synchronized long discountedMs() {
        return discounted / 1_000_000;
    }
}
