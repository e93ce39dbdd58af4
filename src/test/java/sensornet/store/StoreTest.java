package sensornet.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static sensornet.store.StoreFixture.A;
import static sensornet.store.StoreFixture.B;
import static sensornet.store.StoreFixture.HEADER;
import static sensornet.store.StoreFixture.mark;
import static sensornet.store.StoreFixture.payload;
import static sensornet.store.StoreFixture.run;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import sensornet.journal.LogState;
import sensornet.journal.StoreOp;
import sensornet.model.Entries;
import sensornet.model.History;
import sensornet.model.JournalRecord;
import sensornet.model.Run;
import sensornet.model.ViewId;

class StoreTest {

    @Test
    void onlyCommittedRowsAreShown() throws IOException {
        StoreFixture f = new StoreFixture();
        f.append(1, run(A, 1, payload("s1", 1), payload("s2", 2), payload("s1", 3)));
        f.finish();
        assertNull(f.csv("s1"));
        f.commit(2);
        assertEquals(HEADER + "1,2026-01-01T00:00:11Z,s1,1.50,,1013.2\n", f.csv("s1"));
        assertEquals(HEADER + "2,2026-01-01T00:00:12Z,s2,2.50,,1013.2\n", f.csv("s2"));
        f.commit(1);
        f.commit(3);
        assertEquals(StoreFixture.expectedCsv(f.payloads(1), 3), f.actualCsv());
        assertEquals(3, f.store.deliveredUpTo());
    }

    @Test
    void rowsAreNotShownBeforeTheCommitMarkIsWritten() throws IOException {
        StoreFixture f = new StoreFixture();
        f.append(1, run(A, 1, 3));
        f.execute(new StoreOp.Commit(3));
        assertFalse(f.store.deliver(10));
        assertNull(f.csv("s1"));
    }

    @Test
    void aStartWithoutKeepDataClearsEverythingButTheLock() throws IOException {
        StoreFixture f = new StoreFixture();
        f.append(1, run(A, 1, 3));
        f.commit(3);
        f.disk.put("lock", new byte[] {'1'});
        Store store = new Store(f.disk, false, false);
        assertEquals(0, store.open().log().last());
        assertEquals(List.of("journal", "lock"), f.disk.list());
    }

    @Test
    void everythingIsThereAfterARestart() throws IOException {
        StoreFixture f = new StoreFixture();
        f.execute(new StoreOp.Promised(new ViewId(7, B), History.FULL));
        f.execute(new StoreOp.Mark(mark(1, 1)));
        f.append(1, run(A, 1, 5));
        f.execute(new StoreOp.Mark(mark(2, 6)));
        f.append(6, run(B, 1, 2));
        f.execute(new StoreOp.Mark(mark(3, 8)));
        f.execute(new StoreOp.Mark(mark(4, 8)));
        f.execute(new StoreOp.Mark(mark(1, 1)));
        f.commit(6);
        List<String> payloads = f.payloads(100);
        LogState log = f.reopen().log();
        assertEquals(new LogState(7, 6, StoreFixture.hash(payloads), Map.of(A, 5L, B, 2L),
                List.of(mark(1, 1), mark(2, 6), mark(4, 8))), log);
        assertEquals(new ViewId(7, B), f.recovered.promised());
        assertEquals(History.FULL, f.recovered.history());
        assertFalse(f.recovered.kept());
        assertEquals(payloads, f.payloads(100));
    }

    @Test
    void theHashDoesNotDependOnHowRunsWereCut() throws IOException {
        StoreFixture one = new StoreFixture();
        one.append(1, run(A, 1, 100));
        StoreFixture many = new StoreFixture();
        for (int i = 1; i <= 100; ) {
            int to = Math.min(100, i + i % 7);
            many.append(i, run(A, i, to));
            i = to + 1;
        }
        one.finish();
        many.finish();
        long hash = one.reopen().log().hash();
        assertEquals(hash, many.reopen().log().hash());
        StoreFixture other = new StoreFixture();
        other.append(1, run(A, 1, 99));
        other.append(100, run(A, 100, payload("s1", 101)));
        other.finish();
        assertFalse(hash == other.reopen().log().hash());
    }

    @Test
    void readsFromEverySequenceNumberInMemoryAndFromTheFile() throws IOException {
        StoreFixture f = new StoreFixture();
        f.execute(new StoreOp.Mark(mark(1, 1)));
        f.append(1, run(A, 1, 10));
        f.execute(new StoreOp.Mark(mark(2, 11)));
        f.append(11, run(B, 1, 7));
        f.append(18, run(A, 11, 13));
        f.execute(new StoreOp.Mark(mark(3, 21)));
        List<Run> readings = List.of(run(A, 1, 10), run(B, 1, 7), run(A, 11, 13));
        List<String> all = readings.stream().flatMap(r -> StoreFixture.split(r).stream()).toList();
        for (int round = 0; round < 2; round++) {
            for (int from = 1; from <= 21; from++) {
                for (int maxBytes : new int[] {1, 300, 100_000}) {
                    checkRead(f, all, from, maxBytes);
                }
            }
            f.finish();
            f.reopen();
        }
    }

