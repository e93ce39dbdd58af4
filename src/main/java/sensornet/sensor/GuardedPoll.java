package sensornet.sensor;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A sensor that may fail, hang or lie: its reads have a deadline, a failed one is an event in the log and never a value,
 * and what it gives goes through a {@link Gate}. Of one thread.
 */
final class GuardedPoll implements PolledSource.Poll {
    private final PolledSource.Poll poll;
    private final Deadline deadline;
    private final Gate gate;
    private final Spells spells;

    GuardedPoll(String sensor, PolledSource.Poll poll, Duration limit, Gate gate, Spells spells) {
        this.poll = poll;
        this.deadline = new Deadline("sensor-" + sensor + "-read", limit);
        this.gate = gate;
        this.spells = spells;
    }

    @Override
    public List<Reading> read(Instant now) throws InterruptedException {
        List<Reading> read;
        try {
            read = deadline.call(() -> poll.read(now));
        } catch (IOException | UncheckedIOException e) {
            spells.bad("reading", "no reading: " + Texts.reason(e) + "; it is tried again at every interval");
            return List.of();
        }
        spells.good("reading", "it answers");
        List<Reading> good = new ArrayList<>(read.size());
        for (Reading reading : read) {
            Reading passed = gate.pass(reading);
            if (passed != null) {
                good.add(passed);
            }
        }
        return good;
    }

    @Override
    public void stop() {
        spells.end();
        poll.stop();
        deadline.end();
    }
}
