package sensornet.order;

import sensornet.group.GroupView;
import sensornet.group.ViewListener;
import sensornet.model.Entries;
import sensornet.model.Member;
import sensornet.wire.Message;

/**
 * A member's part of ordering: append in order, acknowledge what is on disk, deliver what is committed. All messages
 * that come here are of the view in force.
 */
public final class Replica implements ViewListener {
    private final GroupView group;
    private long ackedLast;

    public Replica(GroupView group) {
        this.group = group;
    }

    /** The first acknowledgement of a view says that it is installed, so it is sent even if nothing is new (F13). */
    @Override
    public void onInstalled() {
        ackedLast = -1;
        acknowledge();
    }

    public void onAppend(Message.Append m) {
        Entries entries = m.entries();
        long next = group.log().last() + 1;
        if (entries.last() >= next) {
            if (entries.first() < next) {
                entries = entries.from(next);
            }
            if (!group.log().continues(entries)) {
                group.count("append_ahead"); // something before it was lost; the heartbeat brings it back
                return;
            }
            group.accept(entries);
        }
        group.commit(m.committed());
    }

    public void onCommit(Message.Commit m) {
        group.commit(m.committed());
    }

    public void onHeartbeat(Member from, Message.Heartbeat m) {
        group.send(from, new Message.HeartbeatAck(group.view().id(), group.log().last(), m.last()));
        if (!group.view().quorate()) {
            return;
        }
        group.commit(m.committed());
        repeat();
    }

    /** The acknowledgement again: the last one may be lost. */
    public void repeat() {
        ackedLast = -1;
        acknowledge();
    }

    /**
     * Sent when entries are on disk, one for a batch; checked against the promise here, at the moment of sending: an
     * append that was still queued when a higher view was promised is never acknowledged (attack F6).
     */
    public void acknowledge() {
        if (group.active() && !group.leading() && group.isInstallStored() && group.durableLast() > ackedLast) {
            ackedLast = group.durableLast();
            group.send(group.view().leaderMember(), new Message.Ack(group.view().id(), ackedLast));
        }
    }
}
