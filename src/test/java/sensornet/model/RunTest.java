package sensornet.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class RunTest {
    private static final Identity A = new Identity("a", 1);
    private final Run run = new Run(A, 5, 3, "one;two;three".getBytes(StandardCharsets.US_ASCII));

    private static String text(Run run) {
        return run.firstN() + "+" + run.count() + ":" + new String(run.payloads(), StandardCharsets.US_ASCII);
    }

    @Test
    void aRunIsTrimmedAtEitherEndWithoutLosingItsNumbers() {
        assertEquals("5+3:one;two;three", text(run.from(5)));
        assertEquals("6+2:two;three", text(run.from(6)));
        assertEquals("7+1:three", text(run.from(7)));
        assertEquals("5+1:one", text(run.first(1)));
        assertEquals("5+2:one;two", text(run.first(2)));
        assertEquals(7, run.lastN());
        assertEquals(3, Run.countPayloads(run.payloads()));
    }

    @Test
    void entriesKeepSequenceAndCounterInStep() {
        Entries entries = new Entries(100, run);
        assertEquals(102, entries.last());
        assertEquals(6, entries.from(101).run().firstN());
        assertEquals("one", new String(entries.upTo(100).run().payloads(), StandardCharsets.US_ASCII));
    }

    @Test
    void viewIdsAreOrderedByEpochAndTwoOfOneEpochAreNeverEqual() {
        ViewId low = new ViewId(2, new Identity("a", -1));
        ViewId high = new ViewId(2, new Identity("b", 1));
        assertTrue(high.isAbove(low));
        assertTrue(new ViewId(3, low.leader()).isAbove(high));
        assertTrue(new ViewId(2, new Identity("a", -1)).isAbove(new ViewId(2, new Identity("a", 1))));
        assertFalse(low.isAbove(low));
        assertTrue(low.isAbove(ViewId.NONE));
    }
}
