package sensornet.sensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PolledSourceTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2024-05-01T12:00:00Z"), ZoneOffset.UTC);
    private static final long MS = 1_000_000;

    @Test
    void aPollThatIsMissedWhileTheSinkBlocksIsNotMadeUpFor() {
        long[] now = {0};
        List<Long> polledAt = new ArrayList<>();
        PolledSource source = new PolledSource(instant -> {
            polledAt.add(now[0] / MS);
            return List.of(new Reading("s", Timestamps.format(instant), "1", "", ""));
        }, Duration.ofMillis(100), CLOCK, () -> now[0], nanos -> now[0] += nanos);
        assertThrows(InterruptedException.class, () -> source.run((b, n) -> {
            now[0] += (polledAt.size() == 2 ? 350 : 1) * MS;
            if (polledAt.size() == 4) {
                throw new InterruptedException();
            }
        }));
        assertEquals(List.of(0L, 100L, 500L, 600L), polledAt);
    }

    @Test
    void intervalZeroNeverSleepsAndHandsOverSeveralAtOnce() {
        TakenReadings taken = new TakenReadings();
        PolledSource source = new PolledSource(new MockSource("s"), Duration.ZERO, CLOCK, System::nanoTime, nanos -> {
            throw new AssertionError("slept");
        });
        assertThrows(InterruptedException.class, () -> source.run((b, n) -> {
            taken.put(b, n);
            if (taken.puts.size() == 3) {
                throw new InterruptedException();
            }
        }));
        assertTrue(taken.payloads().size() > 30);
    }

    @Test
    void theMockIsTheSameForOneIdAndAnotherForAnother() {
        assertEquals(series("peer1", 50), series("peer1", 50));
        assertNotEquals(series("peer1", 5), series("peer2", 5));
    }

    @Test
    void theMockDriftsSlowlyWithinPlausibleBounds() {
        for (String id : List.of("peer1", "peer2", "a", "Keller")) {
            MockSource mock = new MockSource(id);
            double last = Double.NaN;
            for (int i = 0; i < 20_000; i++) {
                Reading r = mock.reading(CLOCK.instant().plusSeconds(15L * i));
                assertTrue(r.temperature().matches("-?\\d+\\.\\d\\d"), r.temperature());
                assertTrue(r.humidity().matches("\\d+\\.\\d"), r.humidity());
                assertTrue(r.pressure().matches("\\d+\\.\\d\\d"), r.pressure());
                double t = Double.parseDouble(r.temperature());
                double h = Double.parseDouble(r.humidity());
                double p = Double.parseDouble(r.pressure());
                assertTrue(t > 0 && t < 40 && h > 10 && h < 95 && p > 980 && p < 1050, r.toString());
                assertTrue(i == 0 || Math.abs(t - last) < 0.5, "jumped from " + last + " to " + t);
                last = t;
            }
        }
    }

    private static List<Reading> series(String id, int n) {
        MockSource mock = new MockSource(id);
        List<Reading> readings = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            Reading r = mock.reading(CLOCK.instant().plusSeconds(i));
            readings.add(new Reading("x", r.timestamp(), r.temperature(), r.humidity(), r.pressure()));
        }
        return readings;
    }
}
