package sensornet.sim;

import java.util.ArrayList;
import java.util.List;
import sensornet.group.Effects;
import sensornet.model.Identity;
import sensornet.model.Member;
import sensornet.model.View;
import sensornet.wire.Message;

/** Does nothing but remember what the stage told it; numbers travel as rounds of ELECTION. */
final class RecordingProtocol extends SilentStoreEvents implements ProtocolUnderTest {
    final Member self;
    final Effects effects;
    final List<Long> numbers = new ArrayList<>();
    final List<String> events = new ArrayList<>();
    int datagrams;
    int ticks;

    RecordingProtocol(Member self, Effects effects) {
        this.self = self;
        this.effects = effects;
    }

    void sendTo(RecordingProtocol other, long number) {
        effects.send(other.self, new Message.Ok(number));
    }

    @Override
    public void start() {
    }

    @Override
    public void onTick() {
        ticks++;
    }

    @Override
    public boolean offer(byte[] payloads, int count) {
        return false;
    }

    @Override
    public void leave() {
    }

    @Override
    public View view() {
        return null;
    }

    @Override
    public View activeView() {
        return null;
    }

    @Override
    public String describe() {
        return events.toString();
    }

    @Override
    public void onMessage(Member from, Message message) {
        numbers.add(((Message.Ok) message).round());
    }

    @Override
    public void onDatagram(Message.NewPeerRequest request) {
        datagrams++;
    }

    @Override
    public void onLinkRestored(Identity peer) {
        events.add("restored " + peer.id());
    }

    @Override
    public void onKilled(Identity peer) {
        events.add("killed " + peer.id());
    }

    @Override
    public void onProbe(Identity peer, ProbeResult result) {
        events.add(result + " " + peer.id());
    }
}
