package sensornet.sensor;

import java.time.Duration;

/** How long to wait before a program is started again: a second, twice as long each time, at most a minute. Of one thread. */
final class Backoff {
    static final Duration FIRST = Duration.ofSeconds(1);
    static final Duration MOST = Duration.ofMinutes(1);
    /** What ran so long was well, and its end is a new story. */
    static final Duration WELL = Duration.ofMinutes(1);

    private Duration next = FIRST;

    /** @param ran how long the program had been running when it ended */
    Duration after(Duration ran) {
        if (ran.compareTo(WELL) >= 0) {
            next = FIRST;
        }
        Duration now = next;
        next = now.multipliedBy(2).compareTo(MOST) < 0 ? now.multipliedBy(2) : MOST;
        return now;
    }
}
