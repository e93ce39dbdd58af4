package sensornet.group;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sensornet.journal.Log;
import sensornet.journal.LogState;
import sensornet.journal.Recovered;
import sensornet.journal.StoreOp;
import sensornet.model.Entries;
import sensornet.model.History;
import sensornet.model.Identity;
import sensornet.model.Member;
import sensornet.model.Report;
import sensornet.model.Standing;
import sensornet.model.View;
import sensornet.model.ViewId;
import sensornet.model.ViewMark;
import sensornet.wire.Message;

/**
 * The monitor of one peer, and the state that the election, the heartbeat monitor and the sequencer share: the
 * installed view, the highest promise, the highest epoch, the log and the phase. All protocol classes run while
 * holding this object's monitor, and nothing blocks under it: sends and disk operations are offered to queues, so
 * every link and the disk see decisions in the order in which they were made.
 */
public final class GroupView {
    private static final Logger LOG = LoggerFactory.getLogger(GroupView.class);
    /** The highest epoch goes up at once by this much, and by no more than the second in a second: see raiseEpoch. */
    private static final long EPOCH_STEP = 1_000;
    private static final long EPOCH_LEAP = 1L << 32;
    private static final long LEAP_EVERY_MS = 1_000;
    /** As many as a VIEW_CHANGE names in one line, with the longest names and everybody of them on the way out. */
    static final int MAX_MEMBERS = 256;

    private final Settings settings;
    private final Member self;
    private final Effects effects;
    private final RandomGenerator random;
    private final Log log;
    private final List<ViewListener> listeners = new ArrayList<>();

    private long now;
    private Phase phase = Phase.SEARCHING;
    /** The last installed view, or null. Ordering counts only while {@link #active()}. */
    private View view;
    /** Never goes down, not even over a restart with data. {@code view == null || promised >= view.id}. */
    private ViewId promised;
    private History history;
    private long highestEpoch;
    private long leapAt = Long.MIN_VALUE;
    private long historyTicket;
    private long installTicket;
    /** The members of the last view, for the log lines only: it outlives the view. */
    private List<Member> lastMembers = List.of();
    private final Set<String> reportedFailed = new TreeSet<>();

    private final StoreProgress disk;

    public GroupView(Settings settings, Member self, Recovered recovered, Effects effects, RandomGenerator random) {
        this.settings = settings;
        this.self = self;
        this.effects = effects;
        this.random = random;
        this.log = new Log(recovered.log());
        this.promised = recovered.promised();
        this.history = recovered.history();
        this.highestEpoch = Math.max(promised.epoch(), log.tag().epoch());
        this.disk = new StoreProgress(log.last());
    }

    // ---- time and chance, handed in

    /** Sets the time of the event that is handled now: monotonic milliseconds. */
    public void setNow(long now) {
        this.now = now;
    }

    public long now() {
        return now;
    }

    /** A random part of {@code millis}, so that peers do not repeat in step. */
    long randomPart(long millis) {
        return millis <= 0 ? 0 : random.nextLong(millis);
    }

    // ---- what is so

    public Settings settings() {
        return settings;
    }

    public Member self() {
        return self;
    }

    public Identity me() {
        return self.identity();
    }

    public Log log() {
        return log;
    }

    public Phase phase() {
        return phase;
    }

    /** The last installed view, null while searching or joining. */
    public View view() {
        return view;
    }

    public ViewId promised() {
        return promised;
    }

    public long highestEpoch() {
        return highestEpoch;
    }

    /** Whether the installed view is still in force: nothing higher was promised. */
    public boolean active() {
        return view != null && view.id().equals(promised);
    }

    /** Whether this peer leads a view that is in force. */
    public boolean leading() {
        return active() && view.leader().equals(me());
    }

    /** Whether readings may be ordered now. */
    public boolean ordering() {
        return active() && view.quorate() && phase != Phase.LEFT;
    }

    boolean outranks(String a, String b) {
        return settings.priority().compare(a, b) > 0;
    }

