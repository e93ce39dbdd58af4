package sensornet.group;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sensornet.journal.JournalOrder;
import sensornet.model.Identity;
import sensornet.model.Member;
import sensornet.model.Offer;
import sensornet.model.Standing;
import sensornet.wire.Message;

/**
 * A peer without a view: asks for a group, takes an offer, catches up, waits to be admitted by the leader's round. The
 * same path for a first start, a restart with history, an excluded member and the losers of a merge. Who has the
 * longer history than the group that offers does not take the offer: it leads alone, and the two merge then.
 */
final class Newcomer implements CatchUp.Listener {
    private static final Logger LOG = LoggerFactory.getLogger(Newcomer.class);
    private static final long ASK_EVERY_MS = 250;
    private static final long ASK_SEEDS_EVERY_MS = 1_000;
    private static final long READY_EVERY_MS = 500;
    /** Longer than the second in which a peer says WAIT again. */
    private static final long WAIT_LASTS_MS = 1_500;

    private final GroupView group;
    private final CatchUp catchUp;

    private long askAt;
    private long askSeedsAt;
    private long aloneAt;
    /** Hints by datagram put off leading alone, but never beyond this: anybody can forge a datagram. */
    private long hintsCountUntil;
    private Offer target;
    /** Counts the JOINs of this start; the answer to an earlier one is too old. */
    private long request;
    private boolean answered;
    private boolean ready;
    private long repeatAt;
    private long joinDeadline;
    private Identity shunned;
    private long shunnedUntil = Long.MIN_VALUE;

    Newcomer(GroupView group, CatchUp catchUp) {
        this.group = group;
        this.catchUp = catchUp;
    }

    /** Gives up whatever view or offer there was and looks for a group. */
    void search(String reason) {
        group.dissolve();
        catchUp.cancel();
        target = null;
        group.enter(Phase.SEARCHING, reason);
        long patience = group.settings().joinTimeoutMs();
        askAt = group.now();
        askSeedsAt = group.now();
        aloneAt = group.now() + patience + group.randomPart(patience / 8 + 1);
        hintsCountUntil = group.now() + 3 * patience;
    }

    /**
     * For a while no offer of that leader is taken, and that of any other: this peer was below the quorum with it, where
     * nothing is ordered, cut or fetched, so it does not matter whose history is further; the round will see to that.
     */
    void shun(Identity leader) {
        shunned = leader;
        shunnedUntil = group.now() + 4 * group.settings().electionTimeoutMs();
    }

    boolean isJoining(Identity leader) {
        return group.phase() == Phase.JOINING && target.leader().identity().equals(leader);
    }

    /** Whether nobody has offered for so long that this peer shall lead alone. */
    boolean shallLeadAlone() {
        return group.phase() == Phase.SEARCHING && group.now() >= aloneAt && !group.cutting();
    }

    void onTick() {
        if (group.phase() == Phase.SEARCHING) {
            ask();
        } else if (group.phase() == Phase.JOINING) {
            if (group.now() >= joinDeadline) {
                search("not admitted by " + target.leader().id() + " in time");
            } else if (!answered && group.now() >= repeatAt) {
                sayJoin();
            } else if (ready && group.now() >= repeatAt) {
                sayReady();
            }
        }
    }

    private void ask() {
        if (group.now() >= askAt) {
            askAt = group.now() + ASK_EVERY_MS;
            group.broadcast(request());
        }
        if (group.now() >= askSeedsAt) {
            askSeedsAt = group.now() + ASK_SEEDS_EVERY_MS;
            for (Settings.Seed seed : group.settings().seeds()) {
                group.sendTo(seed.host(), seed.port(), request());
            }
        }
    }

    private Message.NewPeerRequest request() {
        return new Message.NewPeerRequest(Message.VERSION, group.settings().group(), group.self(),
                group.shown(), group.highestEpoch(), false);
    }

    /** Somebody else asks or beacons while this peer searches: if it is further, it shall lead, so wait a little. */
    void onOthersRequest(Message.NewPeerRequest request) {
        Standing theirs = request.standing();
        boolean ahead = request.leading() ? isFurtherThan(theirs)
                : compare(theirs, request.from().identity()) > 0;
        if (group.phase() != Phase.SEARCHING || ahead) {
            return;
        }
        long patience = request.leading() ? 1_000 : 2 * ASK_EVERY_MS;
        aloneAt = Math.max(aloneAt, Math.min(group.now() + patience, hintsCountUntil));
        if (request.leading()) {
            askAt = Math.min(askAt, group.now() + 20);
        }
    }

    /** There is a group, but it is in an election. */
    void onWait() {
        if (group.phase() == Phase.SEARCHING) {
            aloneAt = Math.max(aloneAt, group.now() + Math.max(WAIT_LASTS_MS, group.settings().joinTimeoutMs()));
        } else if (group.phase() == Phase.JOINING) {
            joinDeadline = Math.max(joinDeadline, group.now() + 2 * group.settings().electionTimeoutMs());
        }
    }

