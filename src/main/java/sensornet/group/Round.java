package sensornet.group;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sensornet.journal.JournalOrder;
import sensornet.model.History;
import sensornet.model.Identity;
import sensornet.model.Member;
import sensornet.model.Report;
import sensornet.model.Standing;
import sensornet.model.View;
import sensornet.model.ViewId;
import sensornet.wire.Message;
import sensornet.wire.Message.RefuseReason;

/**
 * The coordinator's side of the one way to a new view, whatever the reason: a dead leader, a member to drop, a joiner
 * to add. COORDINATOR to all who shall be members; their promises and reports; the best journal; everybody brought to
 * its end; VIEW_CHANGE. The shape is that of a Viewstamped Replication view change with membership in it.
 *
 * <p>Why nothing delivered is lost: delivered means that all members of that view had it, so their reports count it,
 * and the best journal contains it. A leader may not shorten its view by itself: it could confirm rows that the rest
 * has replaced (attack F1).
 */
final class Round implements CatchUp.Listener {
    private static final Logger LOG = LoggerFactory.getLogger(Round.class);

    /** How a round ends without a view. */
    interface Listener {
        /** Somebody has promised more: try again above that. */
        void onRoundBeaten();

        /** The others still have their leader, or are in another view. */
        void onRoundDeposed(String reason);

        /** Ids of members that left on their own so far. */
        List<String> leftIds();
    }

    private enum State { ASKED, REPORTED, LEVELLING, LEVEL, OUT }

    /** One peer that shall be in the view. */
    private static final class Participant {
        final Member member;
        State state = State.ASKED;
        Report report;
        long deadline;
        long repeatAt;

        Participant(Member member) {
            this.member = member;
        }
    }

    private enum Step { IDLE, ASKING, FETCHING_BEST, LEVELLING }

    private final GroupView group;
    private final CatchUp catchUp;
    private final Listener listener;

    private Step step = Step.IDLE;
    private ViewId proposed;
    private final Map<Identity, Participant> participants = new LinkedHashMap<>();
    private long promiseTicket;
    private long levelTicket;
    private Participant best;
    private int higherPromises;
    private int elsewhere;
    private String deposedBy;
    /** What was told to members that have not shown yet that they installed it. */
    private Message.ViewChange viewChange;

    Round(GroupView group, CatchUp catchUp, Listener listener) {
        this.group = group;
        this.catchUp = catchUp;
        this.listener = listener;
    }

    boolean underWay() {
        return step != Step.IDLE;
    }

    /** Begins. The coordinator promises first to itself, which stops its sequencing. */
    void start(Collection<Member> others, String reason) {
        proposed = new ViewId(group.highestEpoch() + 1, group.me());
        LOG.debug("round {} with {}: {}", proposed, others, reason);
        participants.clear();
        higherPromises = 0;
        elsewhere = 0;
        deposedBy = null;
        viewChange = null;
        best = null;
        catchUp.cancel();
        step = Step.ASKING;
        promiseTicket = group.promise(proposed);
        group.enter(Phase.COORDINATING, reason);
        participants.put(group.me(), new Participant(group.self()));
        for (Member m : others) {
            participants.computeIfAbsent(m.identity(), i -> new Participant(m));
        }
        for (Participant p : participants.values()) {
            p.deadline = group.now() + group.settings().electionTimeoutMs();
            ask(p);
        }
    }

    private void ask(Participant p) {
        p.repeatAt = group.now() + group.settings().electionTimeoutMs() / 4;
        if (p.member.identity().equals(group.me())) {
            return;
        }
        if (p.state == State.ASKED) {
            group.send(p.member, new Message.Coordinator(group.self().id(), proposed));
        } else if (p.state == State.LEVELLING) {
            group.send(p.member, new Message.Level(proposed, group.log().standing(), group.log().spans()));
        }
    }

