package sensornet.status;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

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
}
