package sensornet.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sensornet.journal.StoreOp;
import sensornet.model.Entries;

class StoreThreadTest {

    private static void await(String what, BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < deadline, "never: " + what);
            Thread.sleep(1);
        }
    }

    private static StoreOp append(long n) {
        return new StoreOp.Append(new Entries(n, StoreFixture.run(StoreFixture.A, n, n)));
    }

    @Test
    void operationsAreAcknowledgedAndRowsAppearInRealFiles(@TempDir Path dir) throws Exception {
        Recorder events = new Recorder();
        try (DataDirectory directory = DataDirectory.lock(dir.resolve("data/a"))) {
            Store store = new Store(directory.disk(), true, true);
            store.open();
            try (StoreThread thread = new StoreThread(store, events)) {
                thread.start();
                for (int n = 1; n <= 5000; n++) {
                    thread.offer(append(n));
                    thread.offer(new StoreOp.Commit(n));
                    thread.flush(n % 2 == 0);
                }
                await("all stored", () -> events.stored == 10_000);
                await("all delivered", () -> thread.deliveredUpTo() == 5000);
                assertEquals(5001, Files.readAllLines(dir.resolve("data/a/s1.csv")).size());
                await("idle", thread::idle);
                thread.offer(new StoreOp.Cut(4000));
                thread.flush(true);
                await("cut", () -> !events.cuts.isEmpty());
                assertEquals(4001, Files.readAllLines(dir.resolve("data/a/s1.csv")).size());
            }
            Store again = new Store(directory.disk(), true, true);
            assertEquals(4000, again.open().log().committed());
            again.close();
        }
        assertEquals(java.util.List.of(), events.failures);
    }

    @Test
    void aLittleIsWrittenByWhoeverBringsItAndMuchIsNot() throws IOException {
        StoreFixture f = new StoreFixture(new MemoryDisk(), false);
        StoreThread thread = new StoreThread(f.store, f.events); // not started: nobody else can have done it
        thread.offer(append(1));
        thread.offer(new StoreOp.Commit(1));
        thread.flush(false);
        assertEquals(0, f.events.stored, "a thread that must not wait for the disk");
        thread.flush(true);
        assertEquals(2, f.events.stored);
        assertEquals(1, thread.deliveredUpTo());
        assertTrue(thread.idle());
        for (int n = 2; n <= 100; n++) {
            thread.offer(append(n));
        }
        thread.flush(true);
        assertEquals(2, f.events.stored, "too much");
        thread.start();
        thread.close();
        assertEquals(101, f.events.stored);
    }

    @Test
    void whatTheDiskIsForcedToIsLeftToItsThread() throws IOException {
        StoreFixture f = new StoreFixture(new MemoryDisk(), true);
        StoreThread thread = new StoreThread(f.store, f.events);
        thread.offer(append(1));
        thread.flush(true);
        assertEquals(0, f.events.stored);
        thread.start();
        thread.close();
        assertEquals(1, f.events.stored);
    }

    @Test
    void closeFinishesWhatIsQueued() throws IOException {
        MemoryDisk disk = new MemoryDisk();
        StoreFixture f = new StoreFixture(disk, false);
        StoreThread thread = new StoreThread(f.store, f.events);
        for (int n = 1; n <= 5_000; n++) {
            thread.offer(append(n));
        }
        thread.offer(new StoreOp.Commit(5_000));
        thread.start();
        thread.close();
        assertEquals(5_001, f.events.stored);
        assertEquals(5_000, thread.deliveredUpTo());
        thread.offer(append(5_001));
        assertEquals(5_000, f.reopen().log().last());
    }

    @Test
    void rowsKeepPaceWithAFlood() throws Exception {
        int perRun = 200;
        int runs = 600;
        StoreFixture f = new StoreFixture();
        AtomicLong behind = new AtomicLong();
        Recorder events = new Recorder() {
            @Override
            public void onStored(long operations) {
                super.onStored(operations);
                long readings = operations / 2 * perRun; // each run has its commit
                behind.accumulateAndGet(readings - f.store.deliveredUpTo(), Math::max);
            }
        };
        try (StoreThread thread = new StoreThread(f.store, events)) {
            for (int i = 0; i < runs; i++) {
                long first = (long) i * perRun + 1;
                long last = first + perRun - 1;
                thread.offer(new StoreOp.Append(new Entries(first, StoreFixture.run(StoreFixture.A, first, last))));
                thread.offer(new StoreOp.Commit(last));
            }
            thread.start(); // all of it waits by now
            await("all rows", () -> thread.deliveredUpTo() == (long) runs * perRun);
        }
        assertTrue(behind.get() <= 32_768, behind + " rows behind what was acknowledged");
    }

    @Test
    void aFullDiskIsToldOnceAndNothingMoreIsAcknowledged() throws Exception {
        StoreFixture f = new StoreFixture();
        f.disk.fillUp(10_000);
        try (StoreThread thread = new StoreThread(f.store, f.events)) {
            thread.start();
            for (int n = 1; n <= 1000; n++) {
                thread.offer(append(n));
                thread.flush(n % 2 == 0);
            }
            await("failure", () -> !f.events.failures.isEmpty());
            long stored = f.events.stored;
            assertTrue(stored < 1000);
            thread.offer(append(1001));
            thread.flush(true);
            thread.close();
            assertEquals(stored, f.events.stored);
            assertEquals(1, f.events.failures.size());
            assertTrue(f.events.failures.get(0).contains("No space left on device"), f.events.failures.get(0));
            f.disk.fillUp(Long.MAX_VALUE);
            assertTrue(f.reopen().log().last() >= stored);
        }
    }

    @Test
    void aDefectStopsTheStoreRatherThanLying() throws Exception {
        StoreFixture f = new StoreFixture();
        try (StoreThread thread = new StoreThread(f.store, f.events)) {
            thread.start();
            thread.offer(append(2));
            thread.flush(false);
            await("failure", () -> !f.events.failures.isEmpty());
            assertEquals(0, f.events.stored);
        }
    }

    @Test
    void aHangingDiskShows() throws Exception {
        StoreFixture f = new StoreFixture();
        Object disk = new Object();
        Recorder slow = new Recorder() {
            @Override
            public void onRead(ReadResult result) {
                synchronized (disk) {
                    super.onRead(result);
                }
            }
        };
        try (StoreThread thread = new StoreThread(f.store, slow)) {
            thread.start();
            synchronized (disk) {
                thread.offer(new StoreOp.Read(1, 0, 100, null));
                thread.flush(true);
                await("busy", () -> !thread.idle());
                long since = thread.lastProgressNanos();
                await("no progress", () -> System.nanoTime() - since > 20_000_000);
                assertFalse(thread.idle());
                assertEquals(since, thread.lastProgressNanos());
            }
            await("idle", thread::idle);
        }
    }
}
