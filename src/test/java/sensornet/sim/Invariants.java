package sensornet.sim;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import sensornet.journal.Recovered;
import sensornet.journal.StoreOp;
import sensornet.model.History;
import sensornet.model.Identity;
import sensornet.model.Member;
import sensornet.model.View;
import sensornet.model.ViewId;
import sensornet.wire.Message;

/** What must hold after every single event; each violation carries the invariant's name. */
final class Invariants {
    private final Simulation sim;
    private final Map<ViewId, View> views = new HashMap<>();
    private final Map<Identity, ViewId> installed = new LinkedHashMap<>();
    private final List<Integer> shown = new ArrayList<>();
    private final Map<ViewId, Map<Integer, Integer>> shownIn = new HashMap<>();
    private final Set<Long> confirmed = new HashSet<>();
    private final Map<Identity, Long> lowestOffer = new HashMap<>();
    private long rowsShown;

    Invariants(Simulation sim) {
        this.sim = sim;
    }

    long rowsShown() {
        return rowsShown;
    }

    int viewsInstalled() {
        return views.size();
    }

    /** G9: one member list and one leader per view id, installed in increasing order by every incarnation. */
    void installed(SimPeer peer, View view) {
        sim.trace.add(sim.clock.now(), 30, view == null ? 0 : view.id().hashCode(), () -> peer + " installs " + view);
        if (view == null) {
            return;
        }
        ViewId before = installed.put(peer.identity(), view.id());
        if (before != null && !view.id().isAbove(before)) {
            throw new Violation("G9-views", peer + " installed " + view.id() + " after " + before);
        }
        View known = views.putIfAbsent(view.id(), view);
        if (known != null && !ids(known).equals(ids(view))) {
            throw new Violation("G9-views", view.id() + " is " + known + " and " + view);
        }
        if (!view.contains(peer.identity()) || !view.contains(view.leader())) {
            throw new Violation("G9-views", peer + " installed a view without itself or its leader: " + view);
        }
        if (view.quorate() && view.members().size() < sim.plan.quorum()) {
            throw new Violation("G7-quorum", peer + " says quorate=" + view.quorate() + " of " + view);
        }
    }

    private static List<Identity> ids(View view) {
        return view.members().stream().map(Member::identity).sorted().toList();
    }

    /** A store carried an operation out; {@code view} was installed when it was offered. */
    void executed(SimPeer peer, StoreOp op, View view) {
        SimHost host = peer.host();
        JournalModel journal = host.journal();
        if (op instanceof StoreOp.Append append) {
            journal.append(append.entries());
        } else if (op instanceof StoreOp.Cut cut) {
            if (sim.plan.strict() && cut.to() < journal.committed()) {
                throw new Violation("G1-no-row-changes", peer + " cuts to " + cut.to() + " but has shown "
                        + journal.committed());
            }
            if (cut.to() < journal.last()) {
                sim.happened("cuts", 1);
                sim.happened("entries cut", journal.last() - cut.to());
                sim.happened("rows cut", Math.max(0, journal.committed() - cut.to()));
            }
            journal.cut(cut.to());
        } else if (op instanceof StoreOp.ClearKept) {
            host.written();
            journal.wrote(true); // what was kept, forced, is now nowhere but in the journal (attack F24)
        } else if (op instanceof StoreOp.Promised promised) {
            host.historyStored(promised.history() == History.FULL);
        } else if (op instanceof StoreOp.Commit commit) {
            int from = journal.committed();
            journal.commit(commit.upTo());
            if (view != null && !view.quorate() && journal.committed() > from) {
                throw new Violation("G7-quorum", peer + " commits " + commit.upTo() + " in " + view);
            }
            for (int seq = from + 1; seq <= journal.committed(); seq++) {
                shows(peer, seq, journal.at(seq), view);
            }
        }
    }

    private void shows(SimPeer peer, int seq, int reading, View view) {
        rowsShown++;
        if (sim.plan.strict()) {
            while (shown.size() < seq) {
                shown.add(-1);
            }
            int before = shown.get(seq - 1);
            if (before != -1 && before != reading) {
                throw new Violation("G1-no-row-changes", "row " + seq + " was " + sim.ledger.reading(before) + ", "
                        + peer + " shows " + sim.ledger.reading(reading) + " in " + view);
            }
            shown.set(seq - 1, reading);
        }
        if (!confirmed.contains(row(seq, reading))) {
            throw new Violation("G5-safe-delivery", peer + " shows row " + seq + " (" + sim.ledger.reading(reading)
                    + ") in " + view + ", which no leader has committed");
        }
        if (view == null) {
            return; // Somebody who catches up shows what was committed in a view that it is not in (yet).
        }
        Integer before = shownIn.computeIfAbsent(view.id(), v -> new HashMap<>()).putIfAbsent(seq, reading);
        if (before != null && before != reading) {
            throw new Violation("G1-one-order", "row " + seq + " of " + view.id() + " was "
                    + sim.ledger.reading(before) + ", " + peer + " shows " + sim.ledger.reading(reading));
        }
    }

    private static long row(int seq, int reading) {
        return (long) seq << 32 | reading;
    }

