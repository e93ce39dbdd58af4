package sensornet.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import sensornet.model.Identity;
import sensornet.wire.Message;

class NetworkTest {
    private final List<Network> open = new ArrayList<>();

    @AfterEach
    void close() {
        open.forEach(Network::close);
    }

    private Network make(String id, int port, int broadcastPort) throws Exception {
        Network network = new Network(new NetSettings(Loopback.HOST, port, Loopback.BROADCAST, broadcastPort, "sensors",
                1_000, null), new Identity(id, 1), new Counters());
        open.add(network);
        return network;
    }

    @Test
    void whoHearsABroadcastCanAnswerOverTcp() throws Exception {
        int udp = Loopback.freeUdpPort();
        Network a = make("a", 0, udp);
        Network b = make("b", 0, udp);
        Recorder atA = new Recorder();
        Recorder atB = new Recorder();
        a.start(atA, () -> true, (address, reason) -> { });
        b.start(atB, () -> true, (address, reason) -> { });
        a.broadcast(DatagramFilterTest.request(Message.VERSION, "sensors", a.self(), 1));
        atB.await("datagram:a:1");
        b.send(a.self(), Loopback.number(1));
        atA.await("b:ok1");
        b.close();
        b.close();
        assertEquals(List.of("b:ok1"), atA.words());
    }

    @Test
    void aPortInUseNamesThePortAndAFreePortIsTold() throws Exception {
        Network first = make("a", 0, 1);
        assertTrue(first.self().port() > 0);
        assertEquals("127.0.0.1", first.self().host());
        String line = assertThrows(NetException.class, () -> make("b", first.self().port(), 1)).getMessage();
        assertTrue(line.contains("port " + first.self().port()), line);
    }
}
