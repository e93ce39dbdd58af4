package sensornet.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class RngTest {
    @Test
    void oneSeedGivesOneSequenceForEachPurpose() {
        assertEquals(new Rng(5).fork("net").nextLong(), new Rng(5).fork("net").nextLong());
        assertNotEquals(new Rng(5).fork("net").nextLong(), new Rng(5).fork("disk").nextLong());
        assertNotEquals(new Rng(5).fork("net").nextLong(), new Rng(6).fork("net").nextLong());
    }

    @Test
    void aDrawForOnePurposeDoesNotShiftAnother() {
        Rng root = new Rng(9);
        long before = root.fork("a").nextLong();
        root.nextLong();
        assertEquals(before, root.fork("a").nextLong());
    }

    @Test
    void spreadReachesEveryOrderOfMagnitude() {
        Rng rng = new Rng(1);
        int small = 0;
        for (int i = 0; i < 1_000; i++) {
            long x = rng.spread(10, 100_000);
            assertTrue(x >= 10 && x <= 100_000);
            small += x < 100 ? 1 : 0;
        }
        assertTrue(small > 150 && small < 350, "of 1000: " + small);
    }
}
