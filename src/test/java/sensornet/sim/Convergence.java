package sensornet.sim;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import sensornet.group.Settings;
import sensornet.model.Identity;
import sensornet.model.View;
import sensornet.model.ViewId;

/** After the faults: one group, nothing lost, identical files; within a bounded time, and staying so. */
final class Convergence {
    private final Simulation sim;

    Convergence(Simulation sim) {
        this.sim = sim;
    }

    void await(long deadline) {
        // The stream goes on for a while into the calm, so that repairs are not only tested on idle groups.
        Settings settings = sim.plan.settings();
        run(sim.rng.between(0, 5_000));
        lastReset(settings);
        sim.stopFeeding();
        // What somebody suspected just before the calm is still to be found out to be over.
        run(settings.heartbeatTimeoutMs() + 2 * settings.electionTimeoutMs());
        String missing;
        String lost = null;
        while ((missing = unsettled()) != null || (lost = lostReading()) != null) {
            if (sim.clock.now() > deadline) {
                throw missing != null ? new Violation("liveness", missing + "\n" + sim.states())
                        : new Violation("G3-nothing-lost", lost + "\n" + sim.states());
            }
            run(200);
        }
        identicalFiles();
        ViewId view = viewOfAll();
        run(2 * settings.heartbeatTimeoutMs());
        missing = unsettled();
        if (missing != null || !view.equals(viewOfAll())) {
            throw new Violation("G7-stays-one-group", "after it had settled in " + view + ": " + missing + "\n"
                    + sim.states());
        }
    }

    private void run(long ms) {
        sim.clock.runUntil(sim.clock.now() + ms * SimClock.MS);
    }

    /**
     * The very last fault is for a group that is well: every link is reset in the middle of the stream, and then all is
     * quiet. Heartbeats have to bring back what was lost, in the same view (attack F13): a lost request, entry,
     * acknowledgement or commit mark never waits for the next view.
     */
    private void lastReset(Settings settings) {
        if (sim.rng.chance(0.5)) {
            return;
        }
        run(2 * settings.heartbeatTimeoutMs() + 2 * settings.electionTimeoutMs());
        ViewId before = viewOfAll();
        run(settings.heartbeatTimeoutMs());
        if (before == null || !before.equals(viewOfAll())) {
            return; // it has not settled yet
        }
        sim.net.resetAll();
        sim.stopFeeding();
        long enough = 4 * settings.heartbeatIntervalMs() + 3_000 + 30 * sim.plan.diskBase() / SimClock.MS;
        String missing;
        int kept;
        do { // again only while kept readings are still put in, piece by piece, on a very slow disk (seed 9257016)
            kept = keptReads();
            run(enough);
            missing = unsettled();
        } while (missing != null && before.equals(viewOfAll()) && keptReads() > kept);
        if (missing != null || !before.equals(viewOfAll())) {
            throw new Violation("F13-repaired-in-the-view", "after all links of a healthy group were reset in " + before
                    + ": " + missing + "\n" + sim.states());
        }
    }

    private int keptReads() {
        return sim.hosts.stream().filter(SimHost::running).mapToInt(h -> h.peer().store().keptReads()).sum();
    }

    /** The view that is in force everywhere, or null. */
    private ViewId viewOfAll() {
        ViewId all = null;
        for (SimHost host : sim.hosts) {
            View view = host.running() ? host.peer().protocol().activeView() : null;
            if (view == null || view.members().size() != sim.hosts.size() || all != null && !all.equals(view.id())) {
                return null;
            }
            all = view.id();
        }
        return all;
    }

    /** Null once everybody is in one view with everything delivered. */
    private String unsettled() {
        SimHost first = sim.hosts.get(0);
        for (SimHost host : sim.hosts) {
            SimPeer peer = host.peer();
            if (peer == null) {
                return host + " is down; stops: " + sim.stops();
            }
            View inForce = peer.protocol().activeView();
            if (inForce == null || peer.view().members().size() != sim.hosts.size()
                    || !peer.view().id().equals(first.peer().view().id())) {
                return peer + " is in " + peer.view() + ", not in one view of all";
            }
            if (!peer.store().idle()) {
                return peer + " is still storing";
            }
            if (host.journal().committed() < host.journal().last()) {
                return peer + " has shown " + host.journal().committed() + " of " + host.journal().last();
            }
            String difference = first.journal().difference(host.journal());
            if (difference != null) {
                return difference;
            }
        }
        return null;
    }

    /**
     * G3 (taken by a peer that stays alive) and G7 (was in the journal of a peer that kept its disk): null, or what is
     * not in the journals, which are all the same by now.
     */
    private String lostReading() {
        JournalModel journal = sim.hosts.get(0).journal();
        BitSet present = new BitSet();
        for (int seq = 1; seq <= journal.last(); seq++) {
            present.set(journal.at(seq));
        }
        for (Map.Entry<Identity, List<Integer>> e : sim.ledger.byOrigin().entrySet()) {
            SimPeer peer = sim.hostOf(e.getKey().id()).peer();
            boolean lives = peer != null && peer.identity().equals(e.getKey());
            for (int reading : e.getValue()) {
                if (present.get(reading)) {
                    continue;
                }
                if (lives) {
                    return sim.ledger.reading(reading) + " was taken by a living peer and is not in the journals";
                }
                SimHost holder = holder(reading);
                if (holder == null) {
                    break; // Nobody had it, so what the same origin took after it has no place any more (attack F24).
                }
                return sim.ledger.reading(reading) + " was in the journal of " + holder
                        + ", which kept its disk, and is not in the journals";
            }
        }
        return null;
    }

    private SimHost holder(int reading) {
        for (SimHost host : sim.hosts) {
            if (host.everHeld().get(reading)) {
                return host;
            }
        }
        return null;
    }

    /** G6: byte-identical CSV files that hold 1..n without a gap, each row what the journal has. */
    private void identicalFiles() {
        SortedMap<String, byte[]> first = sim.hosts.get(0).disk().csvFiles();
        int rows = CsvCheck.rows(sim, first);
        if (rows != sim.hosts.get(0).journal().last()) {
            throw new Violation("G6-identical-files", "the files hold " + rows + " rows of "
                    + sim.hosts.get(0).journal().last());
        }
        for (SimHost host : sim.hosts) {
            SortedMap<String, byte[]> files = host.disk().csvFiles();
            if (!files.keySet().equals(first.keySet())) {
                throw new Violation("G6-identical-files", host + " has " + files.keySet() + ", " + sim.hosts.get(0)
                        + " has " + first.keySet());
            }
            Iterator<byte[]> mine = files.values().iterator();
            for (Map.Entry<String, byte[]> e : first.entrySet()) {
                if (!Arrays.equals(e.getValue(), mine.next())) {
                    throw new Violation("G6-identical-files", e.getKey() + " of " + host + " differs from "
                            + sim.hosts.get(0) + "'s");
                }
            }
        }
    }
}
