package sensornet.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class PlanTest {
    private static final long HOUR = 3_600_000;

    private static List<String> text(long seed, boolean quorum) {
        return Plan.make(seed, quorum, HOUR).events().stream().map(Object::toString).toList();
    }

    @Test
    void theSameSeedIsTheSamePlanAndAnotherIsAnother() {
        assertEquals(text(1, false), text(1, false));
        assertNotEquals(text(1, false), text(2, false));
        assertNotEquals(text(1, false), text(1, true));
    }

    @Test
    void withAQuorumNobodyLosesDataAndNobodyIsASixth() {
        for (long seed = 1; seed <= 5; seed++) {
            for (Plan.Event event : Plan.make(seed, true, HOUR).events()) {
                assertTrue(!(event.deed() instanceof Deed.Start s) || s.keeps() && s.host() <= Plan.CORE,
                        event::toString);
                assertTrue(!(event.deed() instanceof Deed.Gone), event::toString);
            }
        }
    }

    @Test
    void anHourHasEveryKindOfWeatherAndTimeNeverGoesBack() {
        List<Plan.Event> events = LongStream.rangeClosed(1, 3)
                .mapToObj(seed -> Plan.make(seed, false, HOUR).events()).flatMap(List::stream).toList();
        Set<String> kinds = events.stream().map(e -> e.deed().kind()).collect(Collectors.toSet());
        assertTrue(kinds.containsAll(Set.of("air", "pair cut", "pair cut one way", "host mute", "host deaf",
                "host cut off", "host mute but for broadcasts", "no broadcasts", "partition", "partition one way",
                "cable out", "cable in", "SIGSTOP", "SIGCONT", "kill -9", "power cut", "SIGTERM", "start with data",
                "start without data", "disk full", "disk has room", "clock", "gone", "calm", "probe PAUSE",
                "probe RESTART", "probe LEAVE", "probe WATCH")), kinds::toString);
        long last = 0;
        for (Plan.Event event : Plan.make(1, false, HOUR).events()) {
            assertTrue(event.at() >= last, event::toString);
            last = event.at();
        }
    }
}
