package sensornet.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** One run of one seed, or the stage for a named scenario. */
final class Simulation {
    final Plan plan;
    final SimClock clock = new SimClock();
    final Trace trace;
    final Rng rng;
    final Rng netRng;
    final Rng diskRng;
    final Rng faultRng;
    final Ledger ledger = new Ledger();
    final List<SimHost> hosts = new ArrayList<>();
    final SimNet net;
    final Invariants invariants;
    final ProtocolUnderTest.Factory factory;
    final WireFormat wire;
    final Faults faults;
    final Carousel carousel;
    /** Of journal or kept file read at a time, if that is less than was asked for: long histories in small. */
    final int pieceBytes;
    /** Where hosts start that promised much in an earlier life, 0 for nowhere. */
    private final Rng earlierLife;
    Hooks hooks = new Hooks() { };
    private final int[] counts = new int[Fault.values().length];
    private final Map<String, Long> happened = new TreeMap<>();
    private final List<String> stops = new ArrayList<>();
    private boolean feeding = true;
    private long wallClockShift;

    Simulation(long seed, Plan plan, Environment environment, Trace trace) {
        this.plan = plan;
        this.trace = trace;
        Rng root = new Rng(seed);
        this.rng = root.fork("run");
        this.netRng = root.fork("net");
        this.diskRng = root.fork("disk");
        this.faultRng = root.fork("fault");
        this.factory = environment.protocol();
        this.wire = environment.wire();
        for (int i = 0; i < plan.peers(); i++) {
            hosts.add(new SimHost(this, i, "p" + (i + 1), environment.disks().get()));
        }
        this.net = new SimNet(this, plan.peers());
        this.invariants = new Invariants(this);
        this.faults = new Faults(this);
        this.carousel = new Carousel(this, root.fork("carousel"));
        Rng pieces = root.fork("pieces");
        this.pieceBytes = pieces.chance(0.5) ? Integer.MAX_VALUE : (int) pieces.spread(50, 10_000);
        Rng earlier = root.fork("earlier");
        this.earlierLife = plan.keepData() && earlier.chance(0.1) ? earlier : null;
    }

    /** The whole life of a seed: start, faults, heal, convergence. */
    void run() {
        Steering steering = new Steering(this);
        hooks = steering;
        for (SimHost host : hosts) {
            long delay = plan.startTogether() ? rng.between(0, 20 * SimClock.MS)
                    : rng.between(0, plan.faultTime() / 2);
            clock.after(delay, host::start);
        }
        faults.begin();
        carousel.begin();
        clock.runUntil(plan.faultTime() + carousel.extraTime());
        steering.off();
        faults.heal();
        // Who catches up in small pieces over a disk that is as slow as the timeouts needs a while, and others wait for it.
        new Convergence(this).await(clock.now() + plan.healTime() + 1_000 * plan.diskBase());
    }

    SimHost hostOf(String peerId) {
        return hosts.get(Integer.parseInt(peerId.substring(1)) - 1);
    }

    /** Whether the faults are over: then no delay is out of the ordinary either. */
    boolean calm() {
        return faults.over();
    }

    /** Up to which epoch that host made promises before this run, in views that came to nothing; mostly 0. */
    long epochOfEarlierLife() {
        return earlierLife != null && earlierLife.chance(0.4) ? earlierLife.spread(2, 100_000) : 0;
    }

    boolean feeding() {
        return feeding;
    }

    void stopFeeding() {
        feeding = false;
    }

    boolean mayTakeMore() {
        return ledger.size() < plan.maxReadings() + (calm() ? 300 : 0);
    }

    void stopped(SimPeer peer, int code, String reason) {
        if (code != 0) {
            stops.add(peer + ": " + reason);
        }
        faults.stopped(peer);
    }

    List<String> stops() {
        return stops;
    }

    void count(Fault fault) {
        counts[fault.ordinal()]++;
    }

    /** Sensors stamp their readings with it; nothing else may look at it. */
    String wallClock() {
        return java.time.Instant.ofEpochMilli(1_767_225_600_000L + wallClockShift + clock.now() / SimClock.MS).toString();
    }

    void jumpWallClock() {
        count(Fault.WALL_CLOCK_JUMP);
        wallClockShift += faultRng.between(-86_400_000L * 400, 86_400_000L * 400);
        trace.add(clock.now(), 44, wallClockShift, () -> "the wall clock jumps to " + wallClock());
    }

    /** Counts what the protocol did, to see what a sweep reaches. */
    void happened(String what, long times) {
        happened.merge(what, times, Long::sum);
    }

    Map<String, Long> happened() {
        return happened;
    }

    int[] counts() {
        return counts;
    }

    /** For people: where everybody stands. */
    String states() {
        StringBuilder s = new StringBuilder();
        for (SimHost host : hosts) {
            s.append("  ").append(host).append(host.paused() ? " paused" : "")
                    .append(" journal ").append(host.journal().last())
                    .append(" committed ").append(host.journal().committed())
                    .append(host.hasHistory() ? " history " : " ");
            SimPeer p = host.peer();
            s.append(p == null ? "down" : p + " view " + p.view() + " | " + p.protocol().describe()).append('\n');
        }
        return s.toString();
    }
}
