package sensornet.group;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sensornet.group.PeerEvents.ProbeResult;
import sensornet.model.Identity;
import sensornet.model.Member;
import sensornet.model.View;
import sensornet.wire.Message;

/**
 * The bully algorithm (Garcia-Molina 1982) for who coordinates the round after a leader was lost: ask all higher
 * members, the highest that answers takes over, whoever hears of nobody higher coordinates. Two things are added:
 * leadership is sticky (a higher peer that still hears the leader says so instead of OK), and one OK that leads to
 * nothing is believed once only (the highest peer may reach too few, attack F15c). Also the one place where suspicion
 * of a member of the view is collected.
 */
public final class BullyElection implements Round.Listener, ViewListener {
    private static final Logger LOG = LoggerFactory.getLogger(BullyElection.class);
    private static final int MAX_FOREIGN_ELECTORS = 64;
    private static final long FIRST_BACKOFF_MS = 100;

    private enum State { IDLE, ASKING, WAITING, BACKOFF }

    private final GroupView group;
    private Round round;
    private Follower follower;
    private Newcomer newcomer;

    /** Members of the installed view that are believed gone; the value says why. Forgotten with the next view. */
    private final Map<Identity, String> suspects = new LinkedHashMap<>();
    private final List<String> leftIds = new ArrayList<>();
    /** Who sent ELECTION from a view that contains this peer but that it did not install (attack F17). */
    private final Map<Identity, Member> foreignElectors = new LinkedHashMap<>();
    /** Electors that are answered when it is known whether the leader lives; the value is their round. */
    private final Map<Identity, Message.Election> held = new LinkedHashMap<>();

    private State state = State.IDLE;
    private long electionRound;
    private final Map<Identity, Member> asked = new LinkedHashMap<>();
    private Identity okGiver;
    private boolean fruitless;
    private long deadline;
    private long backoff = FIRST_BACKOFF_MS;

    BullyElection(GroupView group) {
        this.group = group;
    }

    void connect(Round theRound, Follower theFollower, Newcomer theNewcomer) {
        round = theRound;
        follower = theFollower;
        newcomer = theNewcomer;
    }

    boolean suspects(Identity peer) {
        return suspects.containsKey(peer);
    }

    // ---- suspicion

    /** That member of the view is gone: killed, hung, or in another view. */
    public void suspect(Identity peer, String reason) {
        View view = group.view();
        if (view == null || !view.contains(peer) || peer.equals(group.me()) || suspects.containsKey(peer)) {
            return;
        }
        suspects.put(peer, reason);
        LOG.debug("suspect {}: {}", peer, reason);
        if (!leftIds.contains(peer.id())) {
            group.logFailed(peer, reason);
        }
        if (round.underWay()) {
            round.onGone(peer);
        } else if (group.leading()) {
            coordinate("without " + peer.id() + ": " + reason);
        } else if (group.phase() == Phase.FOLLOWING) {
            follower.onGone(peer, reason);
        } else if (peer.equals(view.leader()) || peer.equals(okGiver)) {
            elect(reason);
        } else if (state == State.ASKING && asked.remove(peer) != null && asked.isEmpty()) {
            coordinate("nobody higher is left to answer"); // a death is an answer (F15b)
        }
        if (peer.equals(view.leader())) {
            answerHeld(false);
        }
    }

    /** That member is not in the view any more, and nothing is wrong with it: it left, or is in another view. */
    void onDeparted(Member member, String reason) {
        if (group.view() != null && group.view().contains(member.identity()) && !suspects(member.identity())) {
            leftIds.add(member.id());
            suspect(member.identity(), reason);
        }
    }

    /**
     * That member of the view this peer leads says it is in another one. It is asked for its promise all the same: if it
     * refuses and nobody else is left here, it is this peer that was left out, and the round says so. Going on alone, a
     * leader that was only paused would get the later view and with it the healthy one's group (G9).
     */
    void onElsewhere(Member member, String reason) {
        if (!suspects(member.identity()) && !round.underWay()) {
            leftIds.add(member.id());
            coordinate(member.id() + ": " + reason);
        }
    }

    @Override
    public List<String> leftIds() {
        return List.copyOf(leftIds);
    }

    void onCoordinatorLost(Member coordinator, String reason) {
        View view = group.view();
        if (!suspects(coordinator.identity()) && view.contains(coordinator.identity())) {
            suspects.put(coordinator.identity(), reason);
        }
        elect(reason);
    }

    // ---- asking

    private void elect(String reason) {
        if (group.phase() == Phase.LEFT || group.view() == null || round.underWay()) {
            return;
        }
        asked.clear();
        okGiver = null;
        electionRound++;
        for (Member m : group.view().members()) {
            if (group.outranks(m.id(), group.self().id()) && !suspects(m.identity())
                    && !m.identity().equals(group.view().leader())) {
                asked.put(m.identity(), m);
            }
        }
        if (asked.isEmpty() || fruitless) {
            coordinate(reason);
            return;
        }
        group.enter(Phase.ELECTING, reason);
        state = State.ASKING;
        deadline = group.now() + group.settings().electionTimeoutMs();
        sendElection();
    }

    private void sendElection() {
        for (Member m : asked.values()) {
            group.send(m, new Message.Election(group.self().id(), group.view().id(), electionRound));
        }
    }

    void onOk(Member from, Message.Ok m) {
        if (state == State.ASKING && m.round() == electionRound && asked.containsKey(from.identity())) {
            state = State.WAITING;
            okGiver = from.identity();
            deadline = group.now() + group.settings().electionTimeoutMs();
        }
    }

