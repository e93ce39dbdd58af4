package sensornet.sensor;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Asks a sensor at a steady interval, at once for the first time. While the sink blocks nothing is asked, and what was
 * missed is not made up for: a burst of readings of one instant would be worth nothing.
 */
final class PolledSource implements SensorSource {
    /** With interval 0 so many readings go into one put, else the handing over would be most of the work ... */
    private static final int BURST = 100;
    /** ... but none waits longer than this for the others. */
    private static final long BURST_NANOS = 20_000_000;
    /** With interval 0 a sensor that has nothing to say is not asked in a loop. */
    private static final long NOTHING_NANOS = 1_000_000_000;

    /** A sensor that is asked. */
    @FunctionalInterface
    interface Poll {

        /**
         * What it measures now: mostly one reading; none if that could not be had and was said in the log.
         *
         * @throws IOException it could not be read
         */
        List<Reading> read(Instant now) throws IOException, InterruptedException;

        /** The peer stops: ends what an interrupt does not reach. Called by another thread. */
        default void stop() {
        }
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
    public void run(ReadingSink sink) throws InterruptedException, IOException {
        long due = nanos.getAsLong();
        while (true) {
            boolean something = intervalNanos == 0 ? burst(sink) : ask(sink);
            out.drainTo(sink);
            if (intervalNanos > 0) {
                due = nextDue(due, nanos.getAsLong());
                sleep.nanos(Math.max(0, due - nanos.getAsLong()));
            } else if (!something) {
                sleep.nanos(NOTHING_NANOS);
            }
        }
    }

    private boolean burst(ReadingSink sink) throws InterruptedException, IOException {
        long began = nanos.getAsLong();
        boolean something = true;
        for (int i = 0; i < BURST && something && nanos.getAsLong() - began < BURST_NANOS; i++) {
            something = ask(sink);
        }
        return something;
    }

    private boolean ask(ReadingSink sink) throws InterruptedException, IOException {
        List<Reading> readings = poll.read(clock.instant());
        for (Reading reading : readings) {
            if (!out.hasRoom()) {
                out.drainTo(sink);
            }
            out.next().add(reading.payload());
        }
        return !readings.isEmpty();
    }

    @Override
    public void stop() {
        poll.stop();
    }

    /** The first point of the grid after {@code now}. */
    private long nextDue(long due, long now) {
        return due + ((now - due) / intervalNanos + 1) * intervalNanos;
    }
}
