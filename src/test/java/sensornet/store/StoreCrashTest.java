package sensornet.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sensornet.journal.StoreOp;
import sensornet.model.History;
import sensornet.model.Identity;
import sensornet.model.Run;
import sensornet.model.ViewId;

/**
 * Seeded random operations, a crash between any two changes of the disk (also during the recovery from the crash
 * before), and then everything that was stored has to be there. A failing seed is in the message; run that one alone
 * by giving it as {@code -Dstore.seed=N}.
 */
class StoreCrashTest {
    private static final int SEEDS = 400;

    /** What the journal has to hold, by the plainest means. */
    private static final class Model {
        final List<String> payloads = new ArrayList<>();
        final List<String> names = new ArrayList<>();
        final Map<Identity, Long> lastOf = new HashMap<>();
        /** Names of everything that was ever stored and then cut. */
        final Set<String> cut = new HashSet<>();
        long committed;
        /** So much of it was stored (forced) for certain, and committed. */
        int stored;
        long storedCommitted;
        ViewId promised = ViewId.NONE;
        long epoch;

        void cutTo(int to) {
            while (payloads.size() > to) {
                payloads.remove(payloads.size() - 1);
                names.remove(names.size() - 1);
            }
            stored = Math.min(stored, to);
            committed = Math.min(committed, to);
            storedCommitted = Math.min(storedCommitted, to);
            recount();
        }

        void recount() {
            lastOf.clear();
            for (String name : names) {
                int colon = name.indexOf(':');
                Identity origin = name.charAt(0) == 'a' ? StoreFixture.A : StoreFixture.B;
                lastOf.merge(origin, Long.parseLong(name.substring(colon + 1)), Math::max);
            }
        }
    }

    private final Model model = new Model();
    private StoreFixture f;
    private Random random;
    /** Entries that a cut under way was about to take out. */
    private int cutting = -1;
    /** Whether what was synced survives the crashes of this run. */
    private boolean syncStores;
    private boolean powerFailed;

    @ParameterizedTest
    @CsvSource({"NONE, false", "NONE, true", "UNFORCED, true", "UNFORCED, false"})
    void nothingStoredIsLostWhereverTheCrashHappens(MemoryDisk.Loss loss, boolean fsync) throws IOException {
        String only = System.getProperty("store.seed");
        for (int seed = 0; seed < SEEDS; seed++) {
            if (only == null || seed == Integer.parseInt(only)) {
                StoreCrashTest fresh = new StoreCrashTest();
                try {
                    fresh.runSeed(seed, loss, fsync);
                } catch (IOException | RuntimeException | AssertionError e) {
                    throw new AssertionError("seed " + seed + " " + loss + " fsync=" + fsync, e);
                }
            }
        }
    }

    private void runSeed(int seed, MemoryDisk.Loss loss, boolean fsync) throws IOException {
        random = new Random(seed);
        syncStores = fsync || loss == MemoryDisk.Loss.NONE;
        f = new StoreFixture(new MemoryDisk(), fsync);
        for (int crash = 0; crash < 8; crash++) {
            f.disk.stopAfter(random.nextInt(40));
            boolean stopped = false;
            while (!stopped) {
                try {
                    step();
                } catch (IOException e) {
                    assertEquals("stopped", e.getMessage());
                    stopped = true;
                }
            }
            // Power may also fail some time after the process was killed: what it recovered counts as stored then.
            MemoryDisk.Loss now = random.nextInt(3) == 0 ? MemoryDisk.Loss.NONE : loss;
            powerFailed |= now == MemoryDisk.Loss.UNFORCED;
            restart(now);
            check(now);
            if (!syncStores && now == MemoryDisk.Loss.NONE) {
                model.stored = 0;
            }
        }
    }

    private void step() throws IOException {
        int last = model.payloads.size();
        switch (random.nextInt(13)) {
            case 0, 1, 2, 3 -> append(last);
            case 4 -> {
                model.epoch++;
                f.execute(new StoreOp.Mark(StoreFixture.mark(model.epoch, last + 1L)));
            }
            case 5, 6 -> {
                model.committed = Math.max(model.committed, random.nextInt(last + 1));
                f.execute(new StoreOp.Commit(model.committed));
            }
            case 7, 8 -> {
                f.store.sync();
                if (syncStores) {
                    model.stored = last;
                    model.storedCommitted = model.committed;
                }
                f.store.deliver(1 + random.nextInt(10));
            }
            case 9 -> cut(random.nextInt(3) == 0 ? last : random.nextInt(last + 1));
            case 10 -> {
                ViewId id = new ViewId(1000 + model.promised.epoch() + 1, StoreFixture.B);
                f.execute(new StoreOp.Promised(id, History.FULL));
                model.promised = id;
            }
            case 11 -> clearKept(last);
            default -> assertEquals(model.payloads, f.payloads(1 + random.nextInt(500)));
        }
    }