    void onLeaderAlive(Member from, Message.LeaderAlive m) {
        if (state == State.ASKING && m.round() == electionRound && asked.remove(from.identity()) != null
                && asked.isEmpty()) {
            coordinate("all higher peers refused");
        }
    }

    void onTick() {
        if (state == State.IDLE || group.now() < deadline) {
            return;
        }
        fruitless |= state == State.WAITING;
        if (group.view() == null) {
            state = State.IDLE;
        } else {
            coordinate(state == State.WAITING ? "no COORDINATOR after an OK" : "nobody higher answered");
        }
    }

    // ---- being asked

    void onElection(Member from, Message.Election m) {
        View view = group.view();
        if (view == null) {
            group.count("election_without_view");
        } else if (view.contains(from.identity())) {
            onMembersElection(from, m, view);
        } else if (m.view().equals(group.promised()) && !group.active()) {
            // Its view was installed there and not here, before its leader died: it goes on with us (F17).
            if (foreignElectors.size() < MAX_FOREIGN_ELECTORS) {
                foreignElectors.put(from.identity(), from);
            }
            group.send(from, new Message.Ok(m.round()));
        } else {
            group.send(from, new Message.Stale(group.promised(), group.active() ? view.leaderMember() : null,
                    group.highestEpoch()));
        }
    }

    private void onMembersElection(Member from, Message.Election m, View view) {
        if (m.view().compareTo(view.id()) < 0) {
            if (group.leading()) {
                onDeparted(from, "it has not installed " + view.id() + " and elects in an older view");
            }
        } else if (group.leading()) {
            group.send(from, new Message.LeaderAlive(m.round()));
        } else if (!group.active() || suspects(view.leader())) {
            group.send(from, new Message.Ok(m.round()));
            if (state == State.IDLE && !round.underWay() && group.phase() != Phase.FOLLOWING) {
                elect("ELECTION of " + from.id());
            }
        } else {
            held.put(from.identity(), m);
            group.probe(view.leaderMember());
        }
    }

    /** The leader was asked whether it lives, because somebody elects or coordinates without it. */
    void onProbe(Identity peer, ProbeResult result) {
        if (group.view() == null || !peer.equals(group.view().leader()) || peer.equals(group.me())) {
            return;
        }
        boolean alive = result == ProbeResult.ALIVE;
        boolean electing = !held.isEmpty();
        answerHeld(alive);
        follower.onLeaderProbed(alive);
        if (!alive && electing) {
            suspect(peer, result == ProbeResult.KILLED ? "its address refuses" : "suspected by others and silent");
        }
    }

    private void answerHeld(boolean leaderAlive) {
        for (Map.Entry<Identity, Message.Election> each : held.entrySet()) {
            Member elector = group.view() == null ? null : group.view().member(each.getKey());
            if (elector != null) {
                group.send(elector, leaderAlive ? new Message.LeaderAlive(each.getValue().round())
                        : new Message.Ok(each.getValue().round()));
            }
        }
        held.clear();
    }

    // ---- coordinating

    private void coordinate(String reason) {
        state = State.IDLE;
        okGiver = null;
        coordinateWith(List.of(), reason);
    }

    /** Starts the round: all members of the view that are not suspected, and these. */
    void coordinateWith(List<Member> joiners, String reason) {
        List<Member> others = new ArrayList<>(joiners);
        for (Member m : group.view().members()) {
            if (!suspects(m.identity()) && joiners.stream().noneMatch(j -> j.identity().equals(m.identity()))) {
                others.add(m);
            }
        }
        others.addAll(foreignElectors.values());
        int tooMany = others.size() - GroupView.MAX_MEMBERS;
        if (tooMany > 0) {
            group.count("member_limit"); // joiners that do not fit go on waiting
            others.subList(0, Math.min(tooMany, joiners.size())).clear();
            others = new ArrayList<>(others.subList(0, Math.min(others.size(), GroupView.MAX_MEMBERS)));
        }
        follower.abandon();
        round.start(others, reason);
    }

    /** A newcomer that found nobody: a round with itself. */
    void leadAlone(String reason) {
        reset();
        follower.abandon();
        round.start(List.of(), reason);
    }

    @Override
    public void onRoundBeaten() {
        state = State.BACKOFF;
        group.enter(Phase.ELECTING, "a higher promise was met");
        deadline = group.now() + 10 + group.randomPart(backoff);
        backoff = Math.min(2 * backoff, group.settings().electionTimeoutMs());
    }

    @Override
    public void onRoundDeposed(String reason) {
        LOG.info("Leaving the view led by {}: {}; looking for the group", group.view() == null ? "-"
                : group.view().leader().id(), reason);
        newcomer.search(reason);
    }

    /** A coordinator was promised: whatever was asked before is over. */
    void onFollowing() {
        state = State.IDLE;
        okGiver = null;
        answerHeld(false);
    }

    private void reset() {
        suspects.clear();
        leftIds.clear();
        foreignElectors.clear();
        held.clear();
        state = State.IDLE;
        okGiver = null;
        fruitless = false;
        backoff = FIRST_BACKOFF_MS;
    }

    @Override
    public void onInstalled() {
        reset();
    }

    @Override
    public void onDissolved() {
        reset();
    }

    /** A link stands again: what was asked over it may be lost. */
    void onLinkRestored(Identity peer) {
        if (state == State.ASKING && asked.containsKey(peer)) {
            sendElection();
        }
    }
}
