package sensornet;

import java.io.IOException;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sensornet.group.Effects;
import sensornet.http.HttpFront;
import sensornet.http.PeerPages;
import sensornet.journal.Recovered;
import sensornet.journal.StoreOp;
import sensornet.model.Identity;
import sensornet.model.Member;
import sensornet.net.BindAddress;
import sensornet.net.Counters;
import sensornet.net.NetSettings;
import sensornet.net.Network;
import sensornet.net.PauseAwareClock;
import sensornet.net.TimerThread;
import sensornet.sensor.Sensors;
import sensornet.status.HttpText;
import sensornet.status.Rates;
import sensornet.status.StatusSource;
import sensornet.status.Timeline;
import sensornet.store.DataDirectory;
import sensornet.store.Store;
import sensornet.store.StoreThread;
import sensornet.store.TimedDisk;
import sensornet.tls.ExpiryWatch;
import sensornet.wire.Message;

/** One running peer: the protocol wired to real sockets, files, clocks and sensors. */
public final class Peer {
    private static final Logger LOG = LoggerFactory.getLogger(Peer.class);
    /** Longer than all the bounds inside: saying goodbye, flushing links, finishing the files. */
    private static final long STOP_BOUND_MS = 8_000;

    private record Exit(int code, String reason) {
    }

    private final PeerConfig config;
    private final String version;
    private final Counters counters = new Counters();
    private final CompletableFuture<Exit> exit = new CompletableFuture<>();
    private DataDirectory directory;
    private Network network;
    private StoreThread storeThread;
    private PeerProtocol protocol;
    private TimerThread timer;
    private Sensors sensors;
    /** Null with {@code --http-port off}. */
    private HttpFront http;
    private Rates rates;
    /** Null without TLS. */
    private ExpiryWatch expiry;
    private boolean closed;

    private Peer(PeerConfig config, String version) {
        this.config = config;
        this.version = version;
    }

    /**
     * Runs a peer until it is told to stop, or cannot go on.
     *
     * @param version of this program, for those who look at it
     * @return the exit code
     * @throws PeerFailure it could not start, or had to stop; one line
     */
    public static int run(PeerConfig config, String version) throws PeerFailure {
        Peer peer = new Peer(config, version);
        try {
            peer.start();
        } catch (IOException e) {
            peer.close();
            throw new PeerFailure(e.getMessage(), e);
        }
        StopSignal.onStop(peer::leave, STOP_BOUND_MS);
        Exit why = peer.exit.join();
        peer.close();
        if (why.code() != 0) {
            throw new PeerFailure(why.reason());
        }
        return 0;
    }

    /** First what can be refused (data directory, port), then what changes files. */
    private void start() throws IOException {
        LOG.info("Peer ID: {}", config.peerId());
        BindAddress bind = BindAddress.resolve(config.bind());
        if (config.tls() != null) {
            LOG.info("TLS: only certificates of this group's CA are let in; the own one ends at {}", config.tls().until());
            expiry = new ExpiryWatch(config.tls(), LOG::warn);
        } else if (!bind.isLoopback()) {
            LOG.warn("Bound to {} without TLS: everybody on that network can read the readings and add to them",
                    bind.address().getHostAddress());
        }
        InetAddress broadcast = config.broadcastAddress() == null ? bind.broadcast()
                : InetAddress.getByName(config.broadcastAddress());
        directory = DataDirectory.lock(config.peerDir());
        network = new Network(new NetSettings(bind.address(), config.port(), broadcast, config.broadcastPort(),
                config.group(), config.heartbeatInterval().toMillis(), config.tls()),
                new Identity(config.peerId(), new SecureRandom().nextLong()), counters);
        if (config.httpPort() >= 0) {
            http = new HttpFront(bind.address(), config.httpPort(), config.tls(), config.httpToken(), counters);
        }
        TimedDisk disk = new TimedDisk(directory.disk());
        Store store = new Store(disk, config.keepData(), config.fsync());
        Recovered recovered = store.open();
        LOG.info("Listening on {}, group {}, {} readings from before in {}", network.self().address(),
                config.group(), recovered.log().last(), config.peerDir());
        protocol = new PeerProtocol(config.settings(), network.self(), recovered, new RealEffects(),
                new PauseAwareClock(), new Random());
        storeThread = new StoreThread(store, protocol);
        if (http != null) {
            serve(disk);
        }
        storeThread.start();
        network.start(protocol, this::diskMoves, (address, reason) -> LOG.debug("{} refused: {}", address, reason));
        network.answerWith(http == null ? "" : http.address());
        timer = new TimerThread(protocol::onTick);
        timer.start();
        protocol.start();
        sensors = Sensors.start(config.sensors(), config.sensorInterval(), protocol::put);
    }

