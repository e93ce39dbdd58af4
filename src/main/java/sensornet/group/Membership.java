package sensornet.group;

import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sensornet.group.PeerEvents.ProbeResult;
import sensornet.journal.StoreEvents.CutResult;
import sensornet.journal.StoreEvents.ReadResult;
import sensornet.model.Identity;
import sensornet.model.Member;
import sensornet.model.View;
import sensornet.model.ViewId;
import sensornet.wire.Message;

/**
 * Wires the classes that decide who is in the group, and hands each event to those it concerns. No rule of its own but
 * one: what to tell a peer whose message belongs to another view.
 */
public final class Membership implements ViewListener {
    private static final Logger LOG = LoggerFactory.getLogger(Membership.class);
    private static final long STALE_EVERY_MS = 200;
    private static final long REPEAT_VIEW_CHANGE_MS = 250;
    private static final int MAX_REMEMBERED = 256;

    private final GroupView group;
    private final CatchUp catchUp;
    private final FetchServer fetchServer;
    private final Newcomer newcomer;
    private final BullyElection election;
    private final Round round;
    private final Follower follower;
    private final Merge merge;
    private final Admission admission;
    private final HeartbeatMonitor heartbeat;
    private final Map<Identity, Long> staleAt = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Identity, Long> eldest) {
            return size() > MAX_REMEMBERED;
        }
    };
    /** A member that is not the leader says that this view is over; the leader is being asked whether it lives. */
    private ViewId excludedFrom;
    private View previous;
    private final Map<Identity, Member> notInstalled = new LinkedHashMap<>();
    private long repeatAt;

    public Membership(GroupView group) {
        this.group = group;
        catchUp = new CatchUp(group);
        fetchServer = new FetchServer(group);
        newcomer = new Newcomer(group, catchUp);
        election = new BullyElection(group);
        round = new Round(group, catchUp, election);
        follower = new Follower(group, catchUp, newcomer, election, round);
        election.connect(round, follower, newcomer);
        merge = new Merge(group, newcomer, round);
        admission = new Admission(group, newcomer, election, merge);
        merge.connect(admission);
        heartbeat = new HeartbeatMonitor(group, election);
        group.addListener(election);
        group.addListener(heartbeat);
        group.addListener(merge);
        group.addListener(admission);
        group.addListener(this);
    }

    public HeartbeatMonitor heartbeat() {
        return heartbeat;
    }

    public void start() {
        newcomer.search("start");
    }

    public void onTick() {
        newcomer.onTick();
        if (newcomer.shallLeadAlone()) {
            election.leadAlone("nobody offered");
        }
        catchUp.onTick();
        follower.onTick();
        round.onTick();
        election.onTick();
        heartbeat.onTick();
        merge.onTick();
        admission.onTick();
        if (group.leading() && !notInstalled.isEmpty() && group.now() >= repeatAt) {
            repeatAt = group.now() + REPEAT_VIEW_CHANGE_MS;
            notInstalled.values().forEach(round::repeatViewChange);
        }
    }

    // ---- messages

    /** Everything that is not ordering inside a view. */
    public void onMessage(Member from, Message message) {
        admission.heard(from.identity());
        if (message instanceof Message.NewPeerRequest m) {
            onRequest(m);
        } else if (message instanceof Message.Wait) {
            newcomer.onWait();
        } else if (message instanceof Message.AddedToNetwork m) {
            onOffer(from, m);
        } else if (message instanceof Message.Go m) {
            merge.onGo(from, m.offer());
        } else if (message instanceof Message.Busy) {
            merge.onBusy(from);
        } else if (message instanceof Message.Join m) {
            admission.onJoin(from, m);
        } else if (message instanceof Message.JoinReady m) {
            admission.onReady(from, m);
        } else if (message instanceof Message.Refused m) {
            newcomer.onRefused(from, m.reason());
        } else if (message instanceof Message.Fetch m) {
            round.onFetch(from.identity());
            if (m.context().equals(group.promised()) || !admission.onStaleFetch(from)) {
                fetchServer.onFetch(from, m);
            }
        } else if (message instanceof Message.FetchedEntries m) {
            catchUp.onEntries(from, m);
            newcomer.onCatchUpProgress();
        } else if (message instanceof Message.FetchedMark m) {
            catchUp.onMark(from, m);
        } else if (message instanceof Message.Fetched m) {
            catchUp.onFetched(from, m);
            newcomer.onCatchUpProgress();
        } else {
            onElectionMessage(from, message);
        }
    }

    private void onElectionMessage(Member from, Message message) {
        if (message instanceof Message.Election m) {
            election.onElection(from, m);
        } else if (message instanceof Message.Ok m) {
            election.onOk(from, m);
        } else if (message instanceof Message.LeaderAlive m) {
            election.onLeaderAlive(from, m);
        } else if (message instanceof Message.Coordinator m) {
            follower.onCoordinator(from, m);
        } else if (message instanceof Message.Promise m) {
            round.onPromise(from, m);
        } else if (message instanceof Message.Refuse m) {
            round.onRefuse(from, m);
        } else if (message instanceof Message.Level m) {
            follower.onLevelAsked(from, m);
        } else if (message instanceof Message.Levelled m) {
            round.onLevelled(from, m);
        } else if (message instanceof Message.ViewChange m) {
            follower.onViewChange(from, m);
        } else if (message instanceof Message.Stale m) {
            onStale(from, m);
        } else if (message instanceof Message.Leave) {
            election.onDeparted(from, "left");
            onGone(from.identity(), "left");
        } else {
            group.count("unexpected_" + message.getClass().getSimpleName());
        }
    }

    /** Somebody looks for a group, or a leader beacons; by datagram or passed on. */
    public void onRequest(Message.NewPeerRequest request) {
        if (request.from().identity().equals(group.me())) {
            return;
        }
        if (group.phase() == Phase.SEARCHING) {
            newcomer.onOthersRequest(request);
        } else {
            admission.onRequest(request);
        }
    }

    private void onOffer(Member from, Message.AddedToNetwork m) {
        if (!m.offer().leader().identity().equals(from.identity())) {
            group.count("foreign_offer");
        } else if (group.leading() && m.offer().answers() != 0) {
            group.count("answer_too_late");
        } else if (group.leading()) {
            merge.onLeadersOffer(from, m.offer());
        } else if (group.view() == null) {
            newcomer.onOffer(m.offer());
        } else if (!group.active()) {
            group.send(from, new Message.Busy());
        }
    }

    // ---- messages of another view

    /** Fencing met a message of {@code theirs}, which is not in force here. */
    public void onForeignView(Member from, ViewId theirs) {
        boolean claimsToLead = theirs.leader().equals(from.identity());
        boolean member = group.view() != null && group.view().contains(from.identity());
        if (group.active() && !member && (claimsToLead || group.leading()) && group.promised().isAbove(theirs)) {
            tellStale(from);
        }
    }

    private void tellStale(Member to) {
        Long last = staleAt.get(to.identity());
        if (last == null || group.now() - last >= STALE_EVERY_MS) {
            staleAt.remove(to.identity());
            staleAt.put(to.identity(), group.now());
            group.send(to, new Message.Stale(group.promised(), group.view().leaderMember(), group.highestEpoch()));
        }
    }

    /** Believed only from those it can come from, and only if it is above what is in force here (attack F14). */
    private void onStale(Member from, Message.Stale m) {
        if (!group.raiseEpoch(m.epoch()) || m.installed().epoch() > m.epoch()) {
            return;
        }
        if (catchUp.isFrom(from) && group.phase() != Phase.SEARCHING) {
            catchUp.onSourceGone("it serves another view now");
        } else if (group.view() == null) {
            newcomer.onTargetGone(from.identity(), "it does not lead any more");
        } else if (group.view().contains(from.identity()) && m.installed().isAbove(group.promised())) {
            if (group.leading()) {
                election.onElsewhere(from, "it is in " + m.installed());
            } else if (group.active() && !from.identity().equals(group.view().leader())) {
                // It may be this peer that was left out, or the sender that went its own way: the leader knows.
                excludedFrom = m.installed();
                group.probe(group.view().leaderMember());
            } else {
                joinAgain(m.installed());
            }
        }
    }

    private void joinAgain(ViewId installed) {
        LOG.info("This peer is not in the group's view {} any more; joining again", installed);
        follower.abandon();
        round.abandon();
        newcomer.search("excluded");
    }

    // ---- the rest of the world

    /** A message of the view in force arrived. */
    public void heard(Identity peer) {
        heartbeat.heard(peer);
        notInstalled.remove(peer);
    }

    public boolean mayAnswerHeartbeat() {
        return !group.diskHangs();
    }

    /** That incarnation is gone for certain. */
    public void onGone(Identity peer, String reason) {
        admission.onGone(peer);
        merge.onGone(peer);
        newcomer.onTargetGone(peer, reason);
        if (catchUp.isFrom(new Member(peer, "", 0))) {
            catchUp.onSourceGone(reason);
        }
        follower.onGone(peer, reason);
        round.onGone(peer);
        election.suspect(peer, reason);
    }

    public void onLinkRestored(Identity peer) {
        round.onLinkRestored(peer);
        election.onLinkRestored(peer);
        if (follower.isFollowing(peer)) {
            follower.repeat();
        }
        if (group.leading() && group.view().contains(peer)) {
            Member member = group.view().member(peer);
            if (notInstalled.containsKey(peer)) {
                round.repeatViewChange(member);
            }
            heartbeat.beat(member);
        }
    }

    public void onProbe(Identity peer, ProbeResult result) {
        election.onProbe(peer, result);
        admission.onProbe(peer, result);
        merge.onProbe(peer, result);
        if (group.view() != null && !peer.equals(group.view().leader())) {
            return;
        }
        ViewId excluding = excludedFrom;
        excludedFrom = null;
        if (excluding != null && result != ProbeResult.ALIVE && group.active() && !group.leading()
                && peer.equals(group.view().leader())) {
            joinAgain(excluding);
        }
    }

    public void onStored() {
        round.onStored();
        follower.onStored();
    }

    public void onCut(CutResult result) {
        catchUp.onCut(result);
        round.onStored();
        follower.onStored();
    }

    public void onRead(ReadResult result) {
        fetchServer.onRead(result);
    }

    /** Who was left out of the new view is told, so that it joins at once instead of after a timeout. */
    @Override
    public void onInstalled() {
        notInstalled.clear();
        if (group.leading()) {
            repeatAt = group.now() + REPEAT_VIEW_CHANGE_MS;
            for (Member m : group.view().members()) {
                if (!m.identity().equals(group.me())) {
                    notInstalled.put(m.identity(), m);
                }
            }
            if (previous != null) {
                for (Member m : previous.members()) {
                    if (!group.view().contains(m.identity()) && !m.identity().equals(group.me())) {
                        group.send(m, new Message.Stale(group.promised(), group.self(), group.highestEpoch()));
                    }
                }
            }
        }
        previous = group.view();
    }
}
