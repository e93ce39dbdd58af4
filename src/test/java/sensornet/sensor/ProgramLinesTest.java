package sensornet.sensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Lines as rtl_433 and scripts print them. */
class ProgramLinesTest {
    private final List<String> log = new ArrayList<>();
    private final Spells spells = new Spells("radio", log::add, log::add);
    private final ProgramLines lines = new ProgramLines("radio", Measuring.CLOCK,
            new Gate("radio", "radio", () -> Ranges.PROGRAM, SensorOptions.NONE, spells), log::add);

    @Test
    void modelIdAndChannelOfARadioSensorMakeItsId() {
        assertEquals("DATA|Acurite-Tower-11041-B|2026-03-01T06:00:00.000Z|-3.200|81|", payload("{\"time\" : \"2021-12-20 20:00:59\","
                + " \"model\" : \"Acurite-Tower\", \"id\" : 11041, \"channel\" : \"B\", \"battery_ok\" : 1, \"temperature_C\" : -3.200,"
                + " \"humidity\" : 81, \"mic\" : \"CHECKSUM\"}"));
        assertEquals("DATA|Fineoffset-WH32B-146|2026-03-01T06:00:00.000Z|16.900|59|1001.300", payload("{\"time\" : \"2019-04-08 07:06:03\","
                + " \"model\" : \"Fineoffset-WH32B\", \"id\" : 146, \"temperature_C\" : 16.900, \"humidity\" : 59, \"pressure_hPa\" : 1001.300,"
                + " \"battery\" : \"OK\", \"mic\" : \"CHECKSUM\"}"));
        assertEquals("DATA|Springfield-Temperature-Moisture-3|2026-03-01T06:00:00.000Z|20.5||",
                payload("{\"model\" : \"Springfield Temperature & Moisture\", \"channel\" : 3, \"temperature_C\" : 20.5, \"moisture\" : 0}"));
    }

    @Test
    void anObjectWithoutAModelIsOfTheSensorItself() {
        assertEquals("DATA|radio|2026-03-01T06:00:00.000Z|21.50||", payload("{\"temperature_C\":21.50,\"humidity\":null,\"id\":7}"));
    }

    @Test
    void aTimeIsTakenIfItSaysItsZone() {
        assertEquals("DATA|radio|2026-03-01T05:00:00Z|1||", payload("{\"time\":\"2026-03-01T06:00:00+0100\",\"temperature_C\":1}"));
        assertEquals("DATA|radio|2026-03-01T05:00:00.5Z|1||", payload("{\"time\":\"2026-03-01 05:00:00.5Z\",\"temperature_C\":1}"));
        assertEquals("DATA|radio|2026-03-01T06:00:00.000Z|1||", payload("{\"time\":\"@0.5s\",\"temperature_C\":1}"));
    }

    @Test
    void theFormsOfStdinAreUnderstoodAndAMissingIdIsTheSensorsOwn() {
        assertEquals("DATA|s|2026-03-01T07:00:00Z|1.0|2|1000", payload("DATA|s|2026-03-01T07:00:00Z|1.0|2|1000"));
        assertEquals("DATA|radio|2026-03-01T06:00:00.000Z|1.50||", payload("DATA|||1.50||"));
        assertEquals("DATA|radio|2026-03-01T06:00:00.000Z|1.50||", payload(",,1.50,,"));
        assertEquals("DATA|s|2026-03-01T06:00:00.000Z||44|", payload("s,,,44,"));
        assertNull(payload("sensor_id,timestamp,temperature_c,humidity_pct,pressure_hpa"));
        assertNull(payload(" "));
    }

    @Test
    void aLineThatMeasuresNothingIsCountedAndSaidOnce() {
        assertNull(payload("{\"model\":\"Door\",\"id\":1,\"state\":\"open\"}"));
        assertNull(payload("{\"model\":\"Door\",\"id\":1,\"state\":\"closed\"}"));
        assertEquals(2, lines.withoutValues());
        assertEquals(1, log.size());
    }

    @Test
    void badLinesSayWhy() {
        assertEquals("temperature_F and not temperature_C: let rtl_433 convert with -C si", mistake("{\"temperature_F\" : 70.5}"));
        assertEquals("humidity 'HIGH' is no number", mistake("{\"humidity\" : \"HIGH\"}"));
        assertTrue(mistake("{\"temperature_C\" : 21.").startsWith("not a JSON object of one line"));
        assertTrue(mistake("21.5").startsWith("number of fields is 1 and not 5"));
        assertTrue(mistake("{\"temperature_C\" : " + "1".repeat(40) + "}").contains("is no number (digits with"));
    }

    @Test
    void noiseThatARadioDecodesIsNotRecorded() {
        assertEquals("DATA|radio|2026-03-01T06:00:00.000Z|9.100||", payload("{\"temperature_C\" : 9.100, \"humidity\" : 102}"));
        assertNull(payload("{\"temperature_C\" : -204.800}"));
        assertEquals(List.of("Sensor radio: humidity 102 % is outside 0..100, all that a program can give: not recorded",
                "Sensor radio: temperature -204.800 °C is outside -100..1000, all that a program can give: not recorded"), log);
    }

    private String payload(String line) {
        byte[] b = line.getBytes(StandardCharsets.UTF_8);
        PayloadBuffer out = new PayloadBuffer();
        if (!lines.parse(b, 0, b.length, out)) {
            return null;
        }
        TakenReadings taken = new TakenReadings();
        try {
            out.drainTo(taken);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        return taken.payloads().get(0);
    }

    private String mistake(String line) {
        return assertThrows(IllegalArgumentException.class, () -> payload(line)).getMessage();
    }
}
