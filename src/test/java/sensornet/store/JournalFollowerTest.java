package sensornet.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sensornet.journal.StoreOp;
import sensornet.model.Entries;
import sensornet.model.Run;

class JournalFollowerTest {
    @TempDir
    Path dir;

    private final Recorder events = new Recorder();
    private final List<String> read = new ArrayList<>();
    private Store store;
    private long last;
    private long ofA;

    @BeforeEach
    void open() throws IOException {
        store = new Store(new RealDisk(dir), true, false);
        store.open();
        store.execute(new StoreOp.Mark(StoreFixture.mark(1, 1)), events);
    }

    @AfterEach
    void close() throws IOException {
        store.close();
    }

    private void append(int count) throws IOException {
        Run run = StoreFixture.run(StoreFixture.A, ofA + 1, ofA + count);
        store.execute(new StoreOp.Append(new Entries(last + 1, run)), events);
        last += count;
        ofA += count;
        store.execute(new StoreOp.Commit(last), events);
        store.sync();
        while (store.deliver(1_000_000)) {
            // until the rows are in the files
        }
    }

    private void follow(JournalFollower follower, long upTo) throws IOException {
        for (int i = 0; i < 1_000 && follower.next() <= upTo; i++) {
            follower.read(upTo, 100, (seq, row) -> {
                assertEquals(Long.toString(seq), row[0]);
                read.add(row[0] + "=" + row[3]);
            });
        }
    }

    private static List<String> rows(long from, long to) {
        List<String> rows = new ArrayList<>();
        for (long n = from; n <= to; n++) {
            rows.add(n + "=" + n + ".50");
        }
        return rows;
    }

    @Test
    void everyRowComesOnceFromAnyNumberOnAndAsItIsWritten() throws IOException {
        append(10);
        try (JournalFollower follower = new JournalFollower(dir, 4)) {
            follow(follower, 7);
            assertEquals(rows(4, 7), read, "only what the caller knows to be delivered, inside one run too");
            append(5);
            follow(follower, last);
            append(1);
            follow(follower, last);
        }
        assertEquals(rows(4, 16), read);
    }

    @Test
    void aNumberFarInsideALongJournalIsFoundByHalving() throws IOException {
        for (int i = 0; i < 400; i++) {
            append(100);
        }
        for (long from : new long[] {1, 2, 100, 101, 19_999, 39_950, 40_000}) {
            read.clear();
            try (JournalFollower follower = new JournalFollower(dir, from)) {
                follow(follower, Math.min(last, from + 150));
            }
            assertEquals(rows(from, Math.min(last, from + 150)), read);
        }
    }

    @Test
    void aCutOfWhatWasNotHandedOverIsNoMatter() throws IOException {
        append(10);
        try (JournalFollower follower = new JournalFollower(dir, 1)) {
            follow(follower, 6);
            store.execute(new StoreOp.Cut(6), events);
            last = 6;
            ofA = 6;
            append(4);
            follow(follower, last);
        }
        assertEquals(rows(1, 10), read);
    }

    @Test
    void aRowThatWasHandedOverAndHasAnotherPlaceNowEndsIt() throws IOException {
        append(10);
        try (JournalFollower follower = new JournalFollower(dir, 1)) {
            follow(follower, 8);
            store.execute(new StoreOp.Cut(5), events);
            last = 5;
            ofA = 5;
            Run other = StoreFixture.run(StoreFixture.B, 1, 6);
            store.execute(new StoreOp.Append(new Entries(6, other)), events);
            store.execute(new StoreOp.Commit(11), events);
            store.sync();
            JournalFollower.RecordChanged changed =
                    assertThrows(JournalFollower.RecordChanged.class, () -> follow(follower, 11));
            assertEquals(8, changed.sequence());
        }
        assertEquals(rows(1, 8), read);
    }
}