    /** Before the first event, so that the story has its beginning. */
    private void serve(TimedDisk disk) {
        Timeline timeline = new Timeline(protocol.group());
        protocol.group().addListener(timeline);
        rates = new Rates(storeThread::deliveredUpTo);
        StatusSource status = new StatusSource(protocol, timeline, new StatusSource.Gauges(storeThread::deliveredUpTo,
                storeThread::queued, network::queuedBytes, counters::snapshot), rates);
        PeerPages.serve(http, status, config.peerDir(), storeThread::deliveredUpTo, disk, config.broadcastPort(), version,
                new HttpText(config.tls()));
        http.start();
        LOG.info("Page, /status and /metrics at {}/", HttpText.url(http.address()));
    }

    /** A peer whose disk stands still must not look alive to who knocks (attack F18). */
    private boolean diskMoves() {
        return storeThread.idle()
                || System.nanoTime() - storeThread.lastProgressNanos() < config.heartbeatTimeout().toNanos() / 2;
    }

    /** SIGTERM or Ctrl-C, or the end of the process for another reason. */
    private int leave() {
        if (!exit.isDone()) {
            LOG.info("Asked to stop: leaving the group (a second signal ends the process at once)");
        }
        protocol.leave();
        Exit why = exit.join();
        close();
        return why.code();
    }

    /** Idempotent; the second caller waits for the first. Links are flushed before the files are closed. */
    private synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        if (http != null) {
            http.close();
        }
        if (expiry != null) {
            expiry.close();
        }
        if (rates != null) {
            rates.close();
        }
        if (sensors != null) {
            sensors.close();
        }
        if (timer != null) {
            timer.close();
        }
        if (network != null) {
            network.close();
        }
        if (storeThread != null) {
            storeThread.close();
        }
        counters.snapshot().forEach((name, n) -> LOG.debug("counter {} = {}", name, n));
        if (directory != null) {
            try {
                directory.close();
            } catch (IOException e) {
                LOG.debug("unlocking {}", directory.path(), e);
            }
        }
        Exit why = exit.getNow(null);
        if (why != null && why.code() == 0) {
            LOG.info("Peer {} has left the network", config.peerId());
        }
    }

    /** The protocol's way to the world; every call only queues. */
    private final class RealEffects implements Effects {
        @Override
        public void send(Member to, Message message) {
            network.send(to, message);
        }

        @Override
        public void sendTo(String host, int port, Message message) {
            network.sendTo(host, port, message);
        }

        @Override
        public void broadcast(Message.NewPeerRequest request) {
            network.broadcast(request);
        }

        @Override
        public void probe(Member peer) {
            network.probe(peer);
        }

        @Override
        public void store(StoreOp op) {
            storeThread.offer(op);
        }

        /** Messages first: others begin their work while this peer does its own. */
        @Override
        public void flush(boolean patient) {
            network.flush();
            storeThread.flush(patient);
        }

        @Override
        public void stop(int code, String reason) {
            exit.complete(new Exit(code, reason));
        }

        @Override
        public void count(String reason) {
            counters.count(reason);
        }
    }
}
