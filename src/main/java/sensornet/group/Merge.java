package sensornet.group;

import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sensornet.group.PeerEvents.ProbeResult;
import sensornet.journal.JournalOrder;
import sensornet.model.Identity;
import sensornet.model.Member;
import sensornet.model.Offer;
import sensornet.wire.Message;

/**
 * Two leaders meet, at a first start or after a partition. Of each pair only the one of higher priority asks, one
 * other at a time; the one that is asked decides in one step, with the asker's numbers as they were sent; the asker
 * obeys. So two leaders can never dissolve into each other (attack F22). The side that loses becomes newcomers of the
 * winner, each of its members for itself; what only it had is kept, and put in after the winner's history.
 */
final class Merge implements ViewListener {
    private static final Logger LOG = LoggerFactory.getLogger(Merge.class);
    private static final long BEACON_EVERY_MS = 1_000;
    private static final long CALL_FORMER_EVERY_MS = 5_000;
    private static final long WARN_EVERY_MS = 60_000;
    private static final int MAX_FORMER = 64;
    private static final int MAX_BEACONS = 16;

    private final GroupView group;
    private final Newcomer newcomer;
    private final Round round;
    private Admission admission;

    /** Leaders that were heard of by a beacon, which anybody can forge; each is being asked whether it is there. */
    private final Map<Identity, Member> beacons = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Identity, Member> eldest) {
            return size() > MAX_BEACONS;
        }
    };
    /** The leader that was asked and whose decision this one will obey, null if none. */
    private Identity asked;
    private long askedUntil;
    private long notBefore;
    private long warnAt;
    private long beaconAt;
    private long callFormerAt;
    private long callLeaderAt;
    /** Addresses of earlier members: after a partition without broadcast nobody else would find them (F28). */
    private final Map<String, Member> former = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Member> eldest) {
            return size() > MAX_FORMER;
        }
    };

    Merge(GroupView group, Newcomer newcomer, Round round) {
        this.group = group;
        this.newcomer = newcomer;
        this.round = round;
    }

    void connect(Admission theAdmission) {
        admission = theAdmission;
    }

    /**
     * A beacon is a hint, and costs one dial: only who is there by the handshake is asked, for while one is asked no other
     * is, and forged beacons would keep groups apart for ever.
     */
    void onForeignLeader(Message.NewPeerRequest beacon) {
        Member other = beacon.from();
        boolean mine = group.outranks(group.self().id(), other.id())
                || group.self().id().equals(other.id()) && group.me().compareTo(other.identity()) > 0;
        if (!mine) {
            if (group.now() >= callLeaderAt) {
                callLeaderAt = group.now() + BEACON_EVERY_MS; // it may not hear us: only it may ask
                group.send(other, beacon());
            }
        } else if (mayAsk()) {
            beacons.put(other.identity(), other);
            group.probe(other);
        }
    }

    private boolean mayAsk() {
        return asked == null && !round.underWay() && group.settled() && group.now() >= notBefore;
    }

    /** A leader of whom a beacon told is there, or not. */
    void onProbe(Identity peer, ProbeResult result) {
        Member other = beacons.remove(peer);
        if (other != null && result == ProbeResult.ALIVE && group.leading() && mayAsk()
                && !group.view().contains(peer)) {
            asked = peer;
            askedUntil = group.now() + group.settings().electionTimeoutMs();
            group.send(other, new Message.AddedToNetwork(admission.offer()));
        }
    }

    /** Another leader asks this one: decide. */
    void onLeadersOffer(Member from, Offer offer) {
        if (group.view().contains(from.identity())) {
            group.count("offer_of_own_member"); // sent when it still led a group of its own
            return;
        }
        if (asked != null && !asked.equals(from.identity()) || round.underWay() || !group.settled()) {
            group.send(from, new Message.Busy());
            return;
        }
        String conflict = offer.options().conflictWith(group.settings().options());
        if (conflict != null) {
            if (group.now() >= warnAt) {
                warnAt = group.now() + WARN_EVERY_MS;
                LOG.warn("Not merging with the group of {} at {}: {}", from.id(), from.address(), conflict);
            }
            group.send(from, new Message.Busy());
            return;
        }
        if (from.id().equals(group.self().id())) {
            group.stop(1, "another peer with the id " + from.id() + " leads a group at " + from.address()
                    + "; start this one with another --peer-id");
            return;
        }
        int mine = JournalOrder.compareGroups(group.settings().options().quorum(), group.settings().priority(),
                group.shown(), group.me(), offer.standing(), offer.leader().identity());
        if (mine > 0) {
            group.send(from, new Message.Go(admission.offer()));
        } else {
            dissolveInto(offer);
        }
    }

    /** The decision: from the leader that was asked, or from this member's own leader. */
    void onGo(Member from, Offer offer) {
        boolean fromAsked = group.leading() && from.identity().equals(asked)
                && offer.leader().identity().equals(asked);
        boolean fromLeader = group.active() && !group.leading() && from.identity().equals(group.view().leader())
                && !offer.leader().identity().equals(group.me())
                && !offer.leader().identity().equals(group.view().leader());
        if (fromAsked || fromLeader) {
            dissolveInto(offer);
        } else {
            group.count("foreign_go");
        }
    }

    private void dissolveInto(Offer winner) {
        asked = null;
        if (newcomer.isAbsurd(winner) || !group.raiseEpoch(winner.epoch())) {
            return;
        }
        if (group.leading()) {
            LOG.info("Merging into the group of {} at {}, which has {} readings to our {}", winner.leader().id(),
                    winner.leader().address(), winner.standing().last(), group.log().committed());
            for (Member m : group.view().members()) {
                if (!m.identity().equals(group.me())) {
                    group.send(m, new Message.Go(winner));
                }
            }
        }
        remember();
        newcomer.join(winner);
    }

    void onBusy(Member from) {
        if (from.identity().equals(asked)) {
            asked = null;
            notBefore = group.now() + 200 + group.randomPart(1_000);
        }
    }

    void onTick() {
        if (asked != null && group.now() >= askedUntil) {
            asked = null;
        }
        if (!group.leading()) {
            return;
        }
        if (group.now() >= beaconAt) {
            beaconAt = group.now() + BEACON_EVERY_MS;
            group.broadcast(beacon());
        }
        if (group.now() >= callFormerAt) {
            callFormerAt = group.now() + CALL_FORMER_EVERY_MS;
            for (Member m : former.values()) {
                if (group.view().members().stream().noneMatch(v -> v.address().equals(m.address()))) {
                    group.sendTo(m.host(), m.port(), beacon());
                }
            }
            for (Settings.Seed seed : group.settings().seeds()) {
                group.sendTo(seed.host(), seed.port(), beacon());
            }
        }
    }

    private Message.NewPeerRequest beacon() {
        return new Message.NewPeerRequest(Message.VERSION, group.settings().group(), group.self(),
                group.shown(), group.highestEpoch(), true);
    }

    private void remember() {
        if (group.view() != null) {
            for (Member m : group.view().members()) {
                if (!m.identity().equals(group.me())) {
                    former.remove(m.address());
                    former.put(m.address(), m);
                }
            }
        }
    }

    void onGone(Identity peer) {
        beacons.remove(peer);
        if (peer.equals(asked)) {
            asked = null;
        }
    }

    @Override
    public void onDissolved() {
        asked = null;
    }

    @Override
    public void onInstalled() {
        asked = null;
        beaconAt = group.now();
        remember();
    }
}
