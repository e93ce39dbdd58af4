package sensornet.net;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sensornet.group.PeerEvents;
import sensornet.model.Member;

/**
 * Accepts connections and gives each a reader thread of its own ({@link Inbound}); the accept thread itself never reads
 * a byte of anybody's. Bounded in connections, and in connections that have not said who they are: when those are too
 * many the oldest is closed, so that silent strangers cannot keep a peer out.
 */
final class Listener implements AutoCloseable {
    /** @param handshakeMs milliseconds from accept to the end of the handshake */
    record Limits(int connections, int handshakes, long handshakeMs) {
        static final Limits DEFAULT = new Limits(512, 64, 5_000);
    }

    private static final int BACKLOG = 128;
    private static final Logger LOG = LoggerFactory.getLogger(Listener.class);

    final String group;
    final Limits limits;
    final Counters counters;
    final Transport transport;
    final RateLimitedLog limitedLog = new RateLimitedLog(LOG);
    final Senders senders = new Senders();
    private final ServerSocket server;
    private final Set<Inbound> connections = new HashSet<>();
    private final LinkedHashSet<Inbound> handshakes = new LinkedHashSet<>();
    private volatile boolean closed;
    private Thread acceptor;

    // set once in start(), before any thread that reads them exists
    Member self;
    PeerEvents events;
    BooleanSupplier healthy;

    /** Binds at once; connections wait in the backlog until {@link #start}. */
    Listener(InetAddress bind, int port, String group, Limits limits, Counters counters, Transport transport)
            throws NetException {
        this.group = group;
        this.transport = transport;
        this.limits = limits;
        this.counters = counters;
        this.server = bound(bind, port);
    }

    private static ServerSocket bound(InetAddress bind, int port) throws NetException {
        try {
            ServerSocket server = new ServerSocket();
            try {
                server.setReuseAddress(!Sockets.WINDOWS); // there it would allow two listeners on one port
                server.bind(new InetSocketAddress(bind, port), BACKLOG);
                return server;
            } catch (IOException e) {
                server.close();
                throw e;
            }
        } catch (BindException e) {
            String why = String.valueOf(e.getMessage());
            if (why.contains("in use")) {
                throw new NetException("TCP port " + port + " on " + bind.getHostAddress()
                        + " is in use: stop the program that has it, or choose another --port (0 takes any free one)");
            }
            throw new NetException("cannot listen on " + bind.getHostAddress() + " port " + port + ": " + why
                    + ": check --bind and --port");
        } catch (IOException e) {
            throw new NetException("cannot listen on " + bind.getHostAddress() + " port " + port + ": "
                    + e.getMessage() + ": check --bind and --port");
        }
    }

    int port() {
        return server.getLocalPort();
    }

    /** @param healthy while false no handshake is answered: a peer whose disk hangs must not look alive (attack F18) */
    void start(Member self, PeerEvents events, BooleanSupplier healthy) {
        this.self = self;
        this.events = events;
        this.healthy = healthy;
        acceptor = Threads.start("accept", this::accept);
    }

    private void accept() {
        long generation = 0;
        while (!closed) {
            Socket socket;
            try {
                socket = server.accept();
            } catch (IOException e) {
                if (!closed) {
                    // Out of file handles, most likely: without a pause this loop would burn a core.
                    counters.count("accept_failed");
                    limitedLog.warn("accept", "cannot accept a connection: " + e.getMessage());
                    Threads.sleep(100);
                }
                continue;
            }
            counters.count("accepted");
            Inbound inbound = new Inbound(this, socket, ++generation);
            if (!admit(inbound)) {
                if (!closed) { // counted before it is closed: who sees the end of it may ask for the reason
                    counters.count("refused_connection_limit");
                    limitedLog.warn("limit", "more than " + limits.connections + " connections: closed one from "
                            + socket.getRemoteSocketAddress());
                }
                Sockets.close(socket);
                continue;
            }
            try {
                Threads.start("read-" + socket.getPort(), inbound::run);
            } catch (OutOfMemoryError e) { // "unable to create native thread": one connection less, not no acceptor
                counters.count("accept_failed");
                limitedLog.warn("accept", "no thread for a connection: " + e.getMessage());
                inbound.close();
                done(inbound);
            }
        }
    }

    private boolean admit(Inbound inbound) {
        Inbound evicted = null;
        synchronized (connections) {
            if (closed) {
                return false;
            }
            if (handshakes.size() >= limits.handshakes) {
                Iterator<Inbound> oldest = handshakes.iterator();
                evicted = oldest.next();
                oldest.remove();
                connections.remove(evicted);
            } else if (connections.size() >= limits.connections) {
                return false;
            }
            connections.add(inbound);
            handshakes.add(inbound);
        }
        if (evicted != null) {
            counters.count("handshake_evicted");
            evicted.close();
        }
        return true;
    }

    void handshakeDone(Inbound inbound) {
        synchronized (connections) {
            handshakes.remove(inbound);
        }
    }

    void done(Inbound inbound) {
        synchronized (connections) {
            handshakes.remove(inbound);
            connections.remove(inbound);
        }
    }

    /** Connections that stand, in a handshake or past it. */
    int connections() {
        synchronized (connections) {
            return connections.size();
        }
    }

    /** Nothing is delivered that was not under way; waits for the threads, bounded. */
    @Override
    public void close() {
        Set<Inbound> open;
        synchronized (connections) {
            closed = true;
            open = new HashSet<>(connections);
        }
        try {
            server.close();
        } catch (IOException e) {
            LOG.debug("closing the listening socket failed", e);
        }
        open.forEach(Inbound::close);
        if (acceptor != null) {
            Threads.join(200, acceptor);
        }
    }
}