    /**
     * Whether all that was in the journals when this view began is committed in it. Before that its members may have
     * shown rows that this leader does not count yet.
     */
    boolean settled() {
        return !view.quorate() || log.committed() >= log.tagFirst() - 1;
    }

    /** How far this peer is when groups meet: by what was shown. A tail that no view confirmed deposes nobody (G9). */
    Standing shown() {
        return new Standing(log.tag(), log.committed());
    }

    Report report() {
        return new Report(log.standing(), history, log.spans(), highestEpoch);
    }

    // ---- transitions

    /** The one way to a new phase. */
    void enter(Phase next, String reason) {
        if (phase == Phase.LEFT) {
            return;
        }
        LOG.debug("{} -> {} view={} promised={} last={}: {}", phase, next, view == null ? null : view.id(), promised,
                log.last(), reason);
        phase = next;
        listeners.forEach(l -> l.onPhase(next, reason));
    }

    public void left() {
        enter(Phase.LEFT, "left");
        view = null;
    }

    /**
     * Takes note of an epoch seen anywhere: the next view id will be above it. An absurd one would end all elections at
     * the end of the range (F30), and many that are a little absurd come to the same. So a leap is taken once a second
     * only, and a longer one in parts: to the end of the range it is months, and who is far behind a group that was
     * pushed up still gets to it, as fast as it was pushed.
     *
     * @return false if the number was not reached: what it came with is not to be believed yet
     */
    boolean raiseEpoch(long epoch) {
        if (epoch - highestEpoch > EPOCH_STEP) {
            if (now < leapAt) {
                effects.count("absurd_epoch");
                return false;
            }
            leapAt = now + LEAP_EVERY_MS;
            if (epoch - highestEpoch > EPOCH_LEAP) {
                effects.count("absurd_epoch");
                highestEpoch += EPOCH_LEAP;
                return false;
            }
        }
        highestEpoch = Math.max(highestEpoch, epoch);
        return true;
    }

    /**
     * From now on nothing below {@code id} is appended, acknowledged or delivered.
     *
     * @return the ticket after which the promise is on disk and may be told
     */
    long promise(ViewId id) {
        if (!id.isAbove(promised)) {
            throw new IllegalStateException("promise " + id + " is not above " + promised);
        }
        promised = id;
        highestEpoch = Math.max(highestEpoch, id.epoch());
        return store(new StoreOp.Promised(promised, history));
    }

    /**
     * This peer is level in a quorate round.
     *
     * @return the ticket after which that is on disk; asked again, the same one, for it may still be on its way
     */
    long raiseHistory(History reached) {
        if (history.compareTo(reached) < 0) {
            history = reached;
            historyTicket = store(new StoreOp.Promised(promised, history));
        }
        return historyTicket;
    }

    /** Leaves the view without having another one; the promise stays. */
    void dissolve() {
        if (view != null) {
            view = null;
            listeners.forEach(ViewListener::onDissolved);
        }
    }

    /**
     * Installs the view of the round that was promised last.
     *
     * @param first its first sequence number; in a quorate view the log ends just before it
     * @param leftIds who left on purpose
     */
    void install(View next, long first, List<String> leftIds) {
        if (!next.id().equals(promised)) {
            throw new IllegalStateException("install " + next.id() + " but promised " + promised);
        }
        if (next.quorate()) {
            noCutUnderWay();
            ViewMark mark = new ViewMark(next.id(), first);
            log.mark(mark);
            installTicket = store(new StoreOp.Mark(mark));
            installTicket = Math.max(installTicket, raiseHistory(History.FULL));
        }
        boolean newLeader = next.leader().equals(me()) && (view == null || !view.leader().equals(me()));
        view = next;
        enter(next.leader().equals(me()) ? Phase.LEADER : Phase.MEMBER, "installed");
        logInstalled(newLeader, leftIds);
        listeners.forEach(ViewListener::onInstalled);
    }

