package sensornet.sensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClockCheckTest {
    private Instant now = Instant.parse("1970-01-01T00:00:12Z");
    private final Clock clock = new Clock() {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    };
    private final List<String> log = new ArrayList<>();
    private final List<String> put = new ArrayList<>();

    @Test
    void readingsTakenBeforeTheClockWasSetAreFlaggedOnceAndPassedOn() throws Exception {
        ClockCheck check = check(Instant.parse("2026-03-01T00:00:00Z"));
        check.put("a".getBytes(), 2);
        check.put("b".getBytes(), 1);
        now = Instant.parse("2026-03-02T00:00:00Z");
        check.put("c".getBytes(), 1);
        check.put("d".getBytes(), 1);
        assertEquals(List.of("a", "b", "c", "d"), put);
        assertEquals(2, log.size(), log.toString());
        assertTrue(log.get(0).startsWith("WARN The clock of this host is not set: it says 1970-01-01T00:00:12Z, but this program is of"
                + " 2026-03-01T00:00:00Z."), log.get(0));
        assertTrue(log.get(0).contains("NTP"), log.get(0));
        assertTrue(log.get(1).startsWith("INFO The clock of this host is set now, to 2026-03-02T00:00:00Z; the 3 readings before"), log.get(1));
    }

    @Test
    void withoutATimeOfTheBuildNothingIsSaid() throws Exception {
        check(null).put("a".getBytes(), 1);
        assertEquals(List.of("a"), put);
        assertEquals(List.of(), log);
        assertNull(BuildTime.parse("unknown"));
        assertNull(BuildTime.parse("${git.commit.time}"));
        assertNull(BuildTime.parse(""));
    }

    @Test
    void thisBuildKnowsItsTime() {
        assertNotNull(BuildTime.parse("2026-11-24T08:11:10Z"));
        Instant built = BuildTime.get();
        assertTrue(built == null || built.isAfter(Instant.parse("2020-01-01T00:00:00Z")) && built.isBefore(Instant.now().plusSeconds(86_400)),
                "" + built);
    }

    private ClockCheck check(Instant built) {
        return new ClockCheck((b, n) -> put.add(new String(b)), clock, built, l -> log.add("WARN " + l), l -> log.add("INFO " + l));
    }
}