    private static void checkRead(StoreFixture f, List<String> all, int from, int maxBytes) throws IOException {
        List<String> got = new ArrayList<>();
        List<JournalRecord> marks = new ArrayList<>();
        long next = from;
        boolean first = true;
        while (first || next <= all.size()) {
            first = false;
            // The asker's hash is right at every place.
            f.execute(new StoreOp.Read(next, StoreFixture.hash(all.subList(0, (int) next - 1)), maxBytes, from));
            assertTrue(f.events.lastRead().matches());
            assertEquals(from, f.events.lastRead().tag());
            for (JournalRecord r : f.events.lastRead().records()) {
                if (r instanceof Entries e) {
                    assertEquals(from + got.size(), e.first());
                    got.addAll(StoreFixture.split(e.run()));
                } else {
                    marks.add(r);
                    assertEquals(from + got.size(), ((sensornet.model.ViewMark) r).first());
                }
            }
            next = f.events.lastRead().next();
        }
        assertEquals(all.subList(from - 1, all.size()), got);
        assertEquals(List.of(mark(1, 1), mark(2, 11), mark(3, 21)).stream().filter(m -> m.first() >= from).toList(),
                marks);
    }

    @Test
    void aReadWithAnotherHashOrBeyondTheEndIsRefused() throws IOException {
        StoreFixture f = new StoreFixture();
        f.append(1, run(A, 1, 10));
        f.execute(new StoreOp.Read(5, 12345, 1000, null));
        assertFalse(f.events.lastRead().matches());
        f.execute(new StoreOp.Read(12, 0, 1000, null));
        assertFalse(f.events.lastRead().matches());
        assertTrue(f.events.lastRead().records().isEmpty());
        assertEquals(12, f.events.lastRead().next());
    }

    @Test
    void aCutGoesThroughJournalRowsMarksAndKeepsTheRest() throws IOException {
        StoreFixture f = new StoreFixture();
        f.execute(new StoreOp.Mark(mark(1, 1)));
        f.append(1, run(A, 1, payload("s1", 1), payload("s2", 2), payload("s1", 3), payload("s3", 4)));
        f.execute(new StoreOp.Mark(mark(2, 5)));
        f.append(5, run(B, 1, 3));
        f.execute(new StoreOp.Mark(mark(3, 8)));
        f.commit(5);
        f.execute(new StoreOp.Cut(2));
        assertEquals(5, f.events.lastCut().cutEntries());
        assertEquals(3, f.events.lastCut().cutRows());
        assertEquals("kept-1", f.events.lastCut().keptIn());
        List<String> left = List.of(payload("s1", 1), payload("s2", 2));
        LogState expected = new LogState(2, 2, StoreFixture.hash(left), Map.of(A, 2L), List.of(mark(1, 1)));
        assertEquals(expected, f.events.lastCut().state());
        assertEquals(StoreFixture.expectedCsv(left, 2), f.actualCsv());
        assertEquals(List.of("a:3", "a:4", "b:1", "b:2", "b:3"), f.kept(1));
        f.append(3, run(B, 1, 2));
        f.commit(4);
        assertEquals(4, f.reopen().log().last());
        assertTrue(f.recovered.kept());
        assertEquals(Map.of(A, 2L, B, 2L), f.recovered.log().lastOf());
        assertEquals(StoreFixture.expectedCsv(f.payloads(1), 4), f.actualCsv());
        f.execute(new StoreOp.ClearKept());
        assertEquals(List.of(), f.kept(1000));
        assertFalse(f.reopen().kept());
    }

    @Test
    void aCutToTheEndAnswersAndDropsOnlyAnEmptyView() throws IOException {
        StoreFixture f = new StoreFixture();
        f.execute(new StoreOp.Mark(mark(1, 1)));
        f.append(1, run(A, 1, 3));
        f.execute(new StoreOp.Cut(3));
        assertNull(f.events.lastCut().keptIn());
        f.execute(new StoreOp.Mark(mark(2, 4)));
        f.execute(new StoreOp.Cut(3));
        assertEquals(List.of(mark(1, 1)), f.events.lastCut().state().views());
        assertNull(f.events.lastCut().keptIn());
        assertEquals(List.of(mark(1, 1)), f.reopen().log().views());
        f.execute(new StoreOp.Cut(0));
        assertEquals(new LogState(0, 0, StoreFixture.hash(List.of()), Map.of(), List.of()),
                f.events.lastCut().state());
        assertEquals(List.of("a:1", "a:2", "a:3"), f.kept(1));
        assertEquals(0, f.reopen().log().last());
    }

    /** Attack F12. */
    @Test
    void whatIsCutAgainIsSubmittedBeforeWhatWasCutWithItTheFirstTime() throws IOException {
        StoreFixture f = new StoreFixture();
        f.append(1, run(A, 1, 4));
        f.execute(new StoreOp.Park(List.of(run(A, 5, 6))));
        f.execute(new StoreOp.Cut(0));
        f.append(1, run(B, 1, 1));
        f.append(2, run(A, 1, 2));
        f.execute(new StoreOp.Cut(1));
        List<String> expected = List.of("a:1", "a:2", "a:1", "a:2", "a:3", "a:4", "a:5", "a:6");
        assertEquals(expected, f.kept(1));
        assertEquals(expected, f.kept(1 << 20));
        f.reopen();
        assertEquals(expected, f.kept(100));
    }

