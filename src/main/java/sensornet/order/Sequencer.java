package sensornet.order;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import sensornet.group.GroupView;
import sensornet.group.HeartbeatMonitor;
import sensornet.group.ViewListener;
import sensornet.model.Entries;
import sensornet.model.Identity;
import sensornet.model.Member;
import sensornet.model.Run;
import sensornet.wire.Message;

/**
 * The leader's part of ordering, after the fixed sequencer with safe delivery of group communication (as in ISIS and
 * JGroups SEQUENCER, but a reading is delivered only when every member holds it). A reading is taken only as the next
 * one of its origin, so that resends are harmless and nothing is overtaken. {@code committed} is the minimum over all
 * members of the view, and never before all have shown that they installed it.
 */
public final class Sequencer implements ViewListener {
    /** Of readings that are not yet held by all; above it nothing more is taken (G10). */
    private static final int WINDOW_BYTES = 4 * 1024 * 1024;
    /** Of requests waiting for the window. Members bound what they have under way, so this is rarely reached. */
    private static final int WAITING_BYTES = 16 * 1024 * 1024;

    private final GroupView group;
    private final HeartbeatMonitor heartbeat;
    /** Entries of this view above the commit mark, for members that missed them. */
    private final Deque<Entries> window = new ArrayDeque<>();
    private int windowBytes;
    private final Deque<Run> waiting = new ArrayDeque<>();
    private int waitingBytes;
    /** Members that installed the view, and how far their journals are. */
    private final Map<Identity, Long> acked = new HashMap<>();

    public Sequencer(GroupView group, HeartbeatMonitor heartbeat) {
        this.group = group;
        this.heartbeat = heartbeat;
    }

    @Override
    public void onInstalled() {
        window.clear();
        windowBytes = 0;
        waiting.clear();
        waitingBytes = 0;
        acked.clear();
        advance();
    }

    boolean hasRoom() {
        return windowBytes < WINDOW_BYTES && waiting.isEmpty();
    }

    /** Readings of a member. */
    public void onRequest(Message.SequencerRequest m) {
        if (!group.view().quorate()) {
            group.count("request_below_quorum");
        } else if (hasRoom()) {
            take(m.run());
        } else if (waitingBytes + m.run().size() <= WAITING_BYTES) {
            waiting.add(m.run());
            waitingBytes += m.run().size();
        } else {
            group.count("request_over_window"); // the member repeats it
        }
    }

    /** Gives readings their place, if they are the next ones of their origin. */
    void take(Run run) {
        long next = group.log().lastOf(run.origin()) + 1;
        if (run.lastN() < next) {
            group.count("request_duplicate");
            return;
        }
        if (run.firstN() > next) {
            group.count("request_ahead"); // an earlier one was lost; both come again
            return;
        }
        Entries entries = new Entries(group.log().last() + 1, run.from(next));
        group.accept(entries);
        window.add(entries);
        windowBytes += entries.run().size();
        Message.Append append = new Message.Append(group.view().id(), group.log().committed(), entries);
        for (Member m : group.view().members()) {
            if (!m.identity().equals(group.me())) {
                group.send(m, append);
            }
        }
    }

    /** A member's journal holds everything up to {@code last}. */
    public void onAck(Member from, long last) {
        if (!group.view().quorate()) {
            return; // membership only: the journals need not be the same
        }
        if (last > group.log().last()) {
            group.count("ack_from_the_future");
            return;
        }
        acked.merge(from.identity(), last, Math::max);
        heartbeat.progress(from.identity(), last);
        advance();
    }

    /** The member's answer to a heartbeat that followed entry {@code echo} on its link: what it lacks was lost. */
    public void onHeartbeatAck(Member from, Message.HeartbeatAck m) {
        if (group.view().quorate() && m.last() < m.echo()) {
            resend(from, m.last() + 1);
        }
    }

    private void resend(Member to, long from) {
        for (Entries each : window) {
            if (each.last() >= from) {
                group.send(to, new Message.Append(group.view().id(), group.log().committed(), each));
            }
        }
    }

    /** How far the journals of the members are that have answered in this view; a copy. */
    public Map<Identity, Long> acknowledged() {
        return Map.copyOf(acked);
    }

    /** Bytes of readings that not all members hold yet. */
    public int windowBytes() {
        return windowBytes;
    }

    /** Bytes of requests that wait for room in the window. */
    public int waitingBytes() {
        return waitingBytes;
    }

    /** Own entries got to the disk, or an acknowledgement came: raise the commit mark as far as all hold. */
    public void advance() {
        if (!group.leading() || !group.view().quorate() || !group.isInstallStored()) {
            return;
        }
        long all = group.durableLast();
        for (Member m : group.view().members()) {
            if (!m.identity().equals(group.me())) {
                Long last = acked.get(m.identity());
                if (last == null) {
                    return;
                }
                all = Math.min(all, last);
            }
        }
        if (group.commit(all)) {
            while (!window.isEmpty() && window.peek().last() <= all) {
                windowBytes -= window.poll().run().size();
            }
            for (Member m : group.view().members()) {
                if (!m.identity().equals(group.me())) {
                    group.send(m, new Message.Commit(group.view().id(), group.log().committed()));
                }
            }
            while (windowBytes < WINDOW_BYTES && !waiting.isEmpty()) {
                Run run = waiting.poll();
                waitingBytes -= run.size();
                take(run);
            }
        }
    }
}
