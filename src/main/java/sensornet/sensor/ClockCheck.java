package sensornet.sensor;

import java.time.Clock;
import java.time.Instant;
import java.util.function.Consumer;

/**
 * Says when the clock of this host cannot be right, since it shows a time before this program was made: a board without a
 * battery starts in 1970 or at its last shutdown, until NTP has answered. The readings are passed on: they are true but
 * for their times, which the log then explains. Thread-safe.
 */
final class ClockCheck implements ReadingSink {
    private final ReadingSink sink;
    private final Clock clock;
    private final Instant built;
    private final Consumer<String> warn;
    private final Consumer<String> info;
    private long before;

    /** @param built null if it is not known: nothing is checked */
    ClockCheck(ReadingSink sink, Clock clock, Instant built, Consumer<String> warn, Consumer<String> info) {
        this.sink = sink;
        this.clock = clock;
        this.built = built;
        this.warn = warn;
        this.info = info;
    }

    @Override
    public void put(byte[] payloads, int count) throws InterruptedException {
        if (built != null) {
            check(clock.instant(), count);
        }
        sink.put(payloads, count);
    }

    private synchronized void check(Instant now, int count) {
        if (now.isBefore(built)) {
            if (before == 0) {
                warn.accept("The clock of this host is not set: it says " + now + ", but this program is of " + built
                        + ". Readings taken now carry that wrong time; let NTP set the clock (timedatectl set-ntp true) or add"
                        + " a real-time clock");
            }
            before += count;
        } else if (before > 0) {
            info.accept("The clock of this host is set now, to " + now + "; the " + before + " readings before this line"
                    + " carry times of before it was");
            before = 0;
        }
    }
}
