package sensornet.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import sensornet.model.Identity;
import sensornet.model.Member;
import sensornet.wire.Codec;
import sensornet.wire.Message;

class DiscoveryTest {
    private final List<Discovery> open = new ArrayList<>();
    private final Counters counters = new Counters();
    private InetSocketAddress broadcast;

    @BeforeEach
    void port() throws Exception {
        broadcast = new InetSocketAddress(Loopback.BROADCAST, Loopback.freeUdpPort());
    }

    @AfterEach
    void close() {
        open.forEach(Discovery::close);
    }

    private static Member member(String id) {
        return new Member(new Identity(id, 1), "127.0.0.1", 1);
    }

    private Discovery start(String id, String group, Recorder events) throws Exception {
        Discovery d = new Discovery(Loopback.HOST, broadcast, group, member(id), events, counters);
        d.start();
        open.add(d);
        return d;
    }

    @Test
    void everyPeerOfAHostHearsABroadcastButItsOwn() throws Exception {
        List<Recorder> seen = new ArrayList<>();
        List<Discovery> peers = new ArrayList<>();
        for (String id : List.of("a", "b", "c")) {
            seen.add(new Recorder());
            peers.add(start(id, "sensors", seen.get(seen.size() - 1)));
        }
        Recorder cellar = new Recorder();
        Discovery foreign = start("z", "cellar", cellar);
        foreign.broadcast(DatagramFilterTest.request(Message.VERSION, "cellar", member("z"), 1));
        peers.get(0).broadcast(DatagramFilterTest.request(Message.VERSION, "sensors", member("a"), 7));
        peers.get(2).broadcast(DatagramFilterTest.request(Message.VERSION, "sensors", member("c"), 8));
        seen.get(1).await("datagram:a:7");
        seen.get(1).await("datagram:c:8");
        seen.get(2).await("datagram:a:7");
        seen.get(0).await("datagram:c:8");
        assertFalse(seen.get(0).has("datagram:a:7"), "its own");
        Await.until(() -> counters.get("datagram_foreign_group") == 3 + 2, () -> counters.snapshot().toString());
        assertEquals(List.of(), cellar.words());
    }

    @Test
    void rubbishAndOtherVersionsHarmNobody() throws Exception {
        Recorder seen = new Recorder();
        start("a", "sensors", seen);
        try (DatagramSocket stranger = new DatagramSocket(new InetSocketAddress(Loopback.HOST, 0))) {
            stranger.setBroadcast(true);
            stranger.send(new DatagramPacket(new byte[60_000], 60_000, broadcast));
            stranger.send(new DatagramPacket(new byte[0], 0, broadcast));
            send(stranger, DatagramFilterTest.request(2, "sensors", member("b"), 1));
            send(stranger, DatagramFilterTest.request(Message.VERSION, "sensors", member("b"), 9));
        }
        seen.await("datagram:b:9");
        assertEquals(List.of("datagram:b:9"), seen.words());
        assertEquals(2, counters.get("datagram_undecodable"));
        assertEquals(1, counters.get("datagram_foreign_version"));
    }

    @Test
    void aDatagramToOnePeersOwnAddressIsNoBroadcast() throws Exception {
        Recorder seen = new Recorder();
        Discovery a = start("a", "sensors", seen);
        try (DatagramSocket stranger = new DatagramSocket(new InetSocketAddress(Loopback.HOST, 0))) {
            byte[] bytes = Codec.encode(DatagramFilterTest.request(Message.VERSION, "sensors", member("b"), 1));
            // Only a socket bound to the wildcard address would get this.
            stranger.send(new DatagramPacket(bytes, bytes.length, Loopback.HOST, broadcast.getPort()));
            stranger.setBroadcast(true);
            send(stranger, DatagramFilterTest.request(Message.VERSION, "sensors", member("b"), 2));
        }
        seen.await("datagram:b:2");
        assertEquals(!a.isBoundToBroadcast(), seen.has("datagram:b:1"));
    }

    @Test
    void whoAsksIsToldWhereThePageIsUnlessTheAnswerWouldBeLongerThanTheQuestion() throws Exception {
        start("a", "sensors", new Recorder()).answerWith("127.0.0.1:8080");
        start("b", "sensors", new Recorder()); // has not said yet what to answer
        start("z", "cellar", new Recorder()).answerWith("127.0.0.1:8081");
        try (DatagramSocket asker = new DatagramSocket(new InetSocketAddress(Loopback.HOST, 0))) {
            asker.setBroadcast(true);
            asker.setSoTimeout(10_000);
            send(asker, new Message.WhoIsThere(Message.VERSION, "sensors", "."));
            Await.until(() -> counters.get("question_too_short") == 1, () -> counters.snapshot().toString());
            send(asker, new Message.WhoIsThere(Message.VERSION, "sensors", ".".repeat(100)));
            DatagramPacket answer = new DatagramPacket(new byte[500], 500);
            asker.receive(answer);
            assertEquals(new Message.Here(Message.VERSION, "sensors", member("a"), "127.0.0.1:8080"),
                    Codec.decode(answer.getData(), 0, answer.getLength()));
        }
        assertEquals(1, counters.get("question_too_short"));
    }

    private void send(DatagramSocket socket, Message message) throws Exception {
        byte[] bytes = Codec.encode(message);
        socket.send(new DatagramPacket(bytes, bytes.length, broadcast));
    }
}
