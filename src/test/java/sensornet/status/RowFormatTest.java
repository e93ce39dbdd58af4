package sensornet.status;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class RowFormatTest {
    private static final String[] ROW = {"7", "2026-01-01T00:00:00.250Z", "s-1", "5.10", "", "1013.4"};

    @Test
    void eachFormatKeepsTheDigitsAndLeavesOutWhatIsNotThere() {
        assertEquals("7,2026-01-01T00:00:00.250Z,s-1,5.10,,1013.4", RowFormat.named("csv").line(ROW));
        assertEquals("{\"sequence\":7,\"timestamp\":\"2026-01-01T00:00:00.250Z\",\"sensor_id\":\"s-1\","
                + "\"temperature_c\":5.10,\"humidity_pct\":null,\"pressure_hpa\":1013.4}", RowFormat.named("json").line(ROW));
        assertEquals("sensornet,sensor_id=s-1 temperature_c=5.10,pressure_hpa=1013.4,sequence=7i 1767225600250000000",
                RowFormat.named("influx").line(ROW));
        assertNull(RowFormat.named("xml"));
    }

    @Test
    void aNumberThatIsSpelledOtherwiseIsStillANumber() {
        String[] row = {"7", "2026-01-01T00:00Z", "s", "+1.50", "-0050", "00"};
        assertEquals("7,2026-01-01T00:00Z,s,+1.50,-0050,00", RowFormat.CSV.line(row));
        assertTrue(RowFormat.JSON.line(row).endsWith("\"temperature_c\":1.50,\"humidity_pct\":-50,\"pressure_hpa\":0}"),
                RowFormat.JSON.line(row));
        assertEquals("sensornet,sensor_id=s temperature_c=1.50,humidity_pct=-50,pressure_hpa=0,sequence=7i "
                + "1767225600000000000", RowFormat.INFLUX.line(row));
        String[] tiny = {"8", "2026-01-01T00:00:00Z", "s", "00.5e-07", "1e400", "0"};
        assertTrue(RowFormat.JSON.line(tiny).contains(":0.5e-07,\"humidity_pct\":1e400,"), RowFormat.JSON.line(tiny));
        assertTrue(RowFormat.INFLUX.line(tiny).contains("temperature_c=0.5e-07,pressure_hpa=0,"),
                "no float of the receiver's is 1e400: " + RowFormat.INFLUX.line(tiny));
    }

    @Test
    void aTimeThatNanosecondsCannotHoldIsNotReplacedByTheReceiversClock() {
        for (String time : new String[] {"0000-01-01T00:00:00Z", "9999-12-31T23:59:59.999999999Z"}) {
            String line = RowFormat.INFLUX.line(new String[] {"7", time, "s", "1", "", ""});
            assertTrue(line.startsWith("# ") && line.contains("7," + time), line);
        }
    }
}
