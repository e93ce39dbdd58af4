package sensornet.sim;

import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import sensornet.journal.Recovered;
import sensornet.model.History;
import sensornet.model.Identity;
import sensornet.model.JournalRecord;
import sensornet.model.Entries;
import sensornet.model.Member;
import sensornet.model.ViewId;
import sensornet.journal.StoreEvents;
import sensornet.journal.StoreOp;
import sensornet.store.MemoryDisk;

/** A computer with one disk that runs at most one peer at a time. */
final class SimHost {
    private final Simulation sim;
    private final int index;
    private final String id;
    private final SimDisk disk;
    private final JournalModel journal;
    /** Every reading that was in the journal since the disk was last lost. */
    private final BitSet everHeld = new BitSet();
    private final List<Runnable> deferred = new ArrayList<>();
    private SimPeer peer;
    private boolean powered = true;
    private boolean paused;
    private boolean diskHangs;
    private boolean history;
    private final Map<Identity, Integer> lossesAtStart = new HashMap<>();
    private int losses;
    private long shown;
    private boolean unforcedLost;
    private boolean tailUncertain;
    private boolean everStarted;
    private int port;

    SimHost(Simulation sim, int index, String id, SimDisk disk) {
        this.sim = sim;
        this.index = index;
        this.id = id;
        this.disk = disk;
        this.port = 7000 + index;
        this.journal = new JournalModel(sim.ledger, id);
    }

    int index() {
        return index;
    }

    String address() {
        return "127.0.1." + (index + 1);
    }

    int port() {
        return port;
    }

    /** The running process, or null. */
    SimPeer peer() {
        return peer;
    }

    boolean running() {
        return peer != null;
    }

    boolean everStarted() {
        return everStarted;
    }

    boolean powered() {
        return powered;
    }

    boolean paused() {
        return paused;
    }

    boolean diskHangs() {
        return diskHangs;
    }

    SimDisk disk() {
        return disk;
    }

    JournalModel journal() {
        return journal;
    }

    BitSet everHeld() {
        return everHeld;
    }

    /** Whether its disk says that it was level in a quorate view: only such a peer counts towards the quorum. */
    boolean hasHistory() {
        return history;
    }

    void historyStored(boolean stored) {
        history = stored;
    }

    /** Whether it ever came back from a power cut with fewer bytes than it had acknowledged. */
    boolean unforcedLost() {
        return unforcedLost;
    }

    /** Whether nothing of what that incarnation had stored was lost since. */
    boolean keptSince(Identity incarnation) {
        return lossesAtStart.getOrDefault(incarnation, -1) == losses;
    }

    /** A power cut came, and the end of the journal may be missing. */
    boolean mayHaveLostTail() {
        return tailUncertain;
    }

    /** A starting process has read the disk: from here on what the journal holds is known again. */
    void tailIsCertain() {
        if (tailUncertain) {
            tailUncertain = false;
            everHeld.clear();
        }
        for (int seq = 1; seq <= journal.last(); seq++) {
            everHeld.set(journal.at(seq));
        }
    }

    /** Starts the peer; its incarnation is drawn. */
    void start() {
        if (peer != null) {
            return;
        }
        powered = true;
        paused = false;
        deferred.clear();
        boolean first = !everStarted;
        everStarted = true;
        if (sim.plan.newPortAtStart()) {
            port += 100;
        }
        long incarnation = sim.rng.nextLong();
        Member self = new Member(new Identity(id, incarnation), address(), port);
        if (!sim.plan.keepData()) {
            forgetEverything();
        }
        try {
            SimDisk.OpenStore store = disk.store(sim.plan.keepData(), sim.plan.fsync());
            Recovered found = store.open();
            compareWithDisk(store, found);
            long earlier = first ? sim.epochOfEarlierLife() : 0;
            ViewId promised = earlier > 0 ? new ViewId(earlier, new Identity(id, 1)) : found.promised();
            if (earlier > 0) {
                store.execute(new StoreOp.Promised(promised, found.history()), SilentStoreEvents.INSTANCE);
            }
            Recovered recovered = new Recovered(found.log(), promised, found.history(), found.kept());
            sim.trace.add(sim.clock.now(), 1, index * 31L + incarnation,
                    () -> self + " starts, last " + journal.last() + " committed " + recovered.log().committed());
            history = recovered.history() == History.FULL;
            lossesAtStart.put(self.identity(), losses);
            peer = new SimPeer(sim, this, self, recovered, store);
        } catch (IOException e) {
            sim.trace.add(sim.clock.now(), 2, index, () -> id + " does not start: " + e.getMessage());
            return;
        }
        peer.start();
        sim.net.addressChanged(this);
    }

