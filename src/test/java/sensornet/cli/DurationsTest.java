package sensornet.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DurationsTest {

    @Test
    void durationsAreReadAsPeopleWriteThem() {
        Map<String, Duration> good = Map.of("500ms", Duration.ofMillis(500), "5s", Duration.ofSeconds(5), "2m", Duration.ofMinutes(2),
                "15", Duration.ofSeconds(15), "1.5s", Duration.ofMillis(1500), "0.5m", Duration.ofSeconds(30), "0", Duration.ZERO,
                "0s", Duration.ZERO, "2.5ms", Duration.ofNanos(2_500_000), "0.000000001", Duration.ofNanos(1));
        good.forEach((text, duration) -> assertEquals(duration, Durations.parse(text), text));
    }

    @Test
    void everythingElseIsRefused() {
        for (String bad : List.of("", "s", "ms", "-1s", "+1s", "1h", "1 s", "5sec", "1e3", ".5s", "5.s", "1,5s", "PT5S", "5S", "٥s",
                "9999999999s", "NaN")) {
            assertThrows(IllegalArgumentException.class, () -> Durations.parse(bad), bad);
        }
        assertEquals("is longer than a year",
                assertThrows(IllegalArgumentException.class, () -> Durations.parse("999999999m")).getMessage());
    }
}
