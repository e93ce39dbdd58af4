package sensornet.group;

import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sensornet.model.History;
import sensornet.model.Identity;
import sensornet.model.Member;
import sensornet.model.Standing;
import sensornet.model.ViewId;
import sensornet.wire.Message;
import sensornet.wire.Message.RefuseReason;

/**
 * The participant's side of a round: promise on disk, report, be brought level, install. Leadership is sticky: asked
 * by somebody to leave a leader that it does not suspect, a member first asks the leader (attacks F1, F16).
 */
final class Follower implements CatchUp.Listener {
    private static final Logger LOG = LoggerFactory.getLogger(Follower.class);

    private final GroupView group;
    private final CatchUp catchUp;
    private final Newcomer newcomer;
    private final BullyElection election;
    private final Round round;

    /** The round that was promised, null if none is followed. Equals {@code group.promised()} then. */
    private ViewId following;
    private Member coordinator;
    private long promiseTicket;
    private boolean reported;
    private boolean level;
    private long levelTicket;
    private long deadline;
    private long repeatAt;
    /** Asked by these to leave a leader that is being asked whether it lives. */
    private final Map<Identity, Held> held = new LinkedHashMap<>();

    private record Held(Member from, ViewId proposed) {
    }

    Follower(GroupView group, CatchUp catchUp, Newcomer newcomer, BullyElection election, Round round) {
        this.group = group;
        this.catchUp = catchUp;
        this.newcomer = newcomer;
        this.election = election;
        this.round = round;
    }

    boolean isFollowing(Identity peer) {
        return following != null && coordinator.identity().equals(peer);
    }

    void onCoordinator(Member from, Message.Coordinator m) {
        ViewId proposed = m.proposed();
        if (!proposed.leader().equals(from.identity()) || !group.raiseEpoch(proposed.epoch())) {
            group.count("foreign_coordinator");
            return;
        }
        if (proposed.equals(following)) {
            reported = false; // it asks again: the report or the question was lost
            report();
        } else if (!proposed.isAbove(group.promised())) {
            refuse(from, proposed, RefuseReason.HIGHER_PROMISE);
        } else if (!(group.view() != null && group.view().contains(from.identity()))
                && !newcomer.isJoining(from.identity())) {
            refuse(from, proposed, RefuseReason.NOT_MEMBER);
        } else if (hasLeader() && !group.view().leader().equals(from.identity())) {
            if (group.leading()) {
                refuse(from, proposed, RefuseReason.LEADER_ALIVE);
            } else {
                held.put(from.identity(), new Held(from, proposed));
                group.probe(group.view().leaderMember());
            }
        } else {
            accept(from, proposed);
        }
    }

    /** In force, or in a round of the leader's own: either way this peer has a leader that it does not suspect. */
    private boolean hasLeader() {
        return group.view() != null && (group.active() || isFollowing(group.view().leader()))
                && !election.suspects(group.view().leader());
    }

    private void refuse(Member to, ViewId proposed, RefuseReason reason) {
        group.send(to, new Message.Refuse(proposed, group.highestEpoch(), reason));
    }

    private void accept(Member from, ViewId proposed) {
        LOG.info("Received COORDINATOR announcement: {}", from.id());
        held.clear();
        round.abandon();
        election.onFollowing();
        catchUp.cancel();
        following = proposed;
        coordinator = from;
        reported = false;
        level = false;
        promiseTicket = group.promise(proposed);
        group.enter(Phase.FOLLOWING, "COORDINATOR of " + from);
        deadline = group.now() + 2 * group.settings().electionTimeoutMs();
        repeatAt = group.now() + group.settings().electionTimeoutMs() / 4;
    }

    /** The leader that others want to leave was asked, and answered or not. */
    void onLeaderProbed(boolean alive) {
        for (Held each : held.values().toArray(Held[]::new)) {
            held.remove(each.from().identity());
            if (alive) {
                refuse(each.from(), each.proposed(), RefuseReason.LEADER_ALIVE);
            } else if (each.proposed().isAbove(group.promised())) {
                accept(each.from(), each.proposed());
                return;
            }
        }
    }

    void onStored() {
        report();
        sayLevelled();
    }

    /** A promise is told when it is on disk, and so is every entry that was accepted before it (F6, F11). */
    private void report() {
        if (following != null && !reported && group.isStored(promiseTicket) && !group.cutting()) {
            reported = true;
            group.send(coordinator, new Message.Promise(following, group.report()));
        }
    }

    void onLevelAsked(Member from, Message.Level m) {
        if (!m.proposed().equals(following) || !isFollowing(from.identity())) {
            return;
        }
        Standing target = m.standing();
        if (!following.isAbove(target.tag())) {
            group.count("absurd_standing");
            return;
        }
        deadline = group.now() + 2 * group.settings().electionTimeoutMs();
        if (!group.cutting() && group.log().standing().equals(target)) {
            onLevel();
        } else if (!catchUp.isFrom(from)) {
            catchUp.start(from, following, m.spans(), target, this);
        }
    }

    /** Told when it is on disk that this peer counts from now on: the coordinator builds the view on it. */
    @Override
    public void onLevel() {
        levelTicket = group.raiseHistory(group.log().tag().isNone() ? History.FOUNDING : History.FULL);
        level = true;
        sayLevelled();
    }

    private void sayLevelled() {
        if (following != null && level && group.isStored(levelTicket)) {
            level = false;
            group.send(coordinator, new Message.Levelled(following, group.log().last()));
        }
    }

    @Override
    public void onCatchUpFailed(String reason) {
        giveUp(reason);
    }

    /** Counts only for who is level, and in the very round that it promised (attack F9b). */
    void onViewChange(Member from, Message.ViewChange m) {
        if (!m.view().id().equals(following) || !isFollowing(from.identity())) {
            if (group.view() == null || !m.view().id().equals(group.view().id())) {
                group.count("foreign_view_change");
            }
            return;
        }
        boolean level = !group.cutting() && group.log().last() == m.first() - 1 && group.log().tag().equals(m.tag());
        boolean mine = m.view().contains(group.me()) && m.view().members().size() <= GroupView.MAX_MEMBERS;
        if (m.view().quorate() && !level || !mine) {
            group.count("view_change_not_level");
            return;
        }
        catchUp.cancel();
        following = null;
        group.install(m.view(), m.first(), m.left());
    }

    void onTick() {
        if (following == null) {
            return;
        }
        if (catchUp.isFrom(coordinator)) {
            deadline = Math.max(deadline, group.now() + group.settings().electionTimeoutMs());
        }
        if (group.now() >= deadline) {
            giveUp("no VIEW_CHANGE of " + following + " in time");
        } else if (group.now() >= repeatAt) {
            repeat();
        }
    }

    /** The report may have been lost with a link. */
    void repeat() {
        if (following != null) {
            repeatAt = group.now() + group.settings().electionTimeoutMs() / 4;
            if (reported && !catchUp.isFrom(coordinator)) {
                reported = false;
                report();
            }
        }
    }

    void onGone(Identity peer, String reason) {
        held.remove(peer);
        if (isFollowing(peer)) {
            giveUp(reason);
        }
    }

    /** Another round, a merge or a search takes over. */
    void abandon() {
        if (following != null) {
            following = null;
            catchUp.cancel();
        }
    }

    private void giveUp(String reason) {
        Member lost = coordinator;
        following = null;
        catchUp.cancel();
        LOG.debug("gave up the round of {}: {}", lost, reason);
        if (group.view() == null) {
            newcomer.search(reason);
        } else {
            election.onCoordinatorLost(lost, reason);
        }
    }
}