    /** The store's own view of what it recovered against what it was made to write. */
    private void compareWithDisk(SimDisk.OpenStore store, Recovered recovered) throws IOException {
        JournalModel found = new JournalModel(sim.ledger, id + "'s disk");
        long[] next = {1};
        StoreEvents reader = new SilentStoreEvents() {
            @Override
            public void onRead(ReadResult result) {
                for (JournalRecord record : result.records()) {
                    if (record instanceof Entries e) {
                        found.append(e);
                    }
                }
                next[0] = result.next();
            }
        };
        while (next[0] <= recovered.log().last()) {
            long from = next[0];
            store.execute(new StoreOp.Read(from, 0, 1 << 20, null), reader);
            if (next[0] == from) {
                break;
            }
        }
        found.commit(recovered.log().committed());
        sim.invariants.recovered(this, found, recovered);
    }

    /** The process ends at this very instant, with what its store thread still managed to do. */
    void crash(Fault kind) {
        if (peer == null && kind == Fault.CRASH) {
            return;
        }
        sim.trace.add(sim.clock.now(), 3, index * 31L + kind.ordinal(), () -> id + " " + kind);
        SimPeer died = peer;
        peer = null;
        deferred.clear();
        paused = false;
        if (died != null) {
            died.die(sim.faultRng);
            shown = died.store().deliveredUpTo();
        }
        if (kind == Fault.CRASH_UNFORCED_LOST) {
            powered = false;
            unforcedLost |= !sim.plan.fsync();
            disk.crash(MemoryDisk.Loss.UNFORCED, sim.faultRng);
            journal.powerCut();
            tailUncertain = true;
            if (!sim.plan.fsync()) {
                losses++;
            }
        } else if (kind == Fault.CRASH_ALL_LOST) {
            powered = !sim.hooks.drawsAccidents() || sim.faultRng.chance(0.5);
            disk.crash(MemoryDisk.Loss.ALL, sim.faultRng);
            forgetEverything();
        } else {
            disk.crash(MemoryDisk.Loss.NONE, sim.faultRng);
        }
        if (!sim.plan.keepData()) {
            forgetEverything();
        }
        if (died != null) {
            sim.net.processGone(died, powered);
        }
    }

    /** The process ended by itself, cleanly or not; everything queued was carried out. */
    void ended(SimPeer ended) {
        if (peer != ended) {
            return;
        }
        peer = null;
        deferred.clear();
        shown = ended.store().deliveredUpTo();
        disk.crash(MemoryDisk.Loss.NONE, sim.faultRng);
        if (!sim.plan.keepData()) {
            forgetEverything();
        }
        sim.net.processGone(ended, true);
    }

    /** What the store appended is in the files: the end of the process does not take it away any more. */
    void written() {
        for (int seq = journal.written() + 1; seq <= journal.last(); seq++) {
            everHeld.set(journal.at(seq));
        }
        journal.wrote(sim.plan.fsync());
    }

    /** Rows in the CSV files when the last process ended. */
    long shown() {
        return shown;
    }

    private void forgetEverything() {
        shown = 0;
        journal.clear();
        everHeld.clear();
        history = false;
        losses++;
    }

    void powerOn() {
        powered = true;
    }

    void pause() {
        if (peer != null && !paused) {
            paused = true;
            sim.trace.add(sim.clock.now(), 4, index, () -> id + " pauses");
        }
    }

    void resume() {
        if (paused) {
            paused = false;
            sim.trace.add(sim.clock.now(), 5, index, () -> id + " resumes");
            List<Runnable> now = List.copyOf(deferred);
            deferred.clear();
            for (Runnable r : now) {
                sim.clock.after(0, r);
            }
            sim.net.addressChanged(this);
        }
    }

    void hangDisk(boolean hangs) {
        diskHangs = hangs;
        sim.trace.add(sim.clock.now(), 6, index, () -> id + (hangs ? " disk hangs" : " disk goes on"));
        if (!hangs && peer != null) {
            peer.store().schedule();
        }
    }

    /** Runs it now, or at the instant the pause ends; never if that process is gone by then. */
    void whenAwake(SimPeer of, Runnable action) {
        if (peer != of) {
            return;
        }
        if (paused) {
            deferred.add(() -> whenAwake(of, action));
        } else {
            action.run();
        }
    }

    @Override
    public String toString() {
        return id;
    }
}
