package sensornet.group;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class PriorityTest {
    @Test
    void idsAreComparedAsStringsAlsoWhereUuidsCompareSigned() {
        assertTrue(Priority.ID.compare("f0000000-0000-0000-0000-000000000000", "10000000-0000-0000-0000-000000000000") > 0);
        assertTrue(Priority.ID.compare("peer9", "peer10") > 0);
    }

    @Test
    void numbersAreComparedByValueAndStandAboveNames() {
        assertTrue(Priority.NUMERIC.compare("10", "9") > 0);
        assertTrue(Priority.NUMERIC.compare("0", "zebra") > 0);
        assertTrue(Priority.NUMERIC.compare("100000000000000000000", "99999999999999999999") > 0);
    }

    @Test
    void onlyEqualIdsAreEqual() {
        assertTrue(Priority.NUMERIC.compare("7", "07") != 0);
        assertEquals(0, Priority.NUMERIC.compare("7", "7"));
    }

    @Test
    void rulesAreFoundByName() {
        assertEquals(Priority.NUMERIC, Priority.named("numeric"));
        assertNull(Priority.named("nonsense"));
    }
}