    private int compare(Standing theirs, Identity them) {
        return JournalOrder.compareGroups(group.settings().options().quorum(), group.settings().priority(),
                group.shown(), group.me(), theirs, them);
    }

    /**
     * Whether the own history is really further. Priority does not count against a leader: a higher peer that comes
     * back to a group with the same history must not depose its healthy leader (G9, attack F16).
     */
    private boolean isFurtherThan(Standing theirs) {
        return !group.shown().equals(theirs) && compare(theirs, Identity.NOBODY) > 0;
    }

    /** A leader invites. While joining, a new invitation of the same leader means that its view changed: go on from here. */
    void onOffer(Offer offer) {
        if (offer.answers() != 0) {
            onAnswer(offer);
            return;
        }
        boolean again = isJoining(offer.leader().identity()) && offer.view().isAbove(target.view());
        boolean goingOver = group.now() < shunnedUntil;
        boolean unwanted = goingOver && offer.leader().identity().equals(shunned);
        if (group.phase() != Phase.SEARCHING && !again || unwanted || group.cutting()) {
            return;
        }
        if (isAbsurd(offer)) {
            return;
        }
        String conflict = group.settings().options().conflictWith(offer.options());
        if (conflict != null) {
            group.stop(1, conflict + "; start it with the group's options (group " + group.settings().group()
                    + ", led by " + offer.leader().id() + " at " + offer.leader().address() + ")");
            return;
        }
        if (!group.raiseEpoch(offer.epoch())) {
            return;
        }
        if (!again && !goingOver && isFurtherThan(offer.standing())) {
            LOG.debug("not taking the offer of {}: own history is further", offer.leader());
            return;
        }
        join(offer);
    }

    /** No leader has seen a lower epoch than that of its own view, or has a journal that is ahead of it. */
    boolean isAbsurd(Offer offer) {
        boolean absurd = offer.view().epoch() > offer.epoch() || offer.standing().tag().isAbove(offer.view());
        if (absurd) {
            group.count("absurd_offer");
        }
        return absurd;
    }

    /**
     * The answer to the JOIN: what the leader has now, at least as much as when this peer gave up its view. Only by such
     * numbers may a journal be cut. An invitation can lie in a stalled link until rows that it does not count yet were
     * shown everywhere.
     */
    private void onAnswer(Offer offer) {
        if (offer.answers() != request || answered || !isJoining(offer.leader().identity()) || isAbsurd(offer)
                || !group.raiseEpoch(offer.epoch())) {
            return;
        }
        if (offer.quorate() && isFurtherThan(offer.standing())) {
            search("own history is further than that of " + offer.leader().id());
            return;
        }
        answered = true;
        target = offer;
        joinDeadline = group.now() + 2 * group.settings().electionTimeoutMs();
        if (offer.quorate()) {
            catchUp.start(offer.leader(), offer.view(), offer.spans(), null, this);
        } else {
            onLevel(); // below the quorum nothing is cut or fetched: the round will see who is best (F3)
        }
    }

    private void sayJoin() {
        repeatAt = group.now() + READY_EVERY_MS;
        group.send(target.leader(), new Message.Join(target.view(), group.self(), group.shown(),
                group.highestEpoch(), group.settings().options(), request));
    }

    /** Takes the invitation. */
    void join(Offer offer) {
        group.dissolve();
        catchUp.cancel();
        target = offer;
        ready = false;
        answered = false;
        request++;
        group.enter(Phase.JOINING, "offer of " + offer.leader());
        joinDeadline = group.now() + 2 * group.settings().electionTimeoutMs();
        sayJoin();
    }

    @Override
    public void onLevel() {
        ready = true;
        joinDeadline = group.now() + 2 * group.settings().electionTimeoutMs();
        sayReady();
    }

    private void sayReady() {
        repeatAt = group.now() + READY_EVERY_MS;
        group.send(target.leader(), new Message.JoinReady(target.view(), group.log().last()));
    }

    @Override
    public void onCatchUpFailed(String reason) {
        search(reason);
    }

    /** While pieces arrive the deadline moves; CatchUp has its own for when they do not. */
    void onCatchUpProgress() {
        if (group.phase() == Phase.JOINING && !ready) {
            joinDeadline = group.now() + 2 * group.settings().electionTimeoutMs();
        }
    }

    void onTargetGone(Identity peer, String reason) {
        if (isJoining(peer)) {
            search(reason);
        }
    }

    /** The leader refuses for good: the id is taken, or the options do not fit. The words are its own: who says them? */
    void onRefused(Member from, String reason) {
        if (isJoining(from.identity()) || group.phase() == Phase.SEARCHING) {
            group.stop(1, "refused by " + from.id() + " at " + from.address() + ": " + reason);
        }
    }
}
