package sensornet.order;

import java.io.ByteArrayOutputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sensornet.group.GroupView;
import sensornet.group.ViewListener;
import sensornet.journal.StoreEvents.KeptResult;
import sensornet.journal.StoreOp;
import sensornet.model.Identity;
import sensornet.model.Run;
import sensornet.wire.Message;

/**
 * Readings that this peer's journal does not hold yet: its own (in memory, bounded: when it is full the sensors wait)
 * and kept ones (cut from the journal in a merge, on disk, loaded piece by piece). One set, submitted per origin from
 * the journal's {@code lastOf(origin) + 1} on (attack F12). A reading leaves it when the own journal has it: from
 * then on it is the journal that has to keep it, and a cut puts it back to the kept ones.
 */
public final class Outbox implements ViewListener {
    private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);
    private static final int OWN_BYTES = 1024 * 1024;
    /** Under way to the leader at most: natural batching happens in what has to wait. */
    private static final int UNDER_WAY_BYTES = 256 * 1024;
    private static final int KEPT_BYTES = 256 * 1024;

    private final GroupView group;
    private final Sequencer sequencer;

    private long nextN = 1;
    private final Deque<Run> own = new ArrayDeque<>();
    private int ownBytes;
    /** The youngest readings, not yet closed into a run: single readings that come while others wait share one. */
    private final ByteArrayOutputStream open = new ByteArrayOutputStream(1024);
    private int openCount;

    private final Deque<Run> kept = new ArrayDeque<>();
    private int keptBytes;
    private boolean keptWaiting;
    private boolean keptAsked;
    private boolean keptEnd;
    private long keptPosition;
    private boolean unfillable;

    /** Per origin the highest counter submitted in the view in force. */
    private final Map<Identity, Long> submitted = new HashMap<>();
    private int underWay;
    private long seenAtHeartbeat = -1;

    public Outbox(GroupView group, Sequencer sequencer, boolean keptFromEarlier) {
        this.group = group;
        this.sequencer = sequencer;
        this.keptWaiting = keptFromEarlier;
    }

    /** @return false if there is no room; the readings were not taken */
    public boolean offer(byte[] payloads, int count) {
        if (ownBytes + open.size() + payloads.length > OWN_BYTES) {
            return false;
        }
        if (open.size() + 1 + payloads.length > Run.MAX_BYTES) {
            close();
        }
        if (openCount > 0) {
            open.write(Run.SEPARATOR);
        }
        open.write(payloads, 0, payloads.length);
        openCount += count;
        pump();
        return true;
    }

    private void close() {
        if (openCount > 0) {
            Run run = new Run(group.me(), nextN, openCount, open.toByteArray());
            nextN += openCount;
            own.add(run);
            ownBytes += run.size();
            open.reset();
            openCount = 0;
        }
    }

    public boolean isEmpty() {
        return own.isEmpty() && openCount == 0 && !keptWaiting;
    }

    /** How many own readings wait. */
    public int waiting() {
        return own.stream().mapToInt(Run::count).sum() + openCount;
    }

    /** Bytes of own readings that wait. */
    public int waitingBytes() {
        return ownBytes + open.size();
    }

    /** Everything own that the journal does not hold, for parking it on disk. */
    public List<Run> drain() {
        close();
        prune();
        List<Run> rest = new ArrayList<>();
        for (Run run : own) {
            rest.add(run.from(Math.max(run.firstN(), group.log().lastOf(run.origin()) + 1)));
        }
        return rest;
    }

    /** Submits what may be submitted now. Call after anything that changed: new readings, appends, a new view. */
    public void pump() {
        prune();
        if (!group.ordering()) {
            return;
        }
        loadKept();
        submitKept();
        for (Run run : own) {
            if (!submit(run)) {
                return;
            }
        }
        if (openCount > 0 && hasRoom()) {
            close();
            submit(own.peekLast());
        }
        prune();
    }

    /**
     * Kept runs come in an order in which the predecessors of each stand before it, so a gap here means that the disk
     * has lost bytes (attack F24): such readings stay in their file and are not offered.
     */
    private void submitKept() {
        for (Iterator<Run> i = kept.iterator(); i.hasNext() && hasRoom();) {
            Run run = i.next();
            if (run.firstN() > done(run) + 1) {
                LOG.warn("{} kept readings of {} from its number {} on cannot be put in: those before them are lost. "
                        + "They stay in the data directory", run.count(), run.origin(), run.firstN());
                i.remove();
                keptBytes -= run.size();
                unfillable = true;
            } else {
                submit(run);
            }
        }
    }

    private long done(Run run) {
        return Math.max(submitted.getOrDefault(run.origin(), 0L), group.log().lastOf(run.origin()));
    }

    private boolean hasRoom() {
        return group.leading() ? sequencer.hasRoom() : underWay < UNDER_WAY_BYTES;
    }

    /** @return false if there is no room for more */
    private boolean submit(Run run) {
        long done = done(run);
        if (run.lastN() <= done || run.firstN() > done + 1) {
            return true; // under way already, or its predecessors are not there yet
        }
        if (!hasRoom()) {
            return false;
        }
        Run next = run.from(done + 1);
        submitted.put(run.origin(), run.lastN());
        if (group.leading()) {
            sequencer.take(next);
        } else {
            underWay += next.size();
            group.send(group.view().leaderMember(), new Message.SequencerRequest(group.view().id(), next));
        }
        return true;
    }

    /** Drops what the journal holds. */
    private void prune() {
        while (!own.isEmpty() && holds(own.peek())) {
            int size = own.poll().size();
            ownBytes -= size;
            underWay = Math.max(0, underWay - size);
        }
        while (!kept.isEmpty() && holds(kept.peek())) {
            int size = kept.poll().size();
            keptBytes -= size;
            underWay = Math.max(0, underWay - size);
        }
    }

    private boolean holds(Run run) {
        return group.log().lastOf(run.origin()) >= run.lastN();
    }

    private void loadKept() {
        if (!keptWaiting || keptAsked) {
            return;
        }
        if (!keptEnd && keptBytes < KEPT_BYTES) {
            keptAsked = true;
            group.store(new StoreOp.ReadKept(keptPosition, KEPT_BYTES));
        } else if (keptEnd && kept.isEmpty()) {
            keptWaiting = false;
            if (!unfillable) {
                group.store(new StoreOp.ClearKept());
            }
        }
    }

    public void onKept(KeptResult result) {
        if (!keptAsked || result.position() != keptPosition) {
            return; // asked before a cut put something in front
        }
        keptAsked = false;
        keptPosition = result.next();
        keptEnd = result.end();
        for (Run run : result.runs()) {
            kept.add(run);
            keptBytes += run.size();
        }
        pump();
    }

    /** A cut has put readings into the kept set, in front of all others: start over. */
    public void onCut() {
        kept.clear();
        keptBytes = 0;
        keptWaiting = true;
        keptAsked = false;
        keptEnd = false;
        keptPosition = 0;
        unfillable = false;
        repeat();
    }

    /** Everything not in the journal will be submitted again: what was sent may be lost. */
    public void repeat() {
        submitted.clear();
        underWay = 0;
    }

    /** On each heartbeat: if nothing of ours got into the journal since the last one, it was lost on the way. */
    public void onHeartbeat() {
        long seen = group.log().lastOf(group.me()) + keptBytes;
        if (!isEmpty() && seen == seenAtHeartbeat) {
            repeat();
            pump();
        }
        seenAtHeartbeat = seen;
    }

    @Override
    public void onInstalled() {
        repeat();
        pump();
    }
}
