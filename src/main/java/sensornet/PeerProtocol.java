package sensornet;

import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import sensornet.group.Effects;
import sensornet.group.PeerEvents;
import sensornet.group.Settings;
import sensornet.journal.Recovered;
import sensornet.model.Identity;
import sensornet.model.Member;
import sensornet.wire.Message;

/** The whole protocol of one peer behind one monitor. (Skeleton.) */
public final class PeerProtocol implements PeerEvents {

    /**
     * @param now monotonic milliseconds
     * @param random seeded in the simulation
     */
    public PeerProtocol(Settings settings, Member self, Recovered recovered, Effects effects, LongSupplier now,
                        RandomGenerator random) {
    }

    /** Starts searching for a group. Call once, when the listening socket and the store stand. */
    public void start() {
    }

    /** Lets deadlines fire; call every 10-25 ms. */
    public void onTick() {
    }

    /**
     * Takes readings into the outbox: payloads joined by {@code ;}, at most {@code Run.MAX_BYTES}. Ordered as offered.
     *
     * @return false if the outbox is full (or the peer is leaving): offer the same again later
     */
    public boolean offer(byte[] payloads, int count) {
        return false;
    }

    /** Leaves the group cleanly; ends in {@code Effects.stop(0, ...)} within a bounded time. */
    public void leave() {
    }

    @Override
    public void onMessage(Member from, Message message) {
    }

    @Override
    public void onDatagram(Message.NewPeerRequest request) {
    }

    @Override
    public void onLinkRestored(Identity peer) {
    }

    @Override
    public void onKilled(Identity peer) {
    }

    @Override
    public void onProbe(Identity peer, ProbeResult result) {
    }

    @Override
    public void onStored(long operations) {
    }

    @Override
    public void onCut(CutResult result) {
    }

    @Override
    public void onRead(ReadResult result) {
    }

    @Override
    public void onKept(KeptResult result) {
    }

    @Override
    public void onStoreFailed(String reason) {
    }
}