    void onPromise(Member from, Message.Promise m) {
        if (!m.proposed().equals(proposed)) {
            return;
        }
        if (!proposed.isAbove(m.report().standing().tag())) {
            group.count("absurd_standing"); // who promises this view has none as high in its journal
            return;
        }
        group.raiseEpoch(m.report().epoch());
        Participant p = participants.get(from.identity());
        if (step == Step.IDLE) {
            repeatViewChange(from);
        } else if (p != null && p.state == State.ASKED) {
            p.report = m.report();
            p.state = State.REPORTED;
            evaluate();
        } else if (p != null && p.state == State.LEVELLING && !catchUp.isFrom(from)) {
            ask(p);
        }
    }

    /** Own report and own levelling count when they are on disk, like everybody's. */
    void onStored() {
        Participant own = participants.get(group.me());
        if (step == Step.ASKING && own.state == State.ASKED && group.isStored(promiseTicket) && !group.cutting()) {
            own.report = group.report();
            own.state = State.REPORTED;
            evaluate();
        } else if (step == Step.LEVELLING && own.state == State.LEVELLING && group.isStored(levelTicket)) {
            own.state = State.LEVEL;
            evaluate();
        }
    }

    void onRefuse(Member from, Message.Refuse m) {
        group.raiseEpoch(m.epoch());
        Participant p = participants.get(from.identity());
        if (step == Step.IDLE || !m.proposed().equals(proposed) || p == null || p.state == State.OUT) {
            return;
        }
        if (m.reason() == RefuseReason.HIGHER_PROMISE) {
            higherPromises++;
        } else if (m.reason() == RefuseReason.LEADER_ALIVE) {
            deposedBy = from.id() + " still hears its leader";
        } else {
            elsewhere++;
        }
        drop(p);
    }

    /** That peer is gone; the round goes on without it. */
    void onGone(Identity peer) {
        Participant p = participants.get(peer);
        if (step != Step.IDLE && p != null && p.state != State.OUT) {
            drop(p);
        }
    }

    private void drop(Participant p) {
        p.state = State.OUT;
        if (step == Step.FETCHING_BEST && p == best) {
            catchUp.cancel();
            step = Step.ASKING;
            // Its own journal was on the way to be the best one's: it counts anew, when no cut is under way any more.
            participants.get(group.me()).state = State.ASKED;
            onStored();
        } else {
            evaluate();
        }
    }

    /** Looks whether the step is complete. Called whenever a participant's state changed. */
    private void evaluate() {
        if (step == Step.ASKING && none(State.ASKED)) {
            if (higherPromises > 0) {
                end();
                listener.onRoundBeaten();
            } else if (deposedBy != null) {
                end();
                listener.onRoundDeposed(deposedBy);
            } else if (elsewhere > 0 && in().size() == 1) {
                end(); // it is this peer that was left out
                listener.onRoundDeposed("the others are in another view");
            } else if (!quorate()) {
                finish(false);
            } else {
                chooseBest();
            }
        } else if (step == Step.LEVELLING && none(State.LEVELLING)) {
            finish(quorate());
        }
    }

    private boolean none(State state) {
        return participants.values().stream().noneMatch(p -> p.state == state);
    }

    private List<Participant> in() {
        return participants.values().stream().filter(p -> p.state != State.OUT).toList();
    }

    /**
     * Peers with history count; peers without only when nobody here has a full one (first start): N peers that lost
     * their data must not outvote the record (attack F4).
     */
    private boolean quorate() {
        boolean started = in().stream().anyMatch(p -> p.report.history() == History.FULL);
        long counted = in().stream().filter(p -> !started || p.report.history() != History.NONE).count();
        return counted >= group.settings().options().quorum();
    }

    /**
     * With a quorum every report competes: the latest tag has every row that any quorum ever committed. Without one,
     * only those whose view this round continues; a newcomer was cut to a prefix before it was let in, and if it was
     * not it shall not win by a tag of its own.
     */
    private boolean competes(Participant p) {
        return group.settings().options().quorum() > 1 || p.member.identity().equals(group.me())
                || group.view() != null && group.view().contains(p.member.identity());
    }

