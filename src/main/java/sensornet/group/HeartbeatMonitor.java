package sensornet.group;

import java.util.HashMap;
import java.util.Map;
import sensornet.model.Identity;
import sensornet.model.Member;
import sensornet.wire.Message;

/**
 * Finds out who is hung; who is killed shows at its socket. The leader sends HEARTBEAT, members answer. Silence of
 * {@code --heartbeat-timeout} counts, and so does a journal that does not move for that long with work outstanding: a
 * hanging disk under a living thread would stop the whole group for ever (attack F18). A peer whose own disk hangs
 * therefore neither sends nor answers. Safety never rests on any of this.
 */
public final class HeartbeatMonitor implements ViewListener {
    private final GroupView group;
    private final BullyElection election;
    private final Map<Identity, Long> heardAt = new HashMap<>();
    private final Map<Identity, long[]> acked = new HashMap<>();
    private long beatAt;
    private long leaderHeardAt;
    private long commitSeen;
    private long commitMovedAt;

    HeartbeatMonitor(GroupView group, BullyElection election) {
        this.group = group;
        this.election = election;
    }

    @Override
    public void onInstalled() {
        heardAt.clear();
        acked.clear();
        leaderHeardAt = group.now();
        commitMovedAt = group.now();
        commitSeen = group.log().committed();
        for (Member m : group.view().members()) {
            heardAt.put(m.identity(), group.now());
            acked.put(m.identity(), new long[] {0, group.now()});
        }
        beatAt = group.now();
    }

    /** Any message of this view counts as a sign of life. */
    void heard(Identity peer) {
        if (peer.equals(group.view().leader())) {
            leaderHeardAt = group.now();
        } else {
            heardAt.replace(peer, group.now());
        }
    }

    /** How far a member's journal is on disk, or at least accepted. */
    public void progress(Identity member, long last) {
        long[] seen = acked.get(member);
        if (seen != null && last > seen[0]) {
            seen[0] = last;
            seen[1] = group.now();
        }
    }

    void onTick() {
        if (!group.active() || group.diskHangs()) {
            return; // whose own disk hangs sends nothing, hears no answer, and could finish no round: it blames nobody
        }
        if (group.leading()) {
            beat();
            watchMembers();
        } else {
            watchLeader();
        }
    }

    private void beat() {
        if (group.now() < beatAt) {
            return;
        }
        beatAt = group.now() + group.settings().heartbeatIntervalMs();
        for (Member m : group.view().members()) {
            if (!m.identity().equals(group.me())) {
                beat(m);
            }
        }
    }

    /** One heartbeat now: it carries what was sent on this link before it, so that gaps show. */
    void beat(Member to) {
        group.send(to, new Message.Heartbeat(group.view().id(), group.log().last(), group.log().committed()));
    }

    private void watchMembers() {
        long timeout = group.settings().heartbeatTimeoutMs();
        for (Member m : group.view().members()) {
            if (m.identity().equals(group.me())) {
                continue;
            }
            long[] journal = acked.get(m.identity());
            boolean outstanding = group.view().quorate() && journal[0] < group.log().last();
            if (!outstanding) {
                journal[1] = group.now();
            }
            if (group.now() - heardAt.get(m.identity()) > timeout) {
                election.suspect(m.identity(), "silent for " + timeout + "ms");
            } else if (outstanding && group.now() - journal[1] > timeout) {
                election.suspect(m.identity(), "its journal stands still for " + timeout + "ms");
            }
            if (!group.leading()) {
                return; // the suspicion has started a round
            }
        }
    }

    /** Twice the timeout for a journal that stands still: the leader has to find a hung member first. */
    private void watchLeader() {
        long timeout = group.settings().heartbeatTimeoutMs();
        if (group.log().committed() != commitSeen || group.log().committed() == group.log().last()) {
            commitSeen = group.log().committed();
            commitMovedAt = group.now();
        }
        if (group.now() - leaderHeardAt > timeout) {
            election.suspect(group.view().leader(), "silent for " + timeout + "ms");
        } else if (group.view().quorate() && group.now() - commitMovedAt > 2 * timeout) {
            election.suspect(group.view().leader(), "commits nothing for " + 2 * timeout + "ms");
        }
    }
}
