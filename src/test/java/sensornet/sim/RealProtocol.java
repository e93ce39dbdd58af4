package sensornet.sim;

import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import sensornet.PeerProtocol;
import sensornet.group.Effects;
import sensornet.group.Settings;
import sensornet.journal.Recovered;
import sensornet.model.Identity;
import sensornet.model.Member;
import sensornet.model.View;
import sensornet.wire.Message;

/** The product's own protocol. A deliberate defect overrides what it wants to spoil. */
class RealProtocol implements ProtocolUnderTest {
    protected final PeerProtocol peer;

    RealProtocol(Settings settings, Member self, Recovered recovered, Effects effects, LongSupplier nowMs,
                 RandomGenerator random) {
        peer = new PeerProtocol(settings, self, recovered, effects, nowMs, random);
    }

    @Override
    public void start() {
        peer.start();
    }

    @Override
    public void onTick() {
        peer.onTick();
    }

    @Override
    public boolean offer(byte[] payloads, int count) {
        return peer.offer(payloads, count);
    }

    @Override
    public void leave() {
        peer.leave();
    }

    @Override
    public View view() {
        return peer.group().view();
    }

    @Override
    public View activeView() {
        return peer.group().active() ? peer.group().view() : null;
    }

    @Override
    public String describe() {
        return peer.group().phase() + (peer.group().active() ? " active" : " inactive") + " promised "
                + peer.group().promised() + " last " + peer.group().log().last() + " committed "
                + peer.group().log().committed() + " tag " + peer.group().log().tag();
    }

    @Override
    public void onMessage(Member from, Message message) {
        peer.onMessage(from, message);
    }

    @Override
    public void onDatagram(Message.NewPeerRequest request) {
        peer.onDatagram(request);
    }

    @Override
    public void onLinkRestored(Identity other) {
        peer.onLinkRestored(other);
    }

    @Override
    public void onKilled(Identity other) {
        peer.onKilled(other);
    }

    @Override
    public void onProbe(Identity other, ProbeResult result) {
        peer.onProbe(other, result);
    }

    @Override
    public void onStored(long operations) {
        peer.onStored(operations);
    }

    @Override
    public void onCut(CutResult result) {
        peer.onCut(result);
    }

    @Override
    public void onRead(ReadResult result) {
        peer.onRead(result);
    }

    @Override
    public void onKept(KeptResult result) {
        peer.onKept(result);
    }

    @Override
    public void onStoreFailed(String reason) {
        peer.onStoreFailed(reason);
    }
}
