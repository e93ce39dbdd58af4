package sensornet.sensor;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What surrounds a source that somebody has added: retry, deadline, ranges, offsets, and what is said when it fails. */
final class UserSource {
    private static final Logger LOG = LoggerFactory.getLogger(UserSource.class);

    private UserSource() {
    }

    static SensorSource of(Sources.Setup setup, PolledSource.Poll poll) {
        String id = setup.sensor();
        Spells spells = new Spells(id, LOG::warn, LOG::info);
        Duration limit = setup.options().timeLimit(id, id);
        Gate gate = new Gate(id, id, () -> Ranges.PROGRAM, setup.options(), spells);
        return new PolledSource(new GuardedPoll(id, Retry.poll(poll), limit == null ? SensorOptions.TIME_LIMIT : limit, gate, spells),
                setup.interval(), setup.clock());
    }
}
