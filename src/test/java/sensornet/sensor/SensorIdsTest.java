package sensornet.sensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class SensorIdsTest {

    @Test
    void safeFileNamesAreIds() {
        for (String id : List.of("a", "7", "peer-1", "A.b_c-D", "a..", "x".repeat(64), "console", "CO", "comx", "com",
                "8a6e0804-2bd0-4672-b79d-d97027f9071a", "nul-1", "a.con")) {
            assertTrue(SensorIds.isValid(id), id);
            assertEquals(id, SensorIds.check("sensor id", id));
        }
    }

    @Test
    void everythingElseIsRefused() {
        for (String id : List.of("", ".", "..", "-a", "_a", ".a", "a b", "a/b", "a\\b", "a|b", "a;b", "a,b", "a\"", "é", "a\n",
                "a\0", "x".repeat(65), "CON", "con", "nul.txt", "Aux.a.b", "COM1", "lpt9.csv", "prn", "٣")) {
            assertFalse(SensorIds.isValid(id), id);
            assertThrows(IllegalArgumentException.class, () -> SensorIds.check("sensor id", id), id);
        }
    }

    @Test
    void aRefusalSaysTheRuleInOneLine() {
        assertEquals("sensor id 'a\\u000ab' must be 1-64 of A-Z a-z 0-9 . _ -, starting with a letter or digit",
                assertThrows(IllegalArgumentException.class, () -> SensorIds.check("sensor id", "a\nb")).getMessage());
        assertEquals("peer id 'Nul.x' is a device name on Windows: choose another",
                assertThrows(IllegalArgumentException.class, () -> SensorIds.check("peer id", "Nul.x")).getMessage());
    }

    @Test
    void anyTextHasASafeIdNearToIt() {
        for (String[] c : new String[][]{{"Acurite-Tower-1234-A", "Acurite-Tower-1234-A"}, {"Springfield Temperature & Moisture-3",
                "Springfield-Temperature-Moisture-3"}, {"../../etc/passwd", "etc-passwd"}, {"p-Package id 0", "p-Package-id-0"},
                {"", "sensor"}, {"\u00e9\u00e9", "sensor"}, {"CON", "sensor-CON"}, {"x".repeat(100), "x".repeat(64)}, {"con" + "-".repeat(80), "sensor-con"}}) {
            assertEquals(c[1], SensorIds.safe(c[0]));
            assertTrue(SensorIds.isValid(SensorIds.safe(c[0])));
        }
    }
}
