package sensornet.sim;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Draws faults until they end, keeps them within what the contract promises to survive, and heals everything. */
final class Faults {
    private final Simulation sim;
    private final Set<SimHost> aboutToLose = new LinkedHashSet<>();
    private boolean over;

    Faults(Simulation sim) {
        this.sim = sim;
    }

    void begin() {
        if (!sim.plan.faults().isEmpty()) {
            next();
        }
    }

    private void next() {
        sim.clock.after(sim.faultRng.between(1, 2 * sim.plan.faultGap()), () -> {
            if (!over) {
                inject(draw());
                next();
            }
        });
    }

    private Fault draw() {
        int total = sim.plan.faults().values().stream().mapToInt(Integer::intValue).sum();
        int at = sim.faultRng.below(total);
        for (Map.Entry<Fault, Integer> e : sim.plan.faults().entrySet()) {
            at -= e.getValue();
            if (at < 0) {
                return e.getKey();
            }
        }
        throw new IllegalStateException();
    }

    private void inject(Fault fault) {
        SimHost host = sim.faultRng.pick(sim.hosts);
        SimHost other = sim.faultRng.pick(sim.hosts);
        switch (fault) {
            case CRASH, CRASH_UNFORCED_LOST, CRASH_ALL_LOST -> crash(fault, host);
            case LEADER_CRASH -> {
                sim.count(fault);
                crash(anyCrash(), leader(host));
            }
            case LEADER_CRASH_TWICE -> {
                sim.count(fault);
                crash(anyCrash(), leader(host));
                int more = 1 + sim.faultRng.below(2);
                for (int i = 0; i < more; i++) {
                    sim.clock.after(sim.faultRng.spread(SimClock.MS, SimClock.SECOND), () -> {
                        if (!over) {
                            crash(Fault.CRASH, leader(sim.faultRng.pick(sim.hosts)));
                        }
                    });
                }
            }
            case EVERYBODY_CRASHES -> everybodyCrashes();
            case FALLS_APART -> fallsApart();
            case PAUSE_SHORT -> pause(host, sim.faultRng.between(1, 600));
            case PAUSE_LONG -> pause(host, longTime());
            case PARTITION -> partition(randomSide(), true);
            case PARTITION_ONE_WAY -> partition(randomSide(), false);
            case LEADER_CUT_OFF -> {
                sim.count(fault);
                partition(List.of(leader(host)), sim.faultRng.chance(0.7));
            }
            case LEADER_ALONE_CUT_OFF -> cutOffAlone(leader(host));
            case LINK_CUT -> cutPair(host, other, sim.faultRng.chance(0.6));
            case LINK_RESET -> sim.net.resetLinks(host, other);
            case DISK_HANG -> hang(host);
            case DISK_FULL -> fill(host);
            case LEAVE -> leave(host);
            case WALL_CLOCK_JUMP -> sim.jumpWallClock();
            default -> throw new IllegalStateException(fault.toString());
        }
    }

    /**
     * One host after the other is left by the rest, so that their histories part at different places; then they meet
     * again, the last ones first and the others soon after: a loser has to cut once more, and deeper, before what it cut
     * is in again (attack F12).
     */
    private void fallsApart() {
        sim.count(Fault.FALLS_APART);
        List<SimHost> order = new ArrayList<>(sim.hosts);
        for (int i = order.size() - 1; i > 0; i--) {
            order.add(order.remove(sim.faultRng.below(i + 1)));
        }
        long apart = sim.plan.settings().heartbeatTimeoutMs() + 2 * sim.plan.settings().electionTimeoutMs();
        long at = 0;
        for (int i = 0; i + 1 < order.size(); i++) {
            SimHost leaves = order.get(i);
            sim.clock.after(at * SimClock.MS, () -> between(leaves, sim.hosts, !over));
            at += sim.faultRng.between(apart / 2, 3 * apart / 2);
        }
        for (int i = order.size() - 2; i >= 0; i--) {
            SimHost returns = order.get(i);
            List<SimHost> others = List.copyOf(order.subList(i + 1, order.size()));
            sim.clock.after(at * SimClock.MS, () -> between(returns, others, false));
            at += sim.faultRng.between(0, sim.faultRng.chance(0.7) ? 2_000 : apart);
        }
    }

    private void between(SimHost one, List<SimHost> others, boolean cut) {
        for (SimHost other : others) {
            sim.net.cut(one, other, true, true, cut);
            sim.net.cut(other, one, true, true, cut);
        }
    }

