package sensornet.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import sensornet.group.PeerEvents.ProbeResult;
import sensornet.model.Identity;
import sensornet.model.Member;
import sensornet.wire.Message;

/** Three peers that talk to each other at once, and what each of them was told, as {@link Script}s. */
final class Trio {
    private static final int STEP_MS = 25;

    final Map<Identity, LonePeer> peers = new LinkedHashMap<>();
    private final List<Member> members = new ArrayList<>(Script.PEERS.subList(0, 3));
    final Map<Identity, StringBuilder> told = new LinkedHashMap<>();
    /** Every message that was sent, in order. */
    final List<Word> words = new ArrayList<>();

    /** Who said what to whom. */
    record Word(Member from, Member to, Message message) {
    }

    Trio() {
        for (Member m : Script.PEERS.subList(0, 3)) {
            start(m);
        }
    }

    LonePeer start(Member m) {
        LonePeer peer = new LonePeer(m);
        peers.put(m.identity(), peer);
        told.put(m.identity(), new StringBuilder());
        return peer;
    }

    LonePeer peer(int index) {
        return peers.get(members.get(index).identity());
    }

    Member member(int index) {
        return members.get(index);
    }

    /** The same id, another process with an empty disk; also for one that has stopped by itself. */
    void restart(int index) {
        Member before = members.get(index);
        if (peers.containsKey(before.identity())) {
            kill(index); // whoever is left hears of it
        }
        Identity identity = new Identity(before.id(), before.identity().incarnation() + 0x1000);
        members.set(index, new Member(identity, before.host(), before.port()));
        start(members.get(index));
    }

    /** Who was talked into stopping starts again. */
    void restartTheStopped() {
        for (int i = 0; i < members.size(); i++) {
            if (peer(i).stopped != null) {
                restart(i);
            }
        }
    }

    /** The process is gone, and everybody hears of it. */
    void kill(int index) {
        Identity dead = members.get(index).identity();
        peers.remove(dead);
        for (LonePeer peer : List.copyOf(peers.values())) {
            note(peer, "k" + index);
            peer.protocol.onKilled(dead);
        }
        settle();
    }

    void offer(int index, int readings) {
        note(peer(index), "o" + readings);
        for (int i = readings; i > 0; i--) {
            peer(index).offer(Script.reading(peer(index).self.id(), i));
        }
        settle();
    }

    void step() {
        for (LonePeer peer : List.copyOf(peers.values())) {
            note(peer, "t" + STEP_MS);
            peer.tick(STEP_MS);
        }
        settle();
    }

    void await(String what, BooleanSupplier condition) {
        for (int i = 0; i < 2_000 && !condition.getAsBoolean(); i++) {
            step();
        }
        if (!condition.getAsBoolean()) {
            throw new AssertionError("not so: " + what + "\n" + state());
        }
    }

    /** All living peers are in one view. */
    boolean isOneGroup() {
        LonePeer any = peers.values().iterator().next();
        return peers.values().stream().allMatch(p -> p.protocol.group().active()
                && p.protocol.group().view().members().size() == peers.size()
                && p.protocol.group().view().id().equals(any.protocol.group().view().id()));
    }

    /** All files are the same, and hold so many rows. */
    boolean isLevel(long rows) {
        String files = peers.values().iterator().next().files();
        return peers.values().stream().allMatch(p -> p.files().equals(files))
                && files.lines().filter(l -> l.contains(",2026-")).count() == rows;
    }

    /** All files are the same, and everybody shows all that anybody has. */
    boolean isLevelAndSettled() {
        String files = peers.values().iterator().next().files();
        return peers.values().stream().allMatch(p -> p.files().equals(files)
                && p.protocol.group().log().committed() == p.protocol.group().log().last() && p.protocol.load().outboxReadings() == 0);
    }

    String state() {
        StringBuilder all = new StringBuilder();
        for (LonePeer p : peers.values()) {
            all.append(p.self).append(' ').append(p.protocol.group().phase()).append(' ').append(p.protocol.group().view())
                    .append(" last ").append(p.protocol.group().log().last()).append(" committed ")
                    .append(p.protocol.group().log().committed()).append(" stopped ").append(p.stopped).append(' ')
                    .append(p.counts).append('\n').append(p.files());
        }
        return all.toString();
    }

    /** Everything that was said arrives. */
    void settle() {
        boolean more = true;
        for (int i = 0; i < 10_000 && more; i++) {
            more = false;
            for (LonePeer peer : List.copyOf(peers.values())) {
                more |= passOn(peer);
            }
        }
    }

    private boolean passOn(LonePeer from) {
        boolean any = !from.sent.isEmpty() || !from.broadcasts.isEmpty() || !from.probes.isEmpty();
        for (LonePeer.Sent s = from.sent.poll(); s != null; s = from.sent.poll()) {
            words.add(new Word(from.self, s.to(), s.message()));
            deliver(from.self, s.to().identity(), s.message());
        }
        for (Message.NewPeerRequest r = from.broadcasts.poll(); r != null; r = from.broadcasts.poll()) {
            for (LonePeer peer : List.copyOf(peers.values())) {
                if (peer != from) {
                    note(peer, "d" + Script.words(r));
                    peer.protocol.onDatagram(r);
                }
            }
        }
        if (!from.probes.isEmpty()) {
            boolean alive = from.probes.stream().allMatch(m -> peers.containsKey(m.identity()));
            note(from, alive ? "a" : "x");
            from.answerProbes(m -> peers.containsKey(m.identity()) ? ProbeResult.ALIVE : ProbeResult.KILLED);
        }
        return any;
    }

    void deliver(Member from, Identity to, Message message) {
        LonePeer peer = peers.get(to);
        if (peer != null && peer.stopped == null) {
            int index = Script.PEERS.indexOf(from);
            note(peer, (index + 1) + Script.words(message));
            peer.protocol.onMessage(from, message);
        }
    }

    private void note(LonePeer peer, String line) {
        told.get(peer.self.identity()).append(line).append('\n');
    }

    /** What p1, p2 and p3 were told, whoever lives. */
    List<byte[]> scripts() {
        return told.values().stream().map(s -> s.toString().getBytes(StandardCharsets.UTF_8)).toList();
    }
}
