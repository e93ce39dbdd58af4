package sensornet.fuzz;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import sensornet.PeerProtocol;
import sensornet.group.Effects;
import sensornet.group.PeerEvents.ProbeResult;
import sensornet.group.Priority;
import sensornet.group.Settings;
import sensornet.journal.StoreOp;
import sensornet.model.GroupOptions;
import sensornet.model.Member;
import sensornet.store.MemoryDisk;
import sensornet.store.Store;
import sensornet.wire.Codec;
import sensornet.wire.Message;

/**
 * The real protocol, codec and store of one peer, without network, threads or time of its own: a test says what comes in
 * and sees what goes out. The disk does at once what it is told. An internal error is an AssertionError.
 */
final class LonePeer implements Effects {
    static final GroupOptions OPTIONS = new GroupOptions(1, "id", 250, 1_000);
    private static final int MAX_SENT = 200_000;

    /** What it wants to tell a peer. */
    record Sent(Member to, Message message) {
    }

    final Member self;
    final MemoryDisk disk = new MemoryDisk();
    final PeerProtocol protocol;
    final Deque<Sent> sent = new ArrayDeque<>();
    final Deque<Message.NewPeerRequest> broadcasts = new ArrayDeque<>();
    final Deque<Member> probes = new ArrayDeque<>();
    final TreeMap<String, Integer> counts = new TreeMap<>();
    private final Store store;
    private final Deque<StoreOp> operations = new ArrayDeque<>();
    private boolean storing;
    private long now;
    String stopped;

    LonePeer(Member self) {
        this(self, OPTIONS);
    }

    LonePeer(Member self, GroupOptions options) {
        this.self = self;
        store = new Store(disk, true, false);
        try {
            Settings settings = new Settings("sensors", options, Priority.ID, 500, 300, List.of());
            protocol = new PeerProtocol(settings, self, store.open(), this, () -> now, new Random(1));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        protocol.start();
    }

    void tick(long ms) {
        now += ms;
        protocol.onTick();
    }

    boolean offer(String... payloads) {
        return protocol.offer(String.join(";", payloads).getBytes(java.nio.charset.StandardCharsets.US_ASCII),
                payloads.length);
    }

    /** Answers what it asked about others. */
    void answerProbes(java.util.function.Function<Member, ProbeResult> answer) {
        for (Member each : new ArrayList<>(probes)) {
            probes.remove(each);
            protocol.onProbe(each.identity(), answer.apply(each));
        }
    }

    boolean leads() {
        return protocol.group().leading();
    }

    /** All its CSV files, one after the other. */
    String files() {
        StringBuilder all = new StringBuilder();
        for (String name : disk.list()) {
            if (name.endsWith(".csv")) {
                all.append(name).append('\n').append(new String(disk.content(name),
                        java.nio.charset.StandardCharsets.US_ASCII));
            }
        }
        return all.toString();
    }

    @Override
    public void send(Member to, Message message) {
        Codec.encode(message); // whatever it was told, it says nothing that cannot be written
        sent.add(new Sent(to, message));
        if (sent.size() > MAX_SENT) {
            throw new AssertionError("sends without end");
        }
    }

    @Override
    public void sendTo(String host, int port, Message message) {
        Codec.encode(message);
    }

    @Override
    public void broadcast(Message.NewPeerRequest request) {
        Codec.encode(request);
        broadcasts.add(request);
    }

    @Override
    public void probe(Member peer) {
        if (!probes.contains(peer)) {
            probes.add(peer);
        }
    }

    @Override
    public void store(StoreOp op) {
        operations.add(op);
    }

    @Override
    public void stop(int code, String reason) {
        stopped = reason;
        if (reason.startsWith("internal error")) {
            throw new AssertionError(reason);
        }
    }

    @Override
    public void count(String reason) {
        counts.merge(reason, 1, Integer::sum);
    }

    @Override
    public void flush(boolean patient) {
        if (storing) {
            return;
        }
        storing = true;
        try {
            while (!operations.isEmpty()) {
                while (!operations.isEmpty()) {
                    store.execute(operations.poll(), protocol);
                }
                store.sync();
                protocol.onStored(store.executed());
                while (store.hasBacklog()) {
                    store.deliver(1_000);
                }
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        } finally {
            storing = false;
        }
    }
}