    private void logInstalled(boolean newLeader, List<String> leftIds) {
        for (Member m : view.members()) {
            if (lastMembers.stream().noneMatch(o -> o.identity().equals(m.identity()))) {
                LOG.info("Peer {} is now part of the network", m.id());
            }
        }
        for (Member m : lastMembers) {
            if (!view.contains(m.identity())) {
                if (leftIds.contains(m.id())) {
                    LOG.info("Peer {} left the network", m.id());
                } else {
                    logFailed(m.identity(), "not in the new view");
                }
            }
        }
        if (newLeader) {
            LOG.info("Peer {} became the Group Leader via election", self.id());
        }
        LOG.info("Updated group view: view_id={} leader={} members={}", view.id().epoch(), view.leader().id(),
                view.ids());
        if (!view.quorate()) {
            LOG.warn("Below --quorum {}: too few peers with their history are here; readings wait until more come",
                    settings.options().quorum());
        }
        lastMembers = view.members();
        reportedFailed.clear();
    }

    /** The line that people grep, once per failure. */
    void logFailed(Identity peer, String reason) {
        if (reportedFailed.add(peer.toString())) {
            LOG.info("Peer {} failed", peer.id());
            LOG.debug("{} failed: {}", peer, reason);
            listeners.forEach(l -> l.onFailed(peer, reason));
        }
    }

    public void addListener(ViewListener listener) {
        listeners.add(listener);
    }

    // ---- effects

    public void send(Member to, Message message) {
        effects.send(to, message);
    }

    void sendTo(String host, int port, Message message) {
        effects.sendTo(host, port, message);
    }

    void broadcast(Message.NewPeerRequest request) {
        effects.broadcast(request);
    }

    void probe(Member peer) {
        effects.probe(peer);
    }

    void stop(int code, String reason) {
        left();
        effects.stop(code, reason);
    }

    public void count(String reason) {
        effects.count(reason);
    }

    // ---- the disk

    /** Offers an operation to the disk; the ticket can be asked with {@link #isStored}. */
    public long store(StoreOp op) {
        effects.store(op);
        return disk.offered(now);
    }

    boolean isStored(long ticket) {
        return disk.isStored(ticket);
    }

    /** Accepts the next entries: they count from now on, and are on their way to the disk. */
    public void accept(Entries entries) {
        noCutUnderWay();
        log.append(entries);
        disk.appended(store(new StoreOp.Append(entries)), entries.last());
    }

    void accept(ViewMark mark) {
        log.mark(mark);
        store(new StoreOp.Mark(mark));
    }

    /** Raises the commit mark and has the rows put into the CSV files. */
    public boolean commit(long upTo) {
        if (!log.commit(upTo)) {
            return false;
        }
        store(new StoreOp.Commit(log.committed()));
        return true;
    }

    /** Only for somebody without a view in force (rule 6: first no view and no round of the old kind, then the cut). */
    void cut(long to) {
        if (active()) {
            throw new IllegalStateException("cut to " + to + " inside view " + view.id());
        }
        disk.cutOffered();
        store(new StoreOp.Cut(to));
    }

    /** While a cut is under way the log's numbers are not to be told or built upon. */
    boolean cutting() {
        return disk.cutting();
    }

    /** What is built on the log while a cut is under way would be forgotten at its end, and stay on the disk. */
    private void noCutUnderWay() {
        if (cutting()) {
            throw new IllegalStateException("the log is built upon while a cut is under way, last=" + log.last());
        }
    }

    void onCut(LogState state) {
        disk.cutDone(state.last());
        log.reset(state);
    }

    public void onStored(long operations) {
        disk.onStored(operations, now);
    }

    /** The journal is on disk (with {@code --fsync}: forced) up to here; {@code durableLast <= log.last}. */
    public long durableLast() {
        return disk.durableLast();
    }

    /**
     * Whether the installed view is in the view list on disk. Before that nothing is acknowledged in it: a crash would
     * bring this journal back under an older tag, and it could lose against one without the rows (attack F2).
     */
    public boolean isInstallStored() {
        return disk.isStored(installTicket);
    }

    /** Whether the disk has been standing still with work to do: such a peer must not look healthy (attack F18). */
    boolean diskHangs() {
        return disk.standsStillFor(now) > settings.heartbeatTimeoutMs() / 2;
    }
}
