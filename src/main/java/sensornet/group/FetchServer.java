package sensornet.group;

import sensornet.journal.StoreEvents.ReadResult;
import sensornet.journal.StoreOp;
import sensornet.model.Entries;
import sensornet.model.JournalRecord;
import sensornet.model.Member;
import sensornet.model.ViewId;
import sensornet.model.ViewMark;
import sensornet.wire.Message;

/**
 * Serves the journal to who catches up. Each piece belongs to the view or round that is in force at both ends of the
 * disk read, and stops with it: a source that has promised something else may be cutting its journal (attack F9c).
 */
final class FetchServer {
    private static final int PIECE_BYTES = 256 * 1024;

    private final GroupView group;

    FetchServer(GroupView group) {
        this.group = group;
    }

    private record Asker(Member member, ViewId context) {
    }

    void onFetch(Member from, Message.Fetch m) {
        if (!serves(m.context()) || m.from() > group.log().last() + 1) {
            refuse(from);
            return;
        }
        group.store(new StoreOp.Read(m.from(), m.hash(), PIECE_BYTES, new Asker(from, m.context())));
    }

    /**
     * The view in force, the own round, or the round that was promised: in all of them the journal is not cut. A
     * newcomer serves nobody: its promise is what is left of a view it gave up, and its journal may be another's by now.
     */
    private boolean serves(ViewId context) {
        boolean newcomer = group.phase() == Phase.SEARCHING || group.phase() == Phase.JOINING;
        return context.equals(group.promised()) && !newcomer && !group.cutting();
    }

    void onRead(ReadResult read) {
        Asker asker = (Asker) read.tag();
        if (!serves(asker.context())) {
            if (!group.leading()) { // a leader has already made a new offer to its joiners
                refuse(asker.member());
            }
            return;
        }
        for (JournalRecord each : read.records()) {
            if (each instanceof Entries entries) {
                group.send(asker.member(), new Message.FetchedEntries(asker.context(),
                        group.log().viewAt(entries.first()), entries));
            } else if (each instanceof ViewMark mark) {
                group.send(asker.member(), new Message.FetchedMark(asker.context(), mark));
            }
        }
        group.send(asker.member(), new Message.Fetched(asker.context(), read.from(), read.next(), group.log().last(),
                group.log().committed(), read.matches()));
    }

    private void refuse(Member asker) {
        group.count("fetch_of_another_view");
        group.send(asker, new Message.Stale(group.promised(), group.active() ? group.view().leaderMember() : null,
                group.highestEpoch()));
    }
}