    /** The power of the whole site fails, and comes back: nobody is left who could tell the others what was shown. */
    private void everybodyCrashes() {
        sim.count(Fault.EVERYBODY_CRASHES);
        Fault kind = sim.faultRng.chance(0.5) ? Fault.CRASH : Fault.CRASH_UNFORCED_LOST;
        for (SimHost host : sim.hosts) {
            crash(kind, host);
        }
    }

    private Fault anyCrash() {
        return sim.faultRng.chance(0.6) ? Fault.CRASH
                : sim.faultRng.chance(0.6) ? Fault.CRASH_UNFORCED_LOST : Fault.CRASH_ALL_LOST;
    }

    private SimHost leader(SimHost otherwise) {
        List<SimHost> leaders = sim.hosts.stream().filter(h -> h.running() && h.peer().leads()).toList();
        return leaders.isEmpty() ? otherwise : sim.faultRng.pick(leaders);
    }

    /** Longer than the group's patience half of the time. */
    private long longTime() {
        return sim.faultRng.spread(100, 3 * sim.plan.settings().heartbeatTimeoutMs());
    }

    /** Crashes that host as drawn, or as near to it as the contract allows. */
    void crash(Fault kind, SimHost host) {
        Fault allowed = kind;
        if (kind == Fault.CRASH_ALL_LOST && !mayLose(host)
                || kind == Fault.CRASH_UNFORCED_LOST && !sim.plan.fsync() && !mayLoseTail(host)) {
            allowed = Fault.CRASH;
        }
        if (!host.running() || !sim.plan.keepData() && !mayLose(host)) {
            return;
        }
        sim.count(allowed);
        host.crash(allowed);
        restartLater(host);
    }

    private void restartLater(SimHost host) {
        if (sim.faultRng.chance(0.8)) {
            sim.clock.after(sim.faultRng.spread(5, 2 * sim.plan.settings().heartbeatTimeoutMs()) * SimClock.MS, () -> {
                if (!over && !host.running()) {
                    sim.count(Fault.RESTART);
                    host.start();
                }
            });
        }
    }

    /**
     * With a quorum, data may be lost as long as enough peers with history are left (attack F4, contract G7): a peer
     * that never joined counts as one without.
     */
    boolean mayLose(SimHost host) {
        if (!sim.plan.strict() && sim.plan.quorum() == 1) {
            return true;
        }
        if (aboutToLose.contains(host)) {
            return false;
        }
        int without = 0;
        for (SimHost h : sim.hosts) {
            // Beyond the contract a shorter journal goes on as if it were whole; only one without a record knows better.
            boolean shorter = sim.plan.strict() ? h.unforcedLost() : h.mayHaveLostTail();
            if (h == host || aboutToLose.contains(h) || !h.hasHistory() || shorter) {
                without++;
            }
        }
        return sim.plan.peers() - without >= sim.plan.quorum();
    }

    /** A journal with a lost tail does not know that it lost something: only so many that a quorum always meets another. */
    private boolean mayLoseTail(SimHost host) {
        if (!sim.plan.strict()) {
            return mayLose(host);
        }
        int lost = 0;
        for (SimHost h : sim.hosts) {
            if (h == host || h.unforcedLost() || !h.hasHistory() || aboutToLose.contains(h)) {
                lost++;
            }
        }
        return lost < 2 * sim.plan.quorum() - sim.plan.peers() && mayLose(host);
    }

    void pause(SimHost host, long ms) {
        if (host.running() && !host.paused()) {
            sim.count(ms <= 600 ? Fault.PAUSE_SHORT : Fault.PAUSE_LONG);
            SimPeer paused = host.peer();
            host.pause();
            sim.clock.after(ms * SimClock.MS, () -> {
                if (host.peer() == paused) {
                    host.resume();
                }
            });
        }
    }

    private List<SimHost> randomSide() {
        List<SimHost> side = new ArrayList<>();
        for (SimHost host : sim.hosts) {
            if (sim.faultRng.chance(0.5)) {
                side.add(host);
            }
        }
        return side;
    }

    void partition(List<SimHost> side, boolean bothWays) {
        if (side.isEmpty() || side.size() == sim.hosts.size()) {
            return;
        }
        sim.count(bothWays ? Fault.PARTITION : Fault.PARTITION_ONE_WAY);
        boolean tcp = sim.faultRng.chance(0.9);
        boolean udp = !tcp || sim.faultRng.chance(0.8);
        boolean outward = sim.faultRng.chance(0.5);
        for (SimHost a : side) {
            for (SimHost b : sim.hosts) {
                if (!side.contains(b)) {
                    cutForAWhile(a, b, tcp, udp, bothWays || outward, bothWays || !outward, longTime());
                }
            }
        }
        sim.trace.add(sim.clock.now(), 40, side.size(), () -> "partition " + side + (bothWays ? "" : " one way"));
    }