    @Test
    void filesOpenAtOnceAreBoundedWhateverTheNumberOfSensors() throws IOException {
        StoreFixture f = new StoreFixture();
        long seq = 1;
        for (int round = 0; round < 2; round++) {
            for (int s = 0; s < 1000; s++) {
                f.append(seq, run(A, seq, payload("sensor" + s, seq)));
                seq++;
            }
            f.execute(new StoreOp.Commit(seq - 1));
            f.store.sync();
            assertFalse(f.store.deliver(1_000_000));
        }
        assertEquals(CsvFiles.MAX_OPEN, f.store.openCsvFiles());
        assertTrue(f.disk.mostOpenFiles() < CsvFiles.MAX_OPEN + 5, "open at once: " + f.disk.mostOpenFiles());
        assertEquals(StoreFixture.expectedCsv(f.payloads(1 << 20), 2000), f.actualCsv());
    }

    @Test
    void historiesLongerThanTheMemoryAreDeliveredAndReadFromTheFile() throws IOException {
        StoreFixture f = new StoreFixture();
        int count = 120_000;
        for (int i = 1; i <= count; i += 500) {
            f.append(i, run(A, i, i + 499));
        }
        f.execute(new StoreOp.Commit(count));
        f.store.sync();
        while (f.store.deliver(8192)) {
            assertTrue(f.store.deliveredUpTo() < count);
        }
        List<String> payloads = f.payloads(200_000);
        assertEquals(count, payloads.size());
        assertEquals(StoreFixture.expectedCsv(payloads, count), f.actualCsv());
        f.execute(new StoreOp.Cut(60_001));
        assertEquals(StoreFixture.hash(payloads.subList(0, 60_001)), f.events.lastCut().state().hash());
        assertEquals(StoreFixture.expectedCsv(payloads, 60_001), f.actualCsv());
        assertEquals(count - 60_001, f.kept(1 << 20).size());
    }

    @Test
    void aMalformedPayloadIsCountedAndHarmsNobody() throws IOException {
        StoreFixture f = new StoreFixture();
        f.append(1, run(A, 1, payload("s1", 1), "rubbish", "DATA|../x|t|1|2|3", "DATA|x|t|1|2", "", "DATA|x|a,b|1|2|3",
                "DATA|x|t|1|2|3|4", payload("s1", 8)));
        f.commit(8);
        assertEquals(6, f.store.malformedReadings());
        String rows = HEADER + "1,2026-01-01T00:00:11Z,s1,1.50,,1013.2\n8,2026-01-01T00:00:18Z,s1,8.50,,1013.2\n";
        assertEquals(Map.of("s1.csv", rows), f.actualCsv());
        f.reopen();
        assertEquals(Map.of("s1.csv", rows), f.actualCsv());
    }

    @Test
    void whatBreaksContiguityIsADefectAndNotStored() throws IOException {
        StoreFixture f = new StoreFixture();
        f.append(1, run(A, 1, 2));
        assertThrows(IllegalStateException.class, () -> f.append(4, run(A, 3, 3)));
        assertThrows(IllegalStateException.class, () -> f.append(2, run(A, 3, 3)));
        assertThrows(IllegalStateException.class, () -> f.execute(new StoreOp.Commit(3)));
        assertThrows(IllegalStateException.class, () -> f.execute(new StoreOp.Cut(3)));
        assertThrows(IllegalStateException.class, () -> f.execute(new StoreOp.Mark(mark(1, 4))));
        assertEquals(1, f.store.executed());
    }

    @Test
    void withFsyncEveryBatchIsForcedOnce() throws IOException {
        MemoryDisk disk = new MemoryDisk();
        StoreFixture f = new StoreFixture(disk, true);
        long before = disk.changes();
        f.append(1, run(A, 1, 2));
        f.append(3, run(A, 3, 4));
        f.execute(new StoreOp.Commit(2));
        assertEquals(before, disk.changes());
        f.store.sync();
        assertEquals(before + 2, disk.changes(), "one write, one force");
    }

    @Test
    void aFullDiskIsAnErrorAndLosesNothingThatWasStored() throws IOException {
        StoreFixture f = new StoreFixture();
        f.append(1, run(A, 1, 10));
        f.commit(10);
        f.disk.fillUp(100);
        f.append(11, run(A, 11, 20));
        IOException e = assertThrows(IOException.class, () -> f.store.sync());
        assertEquals("No space left on device", e.getMessage());
        f.disk.fillUp(Long.MAX_VALUE);
        assertEquals(10, f.reopen().log().last());
        assertEquals(10, f.recovered.log().committed());
        assertTrue(f.disk.exists("damaged-1"));
        assertEquals(StoreFixture.expectedCsv(f.payloads(1), 10), f.actualCsv());
    }
}
