package sensornet.sensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class SensorOptionTest {

    @Test
    void anOptionIsOfOneSensorOrOfAll() {
        assertEquals(new SensorOption("attic", OptionKey.TEMPERATURE_OFFSET, "-0.70"), parse("attic:temperature-offset=-0.70"));
        assertEquals(new SensorOption("", OptionKey.HUMIDITY_UNIT, "percent"), parse("humidity-unit=percent"));
        assertEquals(new SensorOption("a.b", OptionKey.TIME_LIMIT, "PT2S"), parse("a.b:time-limit=2S"));
        assertEquals(new SensorOption("x", OptionKey.PRESSURE_RANGE, "0..5000"), parse("x:pressure-range=0..5000"));
    }

    @Test
    void theOptionThatNamesTheSensorWinsAndOfEqualsTheLast() {
        SensorOptions options = new SensorOptions(List.of(parse("b:temperature-offset=1"), parse("b:temperature-offset=2"),
                parse("temperature-offset=3"), parse("own:temperature-offset=4"), parse("humidity-unit=percent")));
        assertEquals(new BigDecimal(2), options.offset("b", "own", Quantity.TEMPERATURE));
        assertEquals(new BigDecimal(4), options.offset("c", "own", Quantity.TEMPERATURE));
        assertEquals(new BigDecimal(3), options.offset("c", "other", Quantity.TEMPERATURE));
        assertNull(options.offset("b", "own", Quantity.HUMIDITY));
        assertEquals(HumidityUnit.PERCENT, options.humidityUnit("b", "own", HumidityUnit.AUTO));
        assertEquals(HumidityUnit.AUTO, SensorOptions.NONE.humidityUnit("b", "own", HumidityUnit.AUTO));
    }

    @Test
    void mistakesAreOneLineThatNamesWhatThereIs() {
        assertEquals("is not [ID:]KEY=VALUE, such as attic:temperature-offset=-0.7", mistake("attic"));
        assertEquals("there is no key 'offset': known are temperature-offset, humidity-offset, pressure-offset, temperature-range,"
                + " humidity-range, pressure-range, humidity-unit, time-limit", mistake("attic:offset=1"));
        assertEquals("temperature-offset '1,5' must be a number such as -0.7", mistake("attic:temperature-offset=1,5"));
        assertEquals("temperature-offset '1e9' must be a number such as -0.7", mistake("temperature-offset=1e9"));
        assertEquals("humidity-unit 'per-mille' must be one of auto, percent, milli-percent", mistake("a:humidity-unit=per-mille"));
        assertEquals("pressure-range '300' must be MIN..MAX such as -40..85", mistake("a:pressure-range=300"));
        assertEquals("pressure-range '2..1' must have its smaller end first", mistake("a:pressure-range=2..1"));
        assertEquals("time-limit '0S' must be at least 1ms", mistake("a:time-limit=0S"));
        assertEquals("sensor id 'a b' must be 1-64 of A-Z a-z 0-9 . _ -, starting with a letter or digit", mistake("a b:time-limit=1S"));
    }

    private static SensorOption parse(String text) {
        return SensorOption.parse(text, t -> Duration.parse("PT" + t));
    }

    private static String mistake(String text) {
        return assertThrows(IllegalArgumentException.class, () -> parse(text)).getMessage();
    }
}
