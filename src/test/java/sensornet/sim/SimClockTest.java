package sensornet.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SimClockTest {
    private final SimClock clock = new SimClock();
    private final List<String> log = new ArrayList<>();

    private void note(String what) {
        log.add(what + "@" + clock.now());
    }

    @Test
    void timeIsThatOfTheEventThatRuns() {
        clock.after(3 * SimClock.MS, () -> note("b"));
        clock.after(2_000, () -> note("a"));
        clock.after(SimClock.SECOND, () -> note("c"));
        clock.runUntil(5 * SimClock.MS);
        assertEquals(List.of("a@2000", "b@3000"), log);
        assertEquals(5_000, clock.now());
        clock.step();
        assertEquals("c@1000000", log.get(2));
        assertFalse(clock.step());
    }

    @Test
    void tiesRunInTheOrderOfTheirInsertion() {
        for (String s : List.of("a", "b", "c", "d")) {
            clock.at(7, () -> note(s));
        }
        clock.at(7, () -> clock.at(3, () -> note("in the past, so now")));
        clock.runUntil(7);
        assertEquals(List.of("a@7", "b@7", "c@7", "d@7", "in the past, so now@7"), log);
    }

    @Test
    void aPauseIsLeftOutOfAProcessesTime() {
        long[] raw = {1_000};
        PauseClock pauses = new PauseClock(() -> raw[0]);
        raw[0] += 400;
        assertEquals(1_400, pauses.read());
        raw[0] += 10_000;
        assertEquals(1_900, pauses.read(), "half a second of it counts");
        raw[0] += 500;
        assertEquals(2_400, pauses.read());
    }
}
