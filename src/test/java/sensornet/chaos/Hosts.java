package sensornet.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** All hosts with their network, disks and processes; whatever happens, {@link #close} leaves nothing of them. */
final class Hosts implements AutoCloseable {
    /** The product says: less than two seconds, at most 8 with a hanging disk. The rest is for a busy machine. */
    static final long LEAVE_MS = 15_000;

    final Weather weather;
    private final Settings settings;
    private final Ledger ledger;
    private final Violations violations;
    private final List<Host> hosts = new ArrayList<>();
    private Network network;
    private boolean clocksCanBeWrong;
    private volatile boolean closed;

    Hosts(Settings settings, int count, Ledger ledger, Violations violations) throws IOException {
        this.settings = settings;
        this.ledger = ledger;
        this.violations = violations;
        weather = new Weather(count);
        Files.createDirectories(settings.dir().resolve("logs"));
        try {
            // Namespaces have names for the whole machine: so two runs can go at once.
            network = new Network("chaos-" + ProcessHandle.current().pid() + "-", count, settings.dir(), weather,
                    settings.seed());
            Path clocks = WallClock.library(settings.dir());
            clocksCanBeWrong = clocks != null;
            for (int i = 1; i <= count; i++) {
                Path data = Files.createDirectories(settings.dir().resolve("host" + i));
                SmallDisk disk = Storm.SMALL_DISKS.contains(i) ? new SmallDisk(data) : null;
                WallClock clock = new WallClock(settings.dir().resolve("clock" + i), clocks);
                hosts.add(new Host(i, data, disk, clock, ledger, violations));
            }
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    List<Host> all() {
        return hosts;
    }

    Host host(int number) {
        return hosts.get(number - 1);
    }

    List<Host> up() {
        return hosts.stream().filter(Host::isUp).toList();
    }

    void pollAll() throws IOException {
        for (Host host : hosts) {
            host.poll(hosts);
        }
    }

    // ---- deeds

    /** Does nothing if one runs there. */
    synchronized boolean start(int number, boolean keeps) throws IOException, InterruptedException {
        Host host = host(number);
        Peer before = host.peer();
        if (closed || host.isUp()) {
            return false;
        }
        if (before != null && before.runs()) {
            awaitLeft(before); // it was asked to leave a moment ago
        }
        if (before != null) {
            noteEnd(before); // nobody else would look at it any more
        }
        host.poll(hosts); // what it showed last, before that may be cleared
        if (before != null && !keeps) {
            host.lost();
        }
        Peer peer = new Peer(number, keeps, ledger, Settings.concat(network.on(number), settings.java()),
                host.clock.environment(), host.dataDir, settings.dir().resolve("logs"), settings.peerOptions(),
                settings.perSecond());
        peer.foundHalf = before != null && before.leavesHalf();
        peer.rowsBefore = keeps && !peer.foundHalf ? host.rows() : 0;
        peer.excused = before != null && before.diskIsFull;
        peer.diskIsFull = peer.excused;
        host.started(peer);
        return true;
    }

    /**
     * If it has ended by itself: then what it was fed may be gone. Not if it is being killed at this very moment: that is
     * noted before the signal is sent.
     */
    synchronized void noteEnd(Peer peer) throws IOException {
        if (peer.end == Peer.End.ALIVE && !peer.runs()) {
            peer.end = Peer.End.ITSELF;
            ledger.ended(peer.source);
            if (!peer.excused) {
                violations.add("exit", peer + " ended by itself with exit code " + peer.exitCode() + ": "
                        + peer.stderr());
            }
        }
    }

    synchronized boolean kill(List<Integer> numbers) throws IOException, InterruptedException {
        List<Peer> hit = new ArrayList<>();
        for (int number : numbers) {
            if (host(number).isUp()) {
                hit.add(host(number).peer());
            }
        }
        if (hit.isEmpty()) {
            return false;
        }
        for (Peer peer : hit) {
            peer.end = Peer.End.KILLED;
            ledger.ended(peer.source);
        }
        List<String> command = new ArrayList<>(List.of("kill", "-KILL"));
        hit.forEach(p -> command.add(Long.toString(p.pid())));
        Sh.tryToRun(command.toArray(String[]::new));
        for (Peer peer : hit) {
            if (peer.exitCode(10_000) == null) {
                violations.add("harness", peer + " was killed and does not end");
            }
            host(peer.host).poll(hosts);
        }
        return true;
    }

    synchronized boolean leave(int number) {
        Host host = host(number);
        if (!host.isUp()) {
            return false;
        }
        Peer peer = host.peer();
        peer.end = Peer.End.LEFT;
        ledger.ended(peer.source);
        peer.leavingNanos = System.nanoTime();
        peer.signal("TERM");
        return true;
    }

    /** Checks that a peer which was asked to leave does, and cleanly. */
    void awaitLeft(Peer peer) throws InterruptedException, IOException {
        Integer code = peer.exitCode(LEAVE_MS);
        if (code == null) {
            violations.add("exit", peer + " was asked to leave and is still there after " + LEAVE_MS + " ms");
            peer.destroy();
            peer.exitCode(5_000);
        } else if (code != 0 && !peer.excused) {
            violations.add("exit", peer + " was asked to leave and ended with exit code " + code + ": "
                    + peer.stderr());
        }
        host(peer.host).poll(hosts);
    }

    synchronized boolean pause(int number, boolean stop) {
        Host host = host(number);
        Peer peer = host.peer();
        if (peer == null || !peer.runs() || peer.paused == stop) {
            return false;
        }
        peer.paused = stop;
        peer.signal(stop ? "STOP" : "CONT");
        return true;
    }

    synchronized boolean cable(int number, boolean plugged) {
        network.cable(number, plugged);
        return true;
    }

    synchronized boolean fill(int number) throws IOException {
        Host host = host(number);
        if (host.peer() != null) {
            host.peer().excused = true;
            host.peer().diskIsFull = true;
        }
        host.disk.fill();
        return true;
    }

    synchronized boolean makeRoom(int number) {
        Host host = host(number);
        if (host.peer() != null) {
            host.peer().diskIsFull = false;
        }
        host.disk.makeRoom();
        return true;
    }

    /** Every fault ends. Who does not run is started by the caller. */
    synchronized void heal() {
        weather.clear();
        for (Host host : hosts) {
            cable(host.number, true);
            pause(host.number, false);
            if (host.disk != null) {
                makeRoom(host.number);
            }
        }
    }

    boolean clocksCanBeWrong() {
        return clocksCanBeWrong;
    }

    String traffic() {
        return network == null ? "" : network.traffic();
    }

    /** Copies what is on disks in memory to where it stays. */
    void saveDisks() throws IOException {
        for (Host host : hosts) {
            if (host.disk != null) {
                Path saved = Files.createDirectories(settings.dir().resolve("host" + host.number + "-saved"));
                Sh.tryToRun("cp", "-r", host.dataDir + "/.", saved.toString());
            }
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        hosts.stream().flatMap(h -> h.peers().stream()).forEach(Peer::destroy);
        for (Host host : hosts) {
            try {
                if (host.peer() != null) {
                    host.peer().exitCode(5_000);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            if (host.disk != null) {
                host.disk.close();
            }
        }
        if (network != null) {
            network.close();
        }
    }
}
