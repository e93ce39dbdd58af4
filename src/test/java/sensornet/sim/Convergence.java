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

/** After the faults: one group, nothing lost, identical files; within a bounded time, and staying so. */
final class Convergence {
    private final Simulation sim;

    Convergence(Simulation sim) {
        this.sim = sim;
    }

    void await(long deadline) {
        // The stream goes on for a while into the calm, so that repairs are not only tested on idle groups.
        Settings settings = sim.plan.settings();
        sim.clock.runUntil(sim.clock.now() + sim.rng.between(0, 5) * SimClock.SECOND);
        sim.stopFeeding();
        // What somebody suspected just before the calm is still to be found out to be over.
        sim.clock.runUntil(sim.clock.now()
                + (settings.heartbeatTimeoutMs() + 2 * settings.electionTimeoutMs()) * SimClock.MS);
        String missing;
        String lost = null;
        while ((missing = unsettled()) != null || (lost = lostReading()) != null) {
            if (sim.clock.now() > deadline) {
                throw missing != null ? new Violation("liveness", missing + "\n" + sim.states())
                        : new Violation("G3-nothing-lost", lost + "\n" + sim.states());
            }
            sim.clock.runUntil(sim.clock.now() + 200 * SimClock.MS);
        }
        identicalFiles();
        var view = sim.hosts.get(0).peer().view().id();
        sim.clock.runUntil(sim.clock.now() + 2 * settings.heartbeatTimeoutMs() * SimClock.MS);
        missing = unsettled();
        if (missing != null || !sim.hosts.get(0).peer().view().id().equals(view)) {
            throw new Violation("G7-stays-one-group", "after it had settled in " + view + ": " + missing + "\n"
                    + sim.states());
        }
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