    /**
     * G5, at the moment of the decision: a leader commits, so every member of its view has the reading on disk, unless
     * that disk was lost. Everybody else may only show what was decided so. (Later is too late to look: the row stays
     * committed when the view grows by a member whose disk is still busy, or when a member moves on.)
     */
    void commitOffered(SimPeer peer, long upTo, View view) {
        if (view == null || !view.leader().equals(peer.identity())) {
            return;
        }
        JournalModel journal = peer.host().journal();
        for (int seq = (int) peer.decided(upTo) + 1; seq <= upTo; seq++) {
            int reading = journal.at(seq);
            if (reading != -1 && confirmed.contains(row(seq, reading))) {
                continue;
            }
            for (Member member : view.members()) {
                if (reading == -1 || !holds(seq, reading, view, member)) {
                    JournalModel theirs = sim.hostOf(member.id()).journal();
                    throw new Violation("G5-safe-delivery", peer + " commits row " + seq + " ("
                            + (reading == -1 ? "not in its file" : sim.ledger.reading(reading)) + ") in " + view
                            + " but " + member.identity() + " does not have it; its journal ends at " + theirs.last()
                            + ", written to " + theirs.written() + ", forced to " + theirs.synced());
                }
            }
            confirmed.add(row(seq, reading));
        }
    }

    /**
     * A round of one's own view only takes away what no view has confirmed, in every mode: its best journal holds all
     * that any member has shown. Only who gives its view up, to join a longer history, may lose rows. (A view below the
     * quorum has shown nothing; what its members had shown before is another matter, if the contract is not kept.)
     */
    void cutOffered(SimPeer peer, long to) {
        View view = peer.protocol() == null ? null : peer.protocol().view();
        if (view != null && to < peer.committed() && (sim.plan.strict() || view.quorate())) {
            throw new Violation("G1-no-row-changes", peer + " cuts to " + to + " in a round of " + view
                    + " in which it has committed " + peer.committed());
        }
    }

    void offers(Member to, Message.AddedToNetwork offer) {
        lowestOffer.merge(to.identity(), offer.offer().standing().last(), Math::min);
    }

    /**
     * Without a quorum the shorter history joins the longer one. A leader that asks another to decide is judged by the
     * number that it sent, which may be old when it arrives: the lowest that was ever sent to that other.
     */
    void joins(SimPeer peer, Member leader, Message.Join join) {
        SimPeer there = sim.hostOf(leader.id()).peer();
        if (sim.plan.quorum() == 1 && there != null && there.identity().equals(leader.identity()) && there.view() != null
                && there.view().id().equals(join.view()) && join.standing().last() > there.committed()
                && lowestOffer.getOrDefault(leader.identity(), Long.MAX_VALUE) > there.committed()) {
            throw new Violation("G7-longer-history-stays", peer + " has shown " + join.standing().last()
                    + " rows and joins " + there + ", which has " + there.committed());
        }
    }

    /** Every member of the view has it, as far as its disk was not lost. */
    private boolean holds(int seq, int reading, View view, Member member) {
        SimHost host = sim.hostOf(member.id());
        return !host.keptSince(member.identity())
                || holds(host, seq, reading, view, member.identity(), sim.plan.fsync());
    }

    private static boolean holds(SimHost host, int seq, int reading, View view, Identity member, boolean forced) {
        SimPeer there = host.peer();
        View active = there == null ? null : there.protocol().activeView();
        if (active == null || !there.identity().equals(member) || !active.id().equals(view.id())) {
            return host.everHeld().get(reading);
        }
        // Not only accepted but in its file: otherwise the end of its process takes away what others show.
        return host.journal().at(seq) == reading
                && seq <= (forced ? host.journal().synced() : host.journal().written());
    }

    /** What a starting peer finds on its disk against what it wrote there. */
    void recovered(SimHost host, JournalModel found, Recovered recovered) {
        JournalModel known = host.journal();
        int common = 0;
        while (common < Math.min(known.last(), found.last()) && known.at(common + 1) == found.at(common + 1)) {
            common++;
        }
        if (common < known.written()) {
            throw new Violation("G8-recovery", host + " had written " + known.written() + " entries, of that is left "
                    + common);
        }
        if (found.last() > common) {
            throw new Violation("G8-recovery", host + " finds entries that it cut or never wrote: "
                    + known.difference(found));
        }
        // A process that died in the middle of a cut completes it at its next start: those rows are kept beside.
        long mustBeShown = Math.min(host.shown(), known.written());
        known.recovered(found.last(), found.committed(), sim.plan.fsync());
        if (recovered.log().last() != known.last()) {
            throw new Violation("G8-recovery", host + " recovered last=" + recovered.log().last() + " of "
                    + known.last());
        }
        if (!host.mayHaveLostTail() && found.committed() < mustBeShown) {
            throw new Violation("G8-recovery", host + " had shown " + host.shown() + " rows and recovers a commit mark of "
                    + found.committed());
        }
        if (sim.plan.quorum() > 1 && !host.mayHaveLostTail() && host.hasHistory() && recovered.history() != History.FULL) {
            throw new Violation("G8-recovery", host + " forgot that it has history");
        }
        host.tailIsCertain();
    }
}
