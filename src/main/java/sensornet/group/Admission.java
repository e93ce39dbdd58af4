package sensornet.group;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sensornet.group.PeerEvents.ProbeResult;
import sensornet.model.Identity;
import sensornet.model.Member;
import sensornet.model.Offer;
import sensornet.wire.Message;

/**
 * The group's side of joining: offers to who asks, keeps the list of joiners, and takes who is nearly level into the
 * view by a round. Members that do not lead pass requests on; in an election everybody says WAIT.
 */
final class Admission implements ViewListener {
    private static final Logger LOG = LoggerFactory.getLogger(Admission.class);
    /** Per newcomer; a forged datagram costs at most one dial in this time. */
    private static final long OFFER_EVERY_MS = 200;
    private static final long PASS_ON_EVERY_MS = 1_000;
    /** Joiners that are ready at nearly the same time share one round. */
    private static final long GATHER_MS = 20;
    /** How long ready joiners wait for others that are still catching up. */
    private static final long GATHER_MAX_MS = 300;
    private static final int MAX_REMEMBERED = 256;
    /** Dials to who was not answered before: requests can be forged, and each could name another address (F28). */
    private static final int STRANGERS_AT_ONCE = 32;
    private static final long STRANGER_EVERY_MS = 60;
    private static final long WARN_EVERY_MS = 1_000;

    private static final class Joiner {
        final Member member;
        boolean ready;
        long heardAt;

        Joiner(Member member) {
            this.member = member;
        }
    }