    private void append(int last) throws IOException {
        Identity origin = random.nextBoolean() ? StoreFixture.A : StoreFixture.B;
        long n = model.lastOf.getOrDefault(origin, 0L) + 1;
        int count = 1 + random.nextInt(6);
        String[] payloads = new String[count];
        for (int i = 0; i < count; i++) {
            payloads[i] = StoreFixture.payload("s" + random.nextInt(4), n + i);
            model.payloads.add(payloads[i]);
            model.names.add(origin.id() + ":" + (n + i));
        }
        model.lastOf.put(origin, n + count - 1);
        Run run = StoreFixture.run(origin, n, payloads);
        f.append(last + 1L, run);
    }

    /** When everything kept is in the journal again, as the protocol does it. */
    private void clearKept(int last) throws IOException {
        if (model.names.containsAll(model.cut)) {
            f.execute(new StoreOp.ClearKept());
            model.cut.clear();
            model.stored = last;
        }
    }

    private void cut(int to) throws IOException {
        cutting = to;
        List<String> above = List.copyOf(model.names.subList(to, model.names.size()));
        f.execute(new StoreOp.Cut(to));
        cutting = -1;
        assertEquals(above.size(), f.events.lastCut().cutEntries());
        model.cut.addAll(above);
        model.cutTo(to);
        assertEquals(StoreFixture.hash(model.payloads), f.events.lastCut().state().hash());
        assertEquals(model.lastOf, f.events.lastCut().state().lastOf());
        assertEquals(model.committed, f.events.lastCut().state().committed());
        // A real cut is forced, with everything before it.
        if (syncStores || !above.isEmpty()) {
            model.stored = to;
        }
    }

    /** Crashes, up to three times again during recovery, and at last recovers. */
    private void restart(MemoryDisk.Loss loss) throws IOException {
        f.disk.crash(random, loss);
        for (int i = 0; i < 3; i++) {
            f.disk.stopAfter(random.nextInt(12));
            try {
                f.reopen();
                break;
            } catch (IOException e) {
                assertEquals("stopped", e.getMessage());
                f.disk.crash(random, loss);
            }
        }
        f.disk.stopAfter(Long.MAX_VALUE);
        f.reopen();
    }

    private void check(MemoryDisk.Loss loss) throws IOException {
        List<String> found = f.payloads(1 << 20);
        int last = found.size();
        assertEquals(model.payloads.subList(0, Math.min(last, model.payloads.size())), found, "a prefix");
        int atLeast = cutting >= 0 ? Math.min(cutting, model.stored) : model.stored;
        assertTrue(last >= atLeast, "stored " + atLeast + ", found " + last);
        long committed = f.recovered.log().committed();
        assertTrue(committed <= Math.min(last, model.committed), "committed " + committed);
        if (loss == MemoryDisk.Loss.NONE) {
            assertTrue(committed >= Math.min(atLeast, model.storedCommitted), "committed " + committed);
            assertTrue(powerFailed || !f.disk.exists("orphaned-rows-1"));
        }
        assertEquals(StoreFixture.hash(found), f.recovered.log().hash());
        assertEquals(StoreFixture.expectedCsv(found, committed), f.actualCsv());
        assertTrue(!syncStores || f.recovered.promised().compareTo(model.promised) >= 0);
        checkKept(last);
        // From here on the model is what was found.
        cutting = -1;
        model.cutTo(last);
        model.stored = last;
        model.promised = f.recovered.promised();
        model.committed = committed;
        model.storedCommitted = committed;
        assertEquals(model.lastOf, f.recovered.log().lastOf());
        model.epoch = Math.max(model.epoch, f.recovered.promised().epoch());
    }

    /** What was stored and is not in the journal any more is kept, and no reading lacks its predecessor (attack F24). */
    private void checkKept(int last) throws IOException {
        Set<String> kept = new HashSet<>(f.kept(300));
        kept.addAll(model.names.subList(0, last));
        for (String name : kept) {
            int colon = name.indexOf(':') + 1;
            long n = Long.parseLong(name.substring(colon));
            assertTrue(n == 1 || kept.contains(name.substring(0, colon) + (n - 1)), "gap before " + name);
        }
        assertTrue(kept.containsAll(model.cut), "kept");
        if (last < model.stored) {
            List<String> missing = model.names.subList(last, model.stored);
            assertTrue(kept.containsAll(missing), "kept of the cut under way");
            model.cut.addAll(missing);
        }
    }
}
