package sensornet;

import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sensornet.group.Departure;
import sensornet.group.Effects;
import sensornet.group.GroupView;
import sensornet.group.Membership;
import sensornet.group.PeerEvents;
import sensornet.group.Phase;
import sensornet.group.Settings;
import sensornet.journal.Recovered;
import sensornet.journal.StoreOp;
import sensornet.model.Identity;
import sensornet.model.Member;
import sensornet.model.Run;
import sensornet.model.ViewId;
import sensornet.order.Outbox;
import sensornet.order.Replica;
import sensornet.order.Sequencer;
import sensornet.wire.Message;

/**
 * The whole protocol of one peer: the entry points of the world, each under the {@link GroupView} monitor and with the
 * time read once, and the one place where ordering messages are fenced. May be called by any thread; never blocks.
 * The very same object runs on sockets in {@link Peer} and on virtual time in the simulation.
 */
public final class PeerProtocol implements PeerEvents {
    private static final Logger LOG = LoggerFactory.getLogger(PeerProtocol.class);

    /**
     * What is on its way.
     *
     * @param outboxReadings own ones that no journal has to keep yet
     * @param windowBytes leader: ordered, and not held by all
     * @param waitingBytes leader: asked for, and not ordered
     * @param acknowledged leader: how far each member's journal is
     */
    public record Load(int outboxReadings, int outboxBytes, int windowBytes, int waitingBytes,
                       Map<Identity, Long> acknowledged) {
    }

    private final GroupView group;
    private final Effects effects;
    private final LongSupplier clock;
    private final Membership membership;
    private final Sequencer sequencer;
    private final Replica replica;
    private final Outbox outbox;
    private final Departure departure;

    /**
     * @param clock monotonic milliseconds, discounting the process's own pauses
     * @param random seeded in the simulation
     */
    public PeerProtocol(Settings settings, Member self, Recovered recovered, Effects effects, LongSupplier clock,
                        RandomGenerator random) {
        this.effects = effects;
        this.clock = clock;
        group = new GroupView(settings, self, recovered, effects, random);
        membership = new Membership(group);
        sequencer = new Sequencer(group, membership.heartbeat());
        replica = new Replica(group);
        outbox = new Outbox(group, sequencer, recovered.kept());
        departure = new Departure(group);
        group.addListener(sequencer);
        group.addListener(replica);
        group.addListener(outbox);
    }

    /** The monitor and the state under it. */
    public GroupView group() {
        return group;
    }

    /** Call with the monitor held. */
    public Load load() {
        return new Load(outbox.waiting(), outbox.waitingBytes(), sequencer.windowBytes(), sequencer.waitingBytes(),
                sequencer.acknowledged());
    }

    /** Starts looking for a group. Call once, when the listening socket and the store stand. */
    public void start() {
        event(() -> membership.start());
    }

    /** Lets deadlines fire; call every 10-25 ms. */
    public void onTick() {
        event(() -> {
            membership.onTick();
            outbox.pump();
            if (departure.isDue(outbox.isEmpty())) {
                depart();
            }
        });
    }

    /**
     * Takes readings into the outbox: payloads joined by {@code ;}, at most {@code Run.MAX_BYTES}. Ordered as offered.
     *
     * @return false if the outbox is full (or the peer is leaving): offer the same again later
     */
    public boolean offer(byte[] payloads, int count) {
        boolean taken;
        synchronized (group) {
            taken = take(payloads, count);
        }
        effects.flush(false);
        return taken;
    }

    /** As {@link #offer}, but blocks the calling thread until there is room: that is the back-pressure. */
    public void put(byte[] payloads, int count) throws InterruptedException {
        synchronized (group) {
            while (!take(payloads, count)) {
                group.wait(100);
            }
        }
        effects.flush(false); // sensors are interrupted at the end: that would close the journal under their hands
    }

    private boolean take(byte[] payloads, int count) {
        group.setNow(clock.getAsLong());
        return group.phase() != Phase.LEFT && !departure.isLeaving() && outbox.offer(payloads, count);
    }

    /** Leaves the group cleanly; ends in {@code Effects.stop(0, ...)} within a bounded time. */
    public void leave() {
        event(departure::begin);
    }

    private void depart() {
        departure.sayGoodbye();
        List<Run> rest = outbox.drain();
        if (!rest.isEmpty()) {
            LOG.warn("Leaving with {} readings that the group has not taken; with --keep-data they are put in at the "
                    + "next start", rest.stream().mapToInt(Run::count).sum());
            group.store(new StoreOp.Park(rest));
        }
        group.left();
        effects.stop(0, "left the group");
    }

    // ---- messages

