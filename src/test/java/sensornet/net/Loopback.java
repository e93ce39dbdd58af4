package sensornet.net;

import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import sensornet.model.Identity;
import sensornet.model.Member;
import sensornet.tls.TestCa;
import sensornet.wire.Message;

/** Networks on 127.0.0.1 for one test, closed together. */
final class Loopback implements AutoCloseable {
    static final InetAddress HOST = InetAddress.getLoopbackAddress();
    static final InetAddress BROADCAST = broadcast();

    /** One network with what it said and counted. */
    record Peer(Network network, Recorder seen, Counters counters, List<String> refusals) {
        Member self() {
            return network.self();
        }

        /** As the protocol does at the end of an event. */
        void send(Member to, Message message) {
            network.send(to, message);
            network.flush();
        }
    }

    private final List<Peer> peers = new ArrayList<>();
    /** Null: in the clear. */
    private final TestCa ca;

    Loopback() {
        this(null);
    }

    /** All with certificates of that CA. */
    Loopback(TestCa ca) {
        this.ca = ca;
    }

    private static InetAddress broadcast() {
        try {
            return BindAddress.literal("127.255.255.255");
        } catch (NetException e) {
            throw new IllegalStateException(e);
        }
    }

    static int freeUdpPort() throws Exception {
        try (DatagramSocket socket = new DatagramSocket(new InetSocketAddress(HOST, 0))) {
            return socket.getLocalPort();
        }
    }

    Peer start(String id) throws Exception {
        return start(id, id.hashCode(), 0, "sensors");
    }

    Peer start(String id, long incarnation, int port, String group) throws Exception {
        Counters counters = new Counters();
        Network network = new Network(new NetSettings(HOST, port, null, 0, group, 1_000,
                ca == null ? null : ca.tls(id)), new Identity(id, incarnation), counters);
        Peer peer = new Peer(network, new Recorder(), counters, java.util.Collections.synchronizedList(
                new ArrayList<>()));
        peers.add(peer);
        network.start(peer.seen, () -> true, (address, reason) -> peer.refusals.add(reason));
        return peer;
    }

    boolean isTls() {
        return ca != null;
    }

    Transport transport(String id) {
        return ca == null ? new PlainTransport() : new TlsTransport(ca.tls(id));
    }

    static Message number(long n) {
        return new Message.Ok(n);
    }

    @Override
    public void close() {
        peers.forEach(p -> p.network.close());
    }
}
