package sensornet.group;

import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sensornet.journal.StoreEvents.CutResult;
import sensornet.model.Entries;
import sensornet.model.Member;
import sensornet.model.Standing;
import sensornet.model.ViewId;
import sensornet.model.ViewMark;
import sensornet.model.ViewSpan;
import sensornet.wire.Message;

/**
 * Makes this peer's journal equal to another's: cut to the common prefix (what goes is kept beside), then fetch piece
 * by piece. Used by a newcomer, by a coordinator that lacks the best journal, and by a member that is brought level.
 * Whoever uses it has no view in force. Pull, not push: nobody's queue grows with the history.
 */
final class CatchUp {
    private static final Logger LOG = LoggerFactory.getLogger(CatchUp.class);
    /** A lost piece is asked for again after this long. */
    private static final long RETRY_MS = 500;
    /** A newcomer this close may be admitted: the round brings over the rest while the stream is held (F7). */
    private static final long NEARLY_LEVEL = 5_000;

    /** Who wanted it. */
    interface Listener {
        /** The journal is level with the source's (a newcomer's: nearly). */
        void onLevel();

        /** The source is silent, serves another view, or is not what it seemed. */
        void onCatchUpFailed(String reason);
    }

    private enum State { IDLE, CUTTING, FETCHING }

    private final GroupView group;
    private State state = State.IDLE;
    private Member source;
    private ViewId context;
    private List<ViewSpan> spans;
    /** Where to arrive in a round; null for a newcomer, who runs after a moving end. */
    private Standing target;
    private Listener listener;
    private long asked;
    private long retryAt;
    private long giveUpAt;

    CatchUp(GroupView group) {
        this.group = group;
    }

    /**
     * @param context the view or round under which the source serves
     * @param target where the journals are level, null for "nearly where the source is then"
     */
    void start(Member source, ViewId context, List<ViewSpan> spans, Standing target, Listener listener) {
        this.source = source;
        this.context = context;
        this.spans = spans;
        this.target = target;
        this.listener = listener;
        state = State.CUTTING;
        giveUpAt = group.now() + group.settings().electionTimeoutMs();
        if (!group.cutting()) {
            group.cut(group.log().commonWith(spans));
        } // else: an earlier user's cut is under way; its end starts ours
    }

    void cancel() {
        state = State.IDLE;
        listener = null;
    }

    boolean isFrom(Member peer) {
        return state != State.IDLE && source.identity().equals(peer.identity());
    }

    void onCut(CutResult cut) {
        ViewId from = group.log().tag();
        group.onCut(cut.state());
        if (cut.cutEntries() > 0) {
            LOG.warn("Cut {} readings from sequence {} on (last view {}, {} of them already shown) that are not in the "
                            + "history of {}: kept in {}, to be put in after it", cut.cutEntries(),
                    cut.state().last() + 1, from, cut.cutRows(), source.id(), cut.keptIn());
            warnOfChangedRows(cut.cutRows());
        }
        if (state != State.CUTTING || group.cutting()) {
            return;
        }
        long common = group.log().commonWith(spans);
        if (common < group.log().last()) {
            group.cut(common);
            return;
        }
        state = State.FETCHING;
        fetch(cut.state().hash());
    }

    /**
     * With a quorum that keeps the contract (G7) this never comes. It is not refused all the same: nobody here knows how
     * many peers there are, a quorum of at most half of them may meet another one and has to become one group with it,
     * and after a power cut of a whole site without {@code --fsync} a peer that refused would stay out until somebody
     * came by. What is cut is kept, and put in again.
     */
    private void warnOfChangedRows(long rows) {
        int quorum = group.settings().options().quorum();
        if (quorum > 1 && rows > 0) {
            LOG.warn("{} rows of this peer's CSV files change, which --quorum {} should prevent: either it is not more "
                    + "than half of all peers, or more of them have lost data than it allows for (a power cut without "
                    + "--fsync counts)", rows, quorum);
        }
    }

    private void fetch(long hash) {
        asked = group.log().last() + 1;
        retryAt = group.now() + RETRY_MS;
        group.send(source, new Message.Fetch(context, asked, hash));
    }

    void onEntries(Member from, Message.FetchedEntries m) {
        if (!expects(from, m.context())) {
            return;
        }
        Entries entries = m.entries();
        long next = group.log().last() + 1;
        if (entries.last() < next) {
            return; // an answer to a question that was repeated
        }
        if (entries.first() < next) {
            entries = entries.from(next);
        }
        // Entries without the mark of their view would make two journals look different that are the same, or the
        // other way round: the mark may have been lost with a link, or come while a cut was under way.
        if (!group.log().continues(entries) || !m.stamp().equals(group.log().tag())) {
            group.count("fetched_out_of_order");
            return;
        }
        group.accept(entries);
        progress();
    }

    void onMark(Member from, Message.FetchedMark m) {
        if (!expects(from, m.context())) {
            return;
        }
        ViewMark mark = m.mark();
        if (target != null && mark.id().equals(context)) {
            fail("it has installed " + context + " without this peer");
        } else if (mark.id().isAbove(context)) {
            group.count("absurd_mark"); // of a view that is still to come: with it no view could be installed any more
        } else if (mark.first() == group.log().last() + 1 && mark.id().isAbove(group.log().tag())) {
            group.accept(mark);
        }
    }

    void onFetched(Member from, Message.Fetched m) {
        if (!expects(from, m.context()) || m.from() != asked) {
            return;
        }
        if (group.log().last() >= asked || m.next() == asked) {
            progress(); // else what was fetched fits nowhere, and will not the next time either
        }
        if (!m.matches()) {
            long back = group.log().boundaryBelow(group.log().last());
            LOG.warn("The journal differs from that of {} at sequence {} although both come from the same view: "
                    + "fetching again from {}", source.id(), asked - 1, back + 1);
            spans = spans.stream().filter(s -> s.end() <= back).toList();
            state = State.CUTTING;
            group.cut(back);
            return;
        }
        group.commit(m.committed());
        if (m.next() != group.log().last() + 1) {
            fetch(Message.Fetch.NO_HASH); // a piece was lost
        } else if (target != null) {
            continueTowards();
        } else if (m.last() - group.log().last() <= NEARLY_LEVEL) {
            finish();
        } else {
            fetch(Message.Fetch.NO_HASH);
        }
    }

    private void continueTowards() {
        if (group.log().standing().equals(target)) {
            finish();
        } else if (group.log().last() >= target.last()) {
            fail("its journal ends at " + group.log().standing() + " and not at " + target);
        } else {
            fetch(Message.Fetch.NO_HASH);
        }
    }

    void onTick() {
        if (state == State.IDLE) {
            return;
        }
        if (group.now() >= giveUpAt) {
            fail("no progress in " + group.settings().electionTimeoutMs() + "ms");
        } else if (state == State.FETCHING && group.now() >= retryAt) {
            fetch(Message.Fetch.NO_HASH);
        }
    }

    void onSourceGone(String reason) {
        if (state != State.IDLE) {
            fail(reason);
        }
    }

    private boolean expects(Member from, ViewId ofContext) {
        return state == State.FETCHING && isFrom(from) && context.equals(ofContext);
    }

    private void progress() {
        giveUpAt = group.now() + group.settings().electionTimeoutMs();
    }

    private void finish() {
        Listener done = listener;
        cancel();
        done.onLevel();
    }

    private void fail(String reason) {
        Listener failed = listener;
        String text = "catching up from " + source.id() + ": " + reason;
        cancel();
        failed.onCatchUpFailed(text);
    }
}
