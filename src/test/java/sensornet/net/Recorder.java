package sensornet.net;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Assertions;
import sensornet.group.PeerEvents;
import sensornet.model.Identity;
import sensornet.model.Member;
import sensornet.wire.Message;

/** Takes down what the network says, as words in order. */
final class Recorder implements PeerEvents {
    private final List<String> words = new ArrayList<>();
    volatile Consumer<Message> onMessage = m -> { };

    private void add(String word) {
        synchronized (words) {
            words.add(word);
        }
    }

    List<String> words() {
        synchronized (words) {
            return new ArrayList<>(words);
        }
    }

    long count(String word) {
        return words().stream().filter(word::equals).count();
    }

    boolean has(String word) {
        return words().contains(word);
    }

    void await(String word) {
        Await.until(() -> has(word), () -> "waiting for '" + word + "', saw " + words());
    }

    @Override
    public void onMessage(Member from, Message message) {
        onMessage.accept(message);
        add(from.id() + ":" + text(message));
    }

    static String text(Message message) {
        if (message instanceof Message.Ok ok) {
            return "ok" + ok.round();
        }
        return message.getClass().getSimpleName();
    }

    @Override
    public void onDatagram(Message.NewPeerRequest request) {
        add("datagram:" + request.from().id() + ":" + request.epoch());
    }

    @Override
    public void onLinkRestored(Identity peer) {
        add("restored:" + peer);
    }

    @Override
    public void onKilled(Identity peer) {
        add("killed:" + peer);
    }

    @Override
    public void onProbe(Identity peer, ProbeResult result) {
        add("probe:" + peer + ":" + result);
    }

    @Override
    public void onStored(long operations) {
        Assertions.fail("the network stores nothing");
    }

    @Override
    public void onCut(CutResult result) {
        Assertions.fail("the network cuts nothing");
    }

    @Override
    public void onRead(ReadResult result) {
        Assertions.fail("the network reads nothing");
    }

    @Override
    public void onKept(KeptResult result) {
        Assertions.fail("the network keeps nothing");
    }

    @Override
    public void onStoreFailed(String reason) {
        Assertions.fail("the network stores nothing");
    }
}
