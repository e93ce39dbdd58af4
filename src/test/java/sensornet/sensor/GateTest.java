package sensornet.sensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class GateTest {
    private static final String TIME = "2026-03-01T06:00:00Z";
    private final List<String> log = new ArrayList<>();
    private final Spells spells = new Spells("attic", l -> log.add("WARN " + l), l -> log.add("INFO " + l));

    @Test
    void aValueThatTheChipCannotGiveIsLeftOutAndTheOthersAreKept() {
        Gate gate = gate(Ranges.ofChip("bme280", Ranges.IIO));
        assertEquals("21.5||1013.2", pass(gate, "21.5", "100.1", "1013.2"));
        assertNull(gate.pass(new Reading("attic", TIME, "85.01", "-1", "299.9")));
        assertEquals(List.of("WARN Sensor attic: humidity 100.1 % is outside 0..100, all that bme280 can give: not recorded",
                "WARN Sensor attic: temperature 85.01 °C is outside -40..85, all that bme280 can give: not recorded",
                "WARN Sensor attic: pressure 299.9 hPa is outside 300..1100, all that bme280 can give: not recorded"), log);
        assertEquals(4, spells.total());
    }

    @Test
    void bothEndsOfARangeCanBeTrue() {
        Gate gate = gate(Ranges.ofChip("bme280", Ranges.IIO));
        assertEquals("-40|0|300", pass(gate, "-40", "0", "300"));
        assertEquals("85.0|100.000|1100", pass(gate, "85.0", "100.000", "1100"));
    }

    @Test
    void aSpellIsTwoLinesHoweverLongItIs() {
        Gate gate = gate(Ranges.IIO);
        for (int i = 0; i < 1000; i++) {
            pass(gate, "-300", "50", "");
        }
        assertEquals("21|50|", pass(gate, "21", "50", ""));
        assertEquals(List.of("WARN Sensor attic: temperature -300 °C is outside -273.15..2000, all that an IIO device can give: not recorded",
                "INFO Sensor attic: temperature is good again (21) after 1000 times"), log);
        pass(gate, "-300", "50", "");
        assertEquals(3, log.size(), "another spell is said again");
    }

    @Test
    void valuesKeepTheirDigitsAndOffsetsAreExact() {
        assertEquals("21.10|046.0|1.0132e3", pass(gate(Ranges.PROGRAM), "21.10", "046.0", "1.0132e3"));
        assertEquals("20.40|46.0|1014.45", pass(gate(Ranges.PROGRAM, "attic:temperature-offset=-0.7", "pressure-offset=1.25"),
                "21.10", "46.0", "1013.2"));
    }

    @Test
    void theRangeIsOfWhatTheSourceSaidAndNotOfWhatAnOffsetMadeOfIt() {
        assertEquals("85.7||", pass(gate(Ranges.ofChip("bme280", Ranges.IIO), "temperature-offset=0.7"), "85", "", ""));
        assertNull(gate(Ranges.PROGRAM, "humidity-offset=2").pass(new Reading("attic", TIME, "", "99.5", "")));
        assertEquals("WARN Sensor attic: humidity 99.5 % with its offset 2 is outside 0..100: not recorded; is the offset right?",
                log.get(0));
    }

    @Test
    void aRangeCanBeGiven() {
        Gate gate = gate(Ranges.ofChip("bme280", Ranges.IIO), "attic:temperature-range=-10..35.5", "pressure-range=0..5000");
        assertEquals("||4999", pass(gate, "35.6", "", "4999"));
        assertTrue(log.get(0).contains("temperature 35.6 °C is outside -10..35.5, the range given"), log.get(0));
    }

    @Test
    void optionsMeanOneOfManySensorsOfAProgramOrAll() {
        Gate gate = gate(Ranges.PROGRAM, "temperature-offset=1", "attic:temperature-offset=2", "Acurite-7:temperature-offset=3");
        assertEquals("13", gate.pass(new Reading("Acurite-7", TIME, "10", "", "")).temperature());
        assertEquals("12", gate.pass(new Reading("Acurite-8", TIME, "10", "", "")).temperature());
        pass(gate, "2000", "", "1000");
        gate.pass(new Reading("Acurite-8", TIME, "2000", "1", ""));
        assertTrue(log.get(1).contains("temperature of Acurite-8 2000 °C is outside"), "each sensor has spells of its own: " + log);
    }

    @Test
    void numbersBeyondAllMeasureDoNoHarm() {
        Gate gate = gate(Ranges.PROGRAM, "temperature-offset=1");
        for (String text : List.of("1e999999999", "1e-999999999", "-1e2147483648", "1e99999999999999")) {
            assertNull(gate.pass(new Reading("attic", TIME, text, "", "")), text);
        }
    }

    @Test
    void theMemoryForSpellsDoesNotGrowWithTheNamesThatAProgramInvents() {
        Gate gate = gate(Ranges.PROGRAM);
        for (int i = 0; i < 5 * Spells.MAX; i++) {
            gate.pass(new Reading("s" + i, TIME, "5000", "", ""));
        }
        assertEquals(4 * Spells.MAX, log.stream().filter(l -> l.contains("not followed any more")).count());
    }

    private Gate gate(Ranges ranges, String... options) {
        List<SensorOption> all = Arrays.stream(options).map(o -> SensorOption.parse(o, t -> Duration.ZERO)).toList();
        return new Gate("attic", "attic", () -> ranges, new SensorOptions(all), spells);
    }

    private static String pass(Gate gate, String temperature, String humidity, String pressure) {
        Reading r = gate.pass(new Reading("attic", TIME, temperature, humidity, pressure));
        return r == null ? null : r.temperature() + "|" + r.humidity() + "|" + r.pressure();
    }
}
