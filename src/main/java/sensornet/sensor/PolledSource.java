package sensornet.sensor;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.LongSupplier;

/**
 * Asks a sensor at a steady interval, at once for the first time. While the sink blocks nothing is asked, and what was
 * missed is not made up for: a burst of readings of one instant would be worth nothing.
 */
final class PolledSource implements SensorSource {
    /** With interval 0 so many readings go into one put, else the handing over would be most of the work. */
    private static final int BURST = 100;

    /** One reading of a sensor. */
    @FunctionalInterface
    interface Poll {
        Reading read(Instant now);
    }

    /** Waits; a test has its own. */
    @FunctionalInterface
    interface Sleep {
        void nanos(long nanos) throws InterruptedException;
    }

    private final Poll poll;
    private final long intervalNanos;
    private final Clock clock;
    private final LongSupplier nanos;
    private final Sleep sleep;
    private final PayloadBuffer out = new PayloadBuffer();

    PolledSource(Poll poll, Duration interval, Clock clock) {
        this(poll, interval, clock, System::nanoTime, n -> Thread.sleep(n / 1_000_000, (int) (n % 1_000_000)));
    }

    PolledSource(Poll poll, Duration interval, Clock clock, LongSupplier nanos, Sleep sleep) {
        this.poll = poll;
        this.intervalNanos = interval.toNanos();
        this.clock = clock;
        this.nanos = nanos;
        this.sleep = sleep;
    }

    @Override
    public void run(ReadingSink sink) throws InterruptedException {
        long due = nanos.getAsLong();
        while (true) {
            int burst = intervalNanos == 0 ? BURST : 1;
            for (int i = 0; i < burst; i++) {
                byte[] payload = poll.read(clock.instant()).payload();
                out.next().add(payload);
            }
            out.drainTo(sink);
            if (intervalNanos > 0) {
                due = nextDue(due, nanos.getAsLong());
                sleep.nanos(Math.max(0, due - nanos.getAsLong()));
            }
        }
    }

    /** The first point of the grid after {@code now}. */
    private long nextDue(long due, long now) {
        return due + ((now - due) / intervalNanos + 1) * intervalNanos;
    }
}