    private void chooseBest() {
        Participant own = participants.get(group.me());
        own.report = group.report(); // a round that lost its best on the way has more than it reported
        best = own;
        for (Participant p : in()) {
            if (competes(p) && JournalOrder.compareInRound(p.report.standing(), best.report.standing()) > 0) {
                best = p;
            }
        }
        if (best == own) {
            level();
        } else {
            step = Step.FETCHING_BEST;
            catchUp.start(best.member, proposed, best.report.spans(), best.report.standing(), this);
        }
    }

    @Override
    public void onLevel() {
        level();
    }

    @Override
    public void onCatchUpFailed(String reason) {
        LOG.debug("round {}: {}", proposed, reason);
        drop(best);
    }

    /** The coordinator's own worth is on disk before it tells anybody to install, like everybody's. */
    private void level() {
        step = Step.LEVELLING;
        levelTicket = group.raiseHistory(group.log().tag().isNone() ? History.FOUNDING : History.FULL);
        Standing standing = group.log().standing();
        for (Participant p : in()) {
            boolean mine = p.member.identity().equals(group.me());
            boolean level = p.report.standing().equals(standing) && p.report.history() != History.NONE;
            if (mine ? group.isStored(levelTicket) : level) {
                p.state = State.LEVEL;
            } else {
                p.state = State.LEVELLING;
                p.deadline = group.now() + group.settings().electionTimeoutMs();
                ask(p);
            }
        }
        evaluate();
    }

    void onLevelled(Member from, Message.Levelled m) {
        Participant p = participants.get(from.identity());
        if (step == Step.IDLE && m.proposed().equals(proposed)) {
            repeatViewChange(from);
        } else if (step == Step.LEVELLING && m.proposed().equals(proposed) && p != null && p.state == State.LEVELLING
                && m.last() == group.log().last()) {
            p.state = State.LEVEL;
            evaluate();
        }
    }

    /** Somebody fetches: it is alive and on its way. */
    void onFetch(Identity from) {
        Participant p = participants.get(from);
        if (step == Step.LEVELLING && p != null && p.state == State.LEVELLING) {
            p.deadline = group.now() + group.settings().electionTimeoutMs();
        }
    }

    private void finish(boolean quorate) {
        List<Member> members = new ArrayList<>(in().stream().map(p -> p.member).toList());
        members.sort(Comparator.comparing(Member::id, group.settings().priority()).thenComparing(Member::identity));
        View view = new View(proposed, members, quorate);
        long first = group.log().last() + 1;
        viewChange = new Message.ViewChange(view, first, group.log().tag(), listener.leftIds());
        end();
        for (Member m : members) {
            if (!m.identity().equals(group.me())) {
                group.send(m, viewChange);
            }
        }
        group.install(view, first, viewChange.left());
    }

    /** To a member of the new view that has not shown that it installed it. */
    void repeatViewChange(Member to) {
        if (viewChange != null && viewChange.view().id().equals(group.promised())
                && viewChange.view().contains(to.identity())) {
            group.send(to, viewChange);
        }
    }

    private void end() {
        step = Step.IDLE;
        catchUp.cancel();
    }

    /** A higher round, a merge or a search takes over. */
    void abandon() {
        if (step != Step.IDLE) {
            end();
        }
    }

    void onTick() {
        if (step == Step.IDLE || step == Step.FETCHING_BEST) {
            return;
        }
        for (Participant p : List.copyOf(participants.values())) {
            boolean waitedFor = p.state == State.ASKED || p.state == State.LEVELLING;
            boolean mine = p.member.identity().equals(group.me());
            if (step != Step.IDLE && waitedFor && group.now() >= p.deadline && !mine) {
                drop(p);
            } else if (step != Step.IDLE && waitedFor && group.now() >= p.repeatAt) {
                ask(p);
            }
        }
    }

    /** A link stands again: repeat what may have been lost with it. */
    void onLinkRestored(Identity peer) {
        Participant p = participants.get(peer);
        if (step != Step.IDLE && p != null) {
            ask(p);
        }
    }
}
