package sensornet.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static sensornet.store.StoreFixture.A;
import static sensornet.store.StoreFixture.HEADER;
import static sensornet.store.StoreFixture.mark;
import static sensornet.store.StoreFixture.payload;
import static sensornet.store.StoreFixture.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import sensornet.journal.StoreOp;
import sensornet.model.History;
import sensornet.model.ViewId;

/** Twenty readings of two sensors, 16 committed and shown; then something happens to the files. */
class StoreRecoveryTest {
    private final StoreFixture f = new StoreFixture();
    private Map<String, String> shown;

    StoreRecoveryTest() throws IOException {
    }

    @BeforeEach
    void twentyReadings() throws IOException {
        f.execute(new StoreOp.Promised(new ViewId(1, A), History.FULL));
        f.execute(new StoreOp.Mark(mark(1, 1)));
        for (int i = 1; i <= 20; i += 2) {
            f.append(i, run(A, i, payload("s1", i), payload("s2", i + 1)));
        }
        f.commit(16);
        shown = f.actualCsv();
    }

    private void put(String file, String content) {
        f.disk.put(file, content.getBytes(StandardCharsets.UTF_8));
    }

    private void putJournal(byte[] content) {
        f.disk.put("journal", content);
    }

    private byte[] journal() {
        return f.disk.content("journal");
    }

    private void assertRecovered(long last) throws IOException {
        assertEquals(last, f.reopen().log().last());
        assertEquals(Math.min(16, last), f.recovered.log().committed());
        assertEquals(StoreFixture.expectedCsv(f.payloads(1), f.recovered.log().committed()), f.actualCsv());
    }

    @Test
    void anOrdinaryRestartLeavesNothingBeside() throws IOException {
        assertRecovered(20);
        assertEquals("[journal, promised, s1.csv, s2.csv]", f.disk.list().toString());
        assertEquals(shown, f.actualCsv());
    }

    /** A cut at any byte: the lines before it count, the front part of the torn one is kept beside. */
    @Test
    void aTornTailIsMovedAsideAtWhateverByteItIsTorn() throws IOException {
        byte[] whole = journal();
        for (int size = 0; size < whole.length; size++) {
            byte[] torn = Arrays.copyOf(whole, size);
            putJournal(torn);
            f.disk.delete("damaged-1");
            f.reopen();
            assertTrue(f.recovered.log().last() <= 20);
            assertEquals(StoreFixture.expectedCsv(f.payloads(1 << 20), f.recovered.log().committed()), f.actualCsv());
            byte[] aside = f.disk.content("damaged-1");
            assertEquals(size, journal().length + (aside == null ? 0 : aside.length), "at " + size);
            boolean atLineEnd = size == 0 || torn[size - 1] == '\n';
            assertEquals(atLineEnd, aside == null, "at " + size);
        }
    }

    @Test
    void aTornTailKeepsTheHistory() throws IOException {
        putJournal(Arrays.copyOf(journal(), journal().length - 3));
        assertEquals(History.FULL, f.reopen().history());
        assertEquals(20, f.recovered.log().last());
        assertEquals(0, f.recovered.log().committed(), "the only commit mark was torn");
    }

    @Test
    void aRunOfNulsIsMovedAside() throws IOException {
        byte[] bytes = journal();
        int size = bytes.length;
        putJournal(Arrays.copyOf(bytes, size + 300_000));
        assertRecovered(20);
        assertEquals(300_000, f.disk.content("damaged-1").length);
        assertEquals(History.FULL, f.recovered.history());
        assertEquals(shown, f.actualCsv());
    }

    /** What was acknowledged is lost then, so the peer must not count towards a quorum (attack F4). */
    @Test
    void bitRotInTheMiddleEndsTheJournalThereAndCostsTheHistory() throws IOException {
        byte[] bytes = journal();
        bytes[bytes.length / 2] ^= 4;
        putJournal(bytes);
        assertTrue(f.reopen().log().last() < 20);
        assertTrue(f.recovered.log().last() > 5);
        assertEquals(History.NONE, f.recovered.history());
        assertTrue(f.disk.exists("damaged-1"));
        long last = f.recovered.log().last();
        assertEquals(StoreFixture.expectedCsv(f.payloads(1), f.recovered.log().committed()), f.actualCsv());
        assertTrue(f.disk.exists("orphaned-rows-1"), "rows that the journal lost are kept");
        assertEquals(last, f.reopen().log().last());
        assertEquals(History.NONE, f.recovered.history(), "not forgotten at the next start");
        assertFalse(f.disk.exists("damaged-2"));
    }