    private final GroupView group;
    private final Newcomer newcomer;
    private final BullyElection election;
    private final Merge merge;
    private final Map<Identity, Joiner> joiners = new LinkedHashMap<>();
    /** When a newcomer was last answered: bounded, oldest out. */
    private final Map<Identity, Long> answeredAt = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Identity, Long> eldest) {
            return size() > MAX_REMEMBERED;
        }
    };
    /** Newcomers whose id a member has: key is that member, who is asked whether it still lives (attack F20). */
    private final Map<Identity, Member> returning = new LinkedHashMap<>();
    private long firstReadyAt;
    /** Since when another leader has been heard in this view that is below the quorum, -1 if none was. */
    private long stuckSince = -1;
    /** That leader, while it is being asked whether it is there. */
    private Identity stuckBeside;
    /** When the allowance for strangers is whole again; ahead of now by what was used up of it. */
    private long strangersAt;
    private long warnAt;

    Admission(GroupView group, Newcomer newcomer, BullyElection election, Merge merge) {
        this.group = group;
        this.newcomer = newcomer;
        this.election = election;
        this.merge = merge;
    }

    /** Somebody looks for a group or beacons; {@code group.phase()} is not SEARCHING. */
    void onRequest(Message.NewPeerRequest request) {
        Member from = request.from();
        if (from.identity().equals(group.me()) || group.view() == null) {
            return;
        }
        if (request.leading() && group.view().contains(from.identity())) {
            return; // our own leader's beacon, or an old one of a member
        }
        if (group.leading() && request.leading()) {
            merge.onForeignLeader(request);
        } else if (group.leading()) {
            offerTo(from);
        } else if (group.active()) {
            if (mayAnswer(from, PASS_ON_EVERY_MS)) {
                group.send(group.view().leaderMember(), request);
            }
            if (request.leading()) {
                goOverIfStuck(from);
            }
        } else if (!request.leading() && mayAnswer(from, PASS_ON_EVERY_MS)) {
            group.send(from, new Message.Wait());
        }
    }

    /**
     * Below the quorum, and another leader is heard again and again without becoming one with it: our leader does not
     * reach it, but this peer may (F15c). There is nothing to lose below the quorum, so it goes over alone.
     */
    private void goOverIfStuck(Member other) {
        if (group.view().quorate()) {
            return;
        }
        if (stuckSince < 0) {
            stuckSince = group.now();
        } else if (group.now() - stuckSince > 2 * group.settings().electionTimeoutMs()) {
            stuckBeside = other.identity(); // its beacon may be forged: a handshake shows whether it is there
            group.probe(other);
        }
    }

    private void goOver() {
        newcomer.shun(group.view().leader());
        newcomer.search("below the quorum with a leader that does not reach the others");
    }

    private boolean mayAnswer(Member from, long every) {
        Long last = answeredAt.get(from.identity());
        if (last != null ? group.now() - last < every : !strangerAllowed()) {
            return false;
        }
        answeredAt.remove(from.identity());
        answeredAt.put(from.identity(), group.now());
        return true;
    }

    private boolean strangerAllowed() {
        long used = Math.max(strangersAt, group.now()) + STRANGER_EVERY_MS;
        if (used - group.now() > STRANGERS_AT_ONCE * STRANGER_EVERY_MS) {
            group.count("request_of_too_many_strangers");
            return false;
        }
        strangersAt = used;
        return true;
    }

    private void offerTo(Member newcomer) {
        if (mayAnswer(newcomer, OFFER_EVERY_MS) && !isTaken(newcomer)) {
            group.send(newcomer, new Message.AddedToNetwork(offer()));
        }
    }

    /** An invitation. */
    Offer offer() {
        return offer(0);
    }

    private Offer offer(long answers) {
        return new Offer(group.self(), group.view().id(), group.view().quorate(), group.shown(),
                group.log().spans(), group.highestEpoch(), group.settings().options(), answers);
    }

    /**
     * Whether another incarnation in the view, or another joiner, has that id. It is asked first: only its answer
     * refuses the newcomer, since the id may come back before its death was noticed (power cut and a quick reboot).
     */
    private boolean isTaken(Member newcomer) {
        if (newcomer.id().equals(group.self().id())) {
            refuse(newcomer, group.self());
            return true;
        }
        for (Joiner j : joiners.values()) {
            if (j.member.id().equals(newcomer.id()) && !j.member.identity().equals(newcomer.identity())) {
                group.send(newcomer, new Message.Wait()); // one of that id at a time
                return true;
            }
        }
        for (Member m : group.view().members()) {
            if (m.id().equals(newcomer.id()) && !m.identity().equals(newcomer.identity())
                    && !election.suspects(m.identity())) {
                returning.put(m.identity(), newcomer);
                group.send(newcomer, new Message.Wait());
                group.probe(m);
                return true;
            }
        }
        return false;
    }

    private void refuse(Member newcomer, Member holder) {
        group.count("refused_id_in_use");
        if (mayWarn()) {
            LOG.warn("Refused {} at {}: its id is taken by the peer at {}", newcomer.id(), newcomer.address(),
                    holder.address());
        }
        group.send(newcomer, new Message.Refused("peer id " + newcomer.id() + " is already in use by the live peer at "
                + holder.address() + "; start this one with another --peer-id"));
    }

    private boolean mayWarn() {
        if (group.now() < warnAt) {
            return false;
        }
        warnAt = group.now() + WARN_EVERY_MS;
        return true;
    }

    void onProbe(Identity peer, ProbeResult result) {
        if (peer.equals(stuckBeside)) {
            stuckBeside = null;
            if (result == ProbeResult.ALIVE && group.active() && !group.leading() && !group.view().quorate()) {
                goOver();
                return;
            }
        }
        Member newcomer = returning.remove(peer);
        if (newcomer == null || !group.leading() || !group.view().contains(peer)) {
            return;
        }
        if (result == ProbeResult.ALIVE) {
            refuse(newcomer, group.view().member(peer));
        } else if (result == ProbeResult.KILLED) {
            election.suspect(peer, "its id came back");
        }
    }

    void onJoin(Member from, Message.Join m) {
        if (!group.leading()) {
            group.send(from, new Message.Stale(group.promised(), group.active() ? group.view().leaderMember() : null,
                    group.highestEpoch()));
            return;
        }
        String conflict = m.options().conflictWith(group.settings().options());
        if (conflict != null) {
            group.count("refused_options");
            if (mayWarn()) {
                LOG.warn("Refused {} at {}: {}", from.id(), from.address(), conflict);
            }
            group.send(from, new Message.Refused(conflict));
            return;
        }
        if (!group.raiseEpoch(m.epoch()) || isTaken(from)) {
            return;
        }
        boolean member = group.view().contains(from.identity());
        if (!member && !joiners.containsKey(from.identity()) && joiners.size() >= MAX_REMEMBERED) {
            group.count("joiner_limit");
            group.send(from, new Message.Wait());
            return;
        }
        Joiner joiner = joiners.computeIfAbsent(from.identity(), i -> new Joiner(from));
        joiner.heardAt = group.now();
        joiner.ready = false;
        if (member) {
            election.onDeparted(from, "it has lost its view and joins again");
        } else {
            group.send(from, new Message.AddedToNetwork(offer(m.request())));
        }
    }

    /** The joiner asks for a view that is not in force any more: offer the new one, it goes on from where it is. */
    boolean onStaleFetch(Member from) {
        if (group.leading() && joiners.containsKey(from.identity())) {
            group.send(from, new Message.AddedToNetwork(offer()));
            return true;
        }
        return false;
    }

    void heard(Identity peer) {
        Joiner joiner = joiners.get(peer);
        if (joiner != null) {
            joiner.heardAt = group.now();
        }
    }

    void onReady(Member from, Message.JoinReady m) {
        Joiner joiner = joiners.get(from.identity());
        if (!group.leading() || joiner == null) {
            return;
        }
        joiner.heardAt = group.now();
        if (!m.view().equals(group.view().id())) {
            group.send(from, new Message.AddedToNetwork(offer()));
        } else if (!joiner.ready) {
            if (joiners.values().stream().noneMatch(j -> j.ready)) {
                firstReadyAt = group.now();
            }
            joiner.ready = true;
        }
    }

    void onTick() {
        if (!group.leading() || joiners.isEmpty()) {
            return;
        }
        long patience = 2 * group.settings().electionTimeoutMs();
        for (Iterator<Joiner> i = joiners.values().iterator(); i.hasNext();) {
            Joiner j = i.next();
            if (group.now() - j.heardAt > patience) {
                i.remove();
            }
        }
        List<Member> ready = new ArrayList<>();
        joiners.values().stream().filter(j -> j.ready).forEach(j -> ready.add(j.member));
        long waited = group.now() - firstReadyAt;
        if (!ready.isEmpty() && waited >= (ready.size() == joiners.size() ? GATHER_MS : GATHER_MAX_MS)) {
            election.coordinateWith(ready, "to admit " + ready);
        }
    }

    void onGone(Identity peer) {
        joiners.remove(peer);
        returning.remove(peer);
    }

    @Override
    public void onDissolved() {
        stuckSince = -1;
        stuckBeside = null;
        joiners.clear();
        returning.clear();
    }

    @Override
    public void onInstalled() {
        if (!group.leading()) {
            onDissolved();
            return;
        }
        stuckSince = -1;
        for (Iterator<Joiner> i = joiners.values().iterator(); i.hasNext();) {
            Joiner j = i.next();
            j.ready = false;
            if (group.view().contains(j.member.identity())) {
                i.remove();
            } else {
                group.send(j.member, new Message.AddedToNetwork(offer()));
            }
        }
    }
}