    /** Cuts that host off, and lets all others reach each other: next time it may be the turn of the next leader. */
    void cutOffAlone(SimHost host) {
        if (!over) {
            sim.net.healAll();
            sim.count(Fault.LEADER_ALONE_CUT_OFF);
            for (SimHost other : sim.hosts) {
                sim.net.cut(host, other, true, true, true);
                sim.net.cut(other, host, true, true, true);
            }
            sim.trace.add(sim.clock.now(), 45, host.index(), () -> "only " + host + " is cut off");
        }
    }

    /** Cuts that host off for long, and lets all others run and reach each other, also the one that just crashed. */
    void leaveAlone(SimHost host) {
        if (over) {
            return;
        }
        cutOffAlone(host);
        for (SimHost other : sim.hosts) {
            if (other == host) {
                continue;
            }
            if (!other.running()) {
                sim.count(Fault.RESTART);
                other.start();
            }
            other.resume();
        }
    }

    void cutPair(SimHost a, SimHost b, boolean bothWays) {
        if (a == b) {
            return;
        }
        sim.count(Fault.LINK_CUT);
        cutForAWhile(a, b, true, sim.faultRng.chance(0.5), true, bothWays, longTime());
        sim.trace.add(sim.clock.now(), 41, a.index() * 31L + b.index(),
                () -> "cut " + a + (bothWays ? " - " : " -> ") + b);
    }

    private void cutForAWhile(SimHost a, SimHost b, boolean tcp, boolean udp, boolean there, boolean back, long ms) {
        boolean stays = sim.faultRng.chance(0.15);
        if (there) {
            sim.net.cut(a, b, tcp, udp, true);
        }
        if (back) {
            sim.net.cut(b, a, tcp, udp, true);
        }
        if (!stays) {
            sim.clock.after(ms * SimClock.MS, () -> {
                sim.net.cut(a, b, tcp, udp, false);
                sim.net.cut(b, a, tcp, udp, false);
            });
        }
    }

    void hang(SimHost host) {
        sim.count(Fault.DISK_HANG);
        host.hangDisk(true);
        sim.clock.after(longTime() * SimClock.MS, () -> host.hangDisk(false));
    }

    private void fill(SimHost host) {
        if (host.running() && (sim.plan.keepData() || mayLose(host))) {
            reserve(host);
            sim.count(Fault.DISK_FULL);
            host.disk().fillUp(sim.faultRng.below(4_000));
            sim.clock.after(longTime() * SimClock.MS, () -> host.disk().fillUp(Long.MAX_VALUE));
        }
    }

    void leave(SimHost host) {
        SimPeer peer = host.peer();
        if (peer != null && !host.paused() && (sim.plan.keepData() || mayLose(host))) {
            reserve(host);
            sim.count(Fault.LEAVE);
            sim.trace.add(sim.clock.now(), 42, host.index(), () -> peer + " is asked to leave");
            peer.call(() -> peer.protocol().leave());
        }
    }

    private void reserve(SimHost host) {
        if (!sim.plan.keepData()) {
            aboutToLose.add(host);
        }
    }

    boolean over() {
        return over;
    }

    /** A peer stopped by itself. */
    void stopped(SimPeer peer) {
        if (over) {
            startWhenDown(peer.host());
        } else if (sim.hooks.drawsAccidents()) {
            restartLater(peer.host());
        }
    }

    private void startWhenDown(SimHost host) {
        sim.clock.after(SimClock.SECOND, () -> {
            if (host.running()) {
                if (host.peer().stopping()) {
                    startWhenDown(host);
                }
            } else {
                host.start();
            }
        });
    }

    /** Everything works from now on, and everybody runs. */
    void heal() {
        over = true;
        sim.trace.add(sim.clock.now(), 43, 0, () -> "HEALED");
        sim.net.healAll();
        for (SimHost host : sim.hosts) {
            host.disk().fillUp(Long.MAX_VALUE);
            host.hangDisk(false);
            host.powerOn();
            host.resume();
            if (!host.running()) {
                sim.clock.after(sim.faultRng.between(0, 2_000) * SimClock.MS, host::start);
            } else if (host.peer().stopping()) {
                startWhenDown(host);
            }
        }
    }
}