    @Test
    void aDeletedCsvIsMadeAgain() throws IOException {
        f.disk.delete("s1.csv");
        assertRecovered(20);
        assertEquals(shown, f.actualCsv());
        assertFalse(f.disk.exists("orphaned-rows-1"));
    }

    @Test
    void anEditedRowIsSavedAndTheFileMadeAgain() throws IOException {
        put("s1.csv", f.csv("s1").replace(",5.50,", ",9.99,"));
        assertRecovered(20);
        assertEquals(shown, f.actualCsv());
        assertEquals("5,2026-01-01T00:00:15Z,s1,9.99,,1013.2\n", f.text("orphaned-rows-1"));
    }

    @Test
    void deletedAndAddedRowsAreFound() throws IOException {
        put("s2.csv", f.csv("s2").replaceFirst("4,[^\n]*\n", "my note\n3,x,s2,1,2,3\n") + "99,x,s2,1,2,3\n");
        assertRecovered(20);
        assertEquals(shown, f.actualCsv());
        assertEquals("my note\n3,x,s2,1,2,3\n99,x,s2,1,2,3\n", f.text("orphaned-rows-1"));
    }

    @Test
    void aCsvOfAnUnknownSensorIsSavedAndRemoved() throws IOException {
        put("other.csv", HEADER + "1,x,other,1,2,3\n");
        put("empty.csv", HEADER);
        assertRecovered(20);
        assertEquals(shown, f.actualCsv());
        assertEquals("1,x,other,1,2,3\n", f.text("orphaned-rows-1"));
        put("another.csv", "1,x,other,1,2,3");
        assertRecovered(20);
        assertEquals("1,x,other,1,2,3\n", f.text("orphaned-rows-2"));
    }

    @Test
    void aTornCsvIsMadeAgainAndNothingIsCalledOrphaned() throws IOException {
        String whole = f.csv("s1");
        for (int size = 0; size < whole.length(); size++) {
            put("s1.csv", whole.substring(0, size));
            assertRecovered(20);
            assertEquals(shown, f.actualCsv(), "at " + size);
            put("s1.csv", whole.substring(0, size) + "\0\0\0");
            assertRecovered(20);
            assertEquals(shown, f.actualCsv(), "at " + size);
        }
    }

    @Test
    void rowsAheadOfALaggingMarkAreTakenBackInSilence() throws IOException {
        byte[] before = journal();
        f.commit(20);
        putJournal(before);
        assertRecovered(20);
        assertEquals(shown, f.actualCsv());
        assertFalse(f.disk.exists("orphaned-rows-1"));
        f.commit(20);
        assertEquals(StoreFixture.expectedCsv(f.payloads(1), 20), f.actualCsv());
    }

    @Test
    void aSensorWithoutCommittedRowsHasNoFile() throws IOException {
        f.append(21, run(A, 21, payload("s3", 21)));
        byte[] before = null;
        f.finish();
        before = journal();
        f.commit(21);
        putJournal(before);
        assertRecovered(21);
        assertNull(f.csv("s3"));
    }

    @Test
    void aLostPromiseIsAtLeastTheLastView() throws IOException {
        f.execute(new StoreOp.Mark(mark(9, 21)));
        f.finish();
        f.disk.delete("promised");
        assertEquals(mark(9, 21).id(), f.reopen().promised());
        assertEquals(History.NONE, f.recovered.history());
        put("promised", "rubbish");
        assertEquals(mark(9, 21).id(), f.reopen().promised());
        f.disk.delete("journal");
        assertEquals(mark(9, 21).id(), f.reopen().promised(), "written again at the start before");
        assertEquals(0, f.recovered.log().last());
    }

    @Test
    void aPeerThatLostItsJournalHasNoHistory() throws IOException {
        f.disk.delete("journal");
        f.reopen();
        assertEquals(History.NONE, f.recovered.history());
        assertEquals(new ViewId(1, A), f.recovered.promised());
        assertTrue(f.actualCsv().isEmpty());
        assertEquals(16, f.text("orphaned-rows-1").lines().count());
    }

    @Test
    void aDamagedLineOfKeptReadingsDoesNotCostTheOthers() throws IOException {
        f.execute(new StoreOp.Cut(0));
        byte[] kept = f.disk.content("kept-1");
        kept[200] ^= 1;
        f.disk.put("kept-1", kept);
        f.reopen();
        assertEquals(18, f.kept(1).size());
    }
}