    @Override
    public void onMessage(Member from, Message message) {
        onMessages(from, List.of(message));
    }

    /** One time, one turn of the monitor and one flush for all of them. */
    @Override
    public void onMessages(Member from, List<Message> messages) {
        event(true, () -> {
            for (int i = 0; i < messages.size() && group.phase() != Phase.LEFT; i++) {
                handle(from, messages.get(i));
            }
        });
    }

    private void handle(Member from, Message message) {
        if (message instanceof Message.SequencerRequest m) {
            if (fence(from, m.view(), group.leading())) {
                sequencer.onRequest(m);
                outbox.pump();
            }
        } else if (message instanceof Message.Append m) {
            if (fence(from, m.view(), isLeader(from))) {
                replica.onAppend(m);
                outbox.pump();
            }
        } else if (message instanceof Message.Ack m) {
            if (fence(from, m.view(), group.leading())) {
                sequencer.onAck(from, m.last());
                outbox.pump();
            }
        } else if (message instanceof Message.Commit m) {
            if (fence(from, m.view(), isLeader(from))) {
                replica.onCommit(m);
            }
        } else if (message instanceof Message.Heartbeat m) {
            if (fence(from, m.view(), isLeader(from)) && membership.mayAnswerHeartbeat()) {
                replica.onHeartbeat(from, m);
                outbox.onHeartbeat();
            }
        } else if (message instanceof Message.HeartbeatAck m) {
            if (fence(from, m.view(), group.leading())) {
                sequencer.onHeartbeatAck(from, m);
            }
        } else {
            membership.onMessage(from, message);
        }
    }

    /**
     * Only messages of the view in force are handled, and only in the role that the receiver has in it. A message of
     * another view tells who is behind: {@link Membership#onForeignView} answers if that helps.
     */
    private boolean fence(Member from, ViewId view, boolean roleFits) {
        if (group.active() && group.view().id().equals(view) && group.view().contains(from.identity()) && roleFits) {
            membership.heard(from.identity());
            return true;
        }
        group.count("fenced");
        membership.onForeignView(from, view);
        return false;
    }

    private boolean isLeader(Member from) {
        return group.active() && group.view().leader().equals(from.identity());
    }

    @Override
    public void onDatagram(Message.NewPeerRequest request) {
        event(() -> membership.onRequest(request));
    }

    @Override
    public void onLinkRestored(Identity peer) {
        event(() -> {
            membership.onLinkRestored(peer);
            if (group.active() && !group.leading() && group.view().leader().equals(peer)) {
                replica.repeat(); // the leader's window may be waiting for just the acknowledgement that was lost
                outbox.repeat();
                outbox.pump();
            }
        });
    }

    @Override
    public void onKilled(Identity peer) {
        event(() -> membership.onGone(peer, "killed"));
    }

    @Override
    public void onProbe(Identity peer, ProbeResult result) {
        event(() -> membership.onProbe(peer, result));
    }

    // ---- disk

    @Override
    public void onStored(long operations) {
        event(() -> {
            group.onStored(operations);
            membership.onStored();
            if (group.active()) {
                sequencer.advance();
                replica.acknowledge();
                outbox.pump();
            }
        });
    }

    @Override
    public void onCut(CutResult result) {
        event(() -> {
            membership.onCut(result);
            if (result.cutEntries() > 0) {
                outbox.onCut();
            }
        });
    }

    @Override
    public void onRead(ReadResult result) {
        event(() -> membership.onRead(result));
    }

    @Override
    public void onKept(KeptResult result) {
        event(() -> outbox.onKept(result));
    }

    /** A peer that cannot write any more must not look as if it could: it goes at once, and says so. */
    @Override
    public void onStoreFailed(String reason) {
        event(() -> {
            departure.sayGoodbye();
            int lost = outbox.waiting();
            group.left();
            effects.stop(1, lost == 0 ? reason : reason + "; " + lost + " readings that the group had not taken are lost");
        });
    }

    private void event(Runnable handler) {
        event(false, handler);
    }

    /** @param patient whether the calling thread may wait for the disk afterwards, see {@link Effects#flush} */
    private void event(boolean patient, Runnable handler) {
        synchronized (group) {
            if (group.phase() == Phase.LEFT) {
                return;
            }
            group.setNow(clock.getAsLong());
            try {
                handler.run();
            } catch (RuntimeException e) {
                // An invariant does not hold: stop before anything wrong is acknowledged or shown.
                LOG.error("Internal error, stopping", e);
                group.left();
                effects.stop(1, "internal error: " + e);
            }
            group.notifyAll(); // whoever waits for room in the outbox
        }
        effects.flush(patient);
    }
}
