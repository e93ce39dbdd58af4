package sensornet.sim;

import java.util.List;

/**
 * One host after the other is cut off from all others, the next one at the moment when the one before comes back, and
 * on the way somebody crashes and starts again. So several peers come to journals and promises that nobody else knows,
 * and each has to go by what only an overlap of quorums remembers: the long executions behind attacks F1-F4 and F11,
 * which faults drawn one by one hardly ever line up. Turns are taken right at the events around which the windows lie.
 */
final class Carousel {
    private static final List<String> TRIGGERS = List.of("Promise", "Promise", "Levelled", "ViewChange", "Ack", "Append",
            "Commit", "Mark", "Mark", "time", "time", "time");

    private final Simulation sim;
    private final Rng rng;
    private int turns;
    private String armed;
    private SimHost out;

    Carousel(Simulation sim, Rng rng) {
        this.sim = sim;
        this.rng = rng;
        this.turns = sim.plan.peers() > 2 && !sim.plan.faults().isEmpty() && rng.chance(0.2) ? 2 + rng.below(5) : 0;
    }

    boolean runs() {
        return turns > 0;
    }

    /** How much longer the faults have to last for all turns, and a first group before them. */
    long extraTime() {
        return runs() ? (turns + 1) * 3 * patience() / 2 : 0;
    }

    private long patience() {
        return (sim.plan.settings().heartbeatTimeoutMs() + 2 * sim.plan.settings().electionTimeoutMs()) * SimClock.MS;
    }

    void begin() {
        if (runs()) {
            sim.clock.after(rng.between(0, patience()), this::arm);
        }
    }

    private void arm() {
        int turn = turns;
        armed = turns > 0 ? rng.pick(TRIGGERS) : null;
        boolean soon = "time".equals(armed);
        sim.clock.after(soon ? rng.between(0, patience() / 2) : patience(), () -> {
            if (turn == turns && armed != null) {
                take(rng.pick(sim.hosts), leader(), true);
            }
        });
    }

    /** Something of that kind happens between these two; what crashes or is cut off does so when the event is over. */
    void at(String kind, SimHost sender, SimHost receiver) {
        if (kind.equals(armed) && rng.chance(0.3)) {
            boolean both = rng.chance(0.5);
            sim.clock.after(0, () -> take(both ? sender : receiver, both ? receiver : sender, rng.chance(0.4)));
        }
    }

    private SimHost leader() {
        List<SimHost> leaders = sim.hosts.stream().filter(h -> h != out && h.running() && h.peer().leads()).toList();
        return leaders.isEmpty() ? rng.pick(sim.hosts) : rng.pick(leaders);
    }

    private void take(SimHost crashes, SimHost next, boolean spared) {
        if (armed == null || turns == 0 || sim.faults.over()) {
            return;
        }
        armed = null;
        turns--;
        if (out != null) {
            cut(out, false);
        }
        sim.trace.add(sim.clock.now(), 51, next.index(), () -> "TURN: " + next + " is out"
                + (out == null ? "" : ", " + out + " is back") + (spared ? "" : ", " + crashes + " crashes"));
        cut(next, true);
        out = next;
        if (!spared && crashes != next) {
            Fault kind = rng.chance(0.5) ? Fault.CRASH : rng.chance(0.3) ? Fault.CRASH_UNFORCED_LOST : Fault.CRASH_ALL_LOST;
            sim.faults.crash(kind, crashes);
            sim.clock.after(rng.between(1, 500) * SimClock.MS, () -> {
                if (!sim.faults.over() && !crashes.running()) {
                    crashes.start();
                }
            });
        }
        sim.clock.after(rng.between(0, 3 * patience() / 2), this::arm);
    }

    private void cut(SimHost host, boolean off) {
        for (SimHost other : sim.hosts) {
            if (other != host) {
                sim.net.cut(host, other, true, true, off);
                sim.net.cut(other, host, true, true, off);
            }
        }
    }
}
