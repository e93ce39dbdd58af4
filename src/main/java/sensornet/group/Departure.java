package sensornet.group;

import sensornet.model.Member;
import sensornet.wire.Message;

/** Says goodbye: members see LEAVE and do not suspect anybody; a leader that leaves hands over by it. */
public final class Departure {
    private final GroupView group;
    private boolean leaving;
    private long deadline;
    /** All own readings are in the journal, below or at this number; 0 until they are. */
    private long goal;

    public Departure(GroupView group) {
        this.group = group;
    }

    /** From now on nothing new is taken; what waits has a bounded time to be delivered. */
    public void begin() {
        if (!leaving) {
            leaving = true;
            deadline = group.now() + Math.min(1_000, group.settings().electionTimeoutMs());
        }
    }

    public boolean isLeaving() {
        return leaving;
    }

    /** Whether to go now: everything is delivered, or the time is over, or there is nobody to deliver it to. */
    public boolean isDue(boolean outboxEmpty) {
        if (!leaving || group.phase() == Phase.LEFT) {
            return false;
        }
        if (outboxEmpty && goal == 0) {
            goal = group.log().last(); // not the moving end: others' streams need not fall silent for a leader to go
        }
        boolean delivered = outboxEmpty && group.log().committed() >= goal;
        return group.now() >= deadline || outboxEmpty && group.view() == null || delivered && group.active();
    }

    /** LEAVE to whom it concerns: the leader, or everybody if this is the leader (or nobody is in force). */
    public void sayGoodbye() {
        if (group.view() == null) {
            return;
        }
        Message.Leave leave = new Message.Leave(group.view().id());
        for (Member m : group.view().members()) {
            boolean concerned = !group.active() || group.leading() || m.identity().equals(group.view().leader());
            if (concerned && !m.identity().equals(group.me())) {
                group.send(m, leave);
            }
        }
    }
}
