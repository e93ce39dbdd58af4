package sensornet.net;

import java.net.InetSocketAddress;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sensornet.group.PeerEvents;
import sensornet.model.Identity;
import sensornet.model.Member;
import sensornet.wire.Message;

/**
 * All of the network a peer has: made (which binds the TCP port, so that {@link #self} is known), started, closed.
 * {@link #send} and the like are the network half of {@link sensornet.group.Effects}: any thread, they only queue;
 * {@link #flush} writes.
 */
public final class Network implements AutoCloseable {
    private static final long FLUSH_MS = 300;
    private static final Logger LOG = LoggerFactory.getLogger(Network.class);

    private final NetSettings settings;
    private final Counters counters;
    private final Transport transport;
    private final Member self;
    private final Listener listener;
    // all set by start() before the first thread that calls the events exists
    private volatile Links links;
    private volatile Errands errands;
    private volatile Probes probes;
    private volatile Discovery discovery;

    /**
     * Binds; nobody is answered yet.
     *
     * @throws NetException one line: the port is in use, the address is not ours
     */
    public Network(NetSettings settings, Identity identity, Counters counters) throws NetException {
        this.settings = settings;
        this.counters = counters;
        this.transport = settings.tls() == null ? new PlainTransport() : new TlsTransport(settings.tls());
        this.listener = new Listener(settings.bind(), settings.port(), settings.group(), Listener.Limits.DEFAULT,
                counters, transport);
        this.self = new Member(identity, settings.bind().getHostAddress(), listener.port());
    }

    /** This start of this peer, at the port it really has. */
    public Member self() {
        return self;
    }

    /**
     * Call once. Events come from many threads, from before this returns until {@link #close} has.
     *
     * @param healthy while false handshakes are not answered (attack F18); must not block
     * @throws NetException one line: the broadcast port cannot be had
     */
    public void start(PeerEvents events, BooleanSupplier healthy, RefusedListener refused) throws NetException {
        Dialer dialer = new Dialer(settings.bind(), self, settings.group(), counters, transport);
        links = new Links(dialer, events, refused, Links.idleMs(settings.heartbeatIntervalMs()));
        errands = new Errands(dialer, refused);
        probes = new Probes(dialer, events);
        if (settings.broadcast() == null) {
            LOG.warn("{} has no broadcast address: other peers are found by --seed only",
                    settings.bind().getHostAddress());
        } else {
            Discovery d = new Discovery(settings.bind(),
                    new InetSocketAddress(settings.broadcast(), settings.broadcastPort()), settings.group(), self,
                    events, counters);
            d.start();
            discovery = d;
        }
        listener.start(self, events, healthy);
    }

    /** See {@link sensornet.group.Effects#send}. */
    public void send(Member to, Message message) {
        links.send(to, message);
    }

    /** Writes what was queued by {@link #send}, as far as that needs no waiting; links' own threads do the rest. */
    public void flush() {
        links.flush();
    }

    /** See {@link sensornet.group.Effects#sendTo}. */
    public void sendTo(String host, int port, Message message) {
        errands.send(new HostPort(host, port), message);
    }

    /** See {@link sensornet.group.Effects#broadcast}. */
    public void broadcast(Message.NewPeerRequest request) {
        Discovery d = discovery;
        if (d != null) {
            d.broadcast(request);
        }
    }

    /**
     * From now on programs that ask who is there are answered.
     *
     * @param http host and port of this peer's page; empty if it has none
     */
    public void answerWith(String http) {
        Discovery d = discovery;
        if (d != null) {
            d.answerWith(http);
        }
    }

    /** See {@link sensornet.group.Effects#probe}. */
    public void probe(Member peer) {
        probes.probe(peer);
    }

    /** Bytes that wait for that peer, about. */
    public long queuedBytes(Identity peer) {
        return links == null ? 0 : links.queuedBytes(peer);
    }

    /** Writes out what is queued, for 300 ms at most, then closes everything; returns within about a second. */
    @Override
    public void close() {
        if (discovery != null) {
            discovery.close();
        }
        if (links != null) {
            links.close(FLUSH_MS);
            errands.close();
        }
        listener.close();
    }
}
