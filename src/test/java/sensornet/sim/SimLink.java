package sensornet.sim;

import java.util.ArrayDeque;
import java.util.Deque;
import sensornet.model.Member;

/**
 * The connection that one process keeps to another incarnation, dialled again and again until that is known to be gone.
 * First in, first out; a break loses a suffix of what was under way. What an old connection still carries arrives
 * before anything of the next one.
 */
final class SimLink {
    private static final long NEVER = -1;

    enum State { DIALLING, UP, BREAKING, GONE }

    private record Packet(byte[] line, long arrival) {
    }

    private final SimNet net;
    private final Simulation sim;
    private final SimPeer from;
    private final Member to;
    private final SimHost toHost;
    private final Deque<byte[]> waiting = new ArrayDeque<>();
    private final Deque<Packet> underWay = new ArrayDeque<>();
    private State state = State.DIALLING;
    private long lastArrival;
    private boolean wasUp;
    private boolean stalled;
    private boolean orphan;
    private int refusals;
    private long pumpAt = NEVER;
    private long dials;

    SimLink(SimNet net, Simulation sim, SimPeer from, Member to, SimHost toHost) {
        this.net = net;
        this.sim = sim;
        this.from = from;
        this.to = to;
        this.toHost = toHost;
        dialAfter(sim.plan.dialDelay(sim.netRng, sim.calm()));
    }

    SimPeer from() {
        return from;
    }

    Member to() {
        return to;
    }

    SimHost toHost() {
        return toHost;
    }

    State state() {
        return state;
    }

    /** False if it had to be dropped because the bounded queue is full. */
    boolean send(byte[] line) {
        // Only while there is no connection do messages wait; on a stalled one they are under way already.
        boolean up = state == State.UP;
        if ((up ? stalled ? underWay.size() : 0 : waiting.size()) >= sim.plan.linkQueue()) {
            return false;
        }
        if (up) {
            put(line);
        } else {
            waiting.add(line);
        }
        return true;
    }

    private void put(byte[] line) {
        lastArrival = Math.max(lastArrival, sim.clock.now() + sim.plan.messageDelay(sim.netRng, sim.calm()));
        underWay.add(new Packet(line, lastArrival));
        schedulePump();
    }

    private void schedulePump() {
        if (pumpAt == NEVER && !underWay.isEmpty() && !stalled) {
            pumpAt = Math.max(underWay.peek().arrival, sim.clock.now());
            sim.clock.at(pumpAt, this::pump);
        }
    }

    private void pump() {
        pumpAt = NEVER;
        while (!underWay.isEmpty() && underWay.peek().arrival <= sim.clock.now()) {
            if (state == State.GONE) {
                underWay.clear();
                return;
            }
            if (!net.carries(from.host(), toHost)) {
                stalled = true;
                return;
            }
            byte[] line = underWay.poll().line;
            net.arrive(from.self(), to, toHost, line);
        }
        if (state == State.BREAKING && underWay.isEmpty() && !orphan) {
            redial();
        }
        schedulePump();
    }

    /** The network or the other side changed: stalled data flow again, or the connection turns out to be dead. */
    void refresh() {
        if (state == State.GONE || orphan || !from.alive()) {
            return;
        }
        boolean there = toHost.running() && toHost.peer().identity().equals(to.identity());
        if (state == State.UP && !there && toHost.powered() && net.carries(from.host(), toHost)
                && net.carries(toHost, from.host())) {
            breakOff(0);
        } else if (stalled && net.carries(from.host(), toHost)) {
            stalled = false;
            if (state == State.UP && sim.hooks.drawsAccidents() && sim.netRng.chance(0.3)) {
                reset();
                return;
            }
            Deque<Packet> again = new ArrayDeque<>(underWay);
            underWay.clear();
            lastArrival = sim.clock.now();
            for (Packet p : again) {
                lastArrival = Math.max(lastArrival, sim.clock.now() + sim.plan.messageDelay(sim.netRng, sim.calm()));
                underWay.add(new Packet(p.line, lastArrival));
            }
            schedulePump();
        }
    }

    /** The connection is reset: a drawn suffix of what is under way is lost. */
    void reset() {
        if (state == State.UP) {
            sim.trace.add(sim.clock.now(), 20, from.host().index() * 31L + toHost.index(),
                    () -> "link " + from + " -> " + to.identity() + " resets");
            breakOff(sim.netRng.below(underWay.size() + 1));
        }
    }

    /** Of what is under way only so many messages still arrive. */
    void breakOff(int survivors) {
        int lost = 0;
        while (underWay.size() > survivors) {
            underWay.pollLast();
            lost++;
        }
        if (sim.hooks.drawsAccidents() && sim.netRng.chance(0.3)) {
            lost += waiting.size();
            waiting.clear();
        }
        if (lost > 0) {
            sim.count(Fault.MESSAGES_LOST);
        }
        if (stalled) {
            underWay.clear();
            stalled = false;
        }
        state = State.BREAKING;
        refusals = 0;
        if (underWay.isEmpty()) {
            redial();
        } else {
            schedulePump();
        }
    }

    private void redial() {
        state = State.DIALLING;
        dialAfter(sim.netRng.between(1, 10) * SimClock.MS);
    }

    private void dialAfter(long delay) {
        long dial = ++dials;
        sim.clock.after(delay, () -> from.host().whenAwake(from, () -> {
            if (state == State.DIALLING && dial == dials && !orphan) {
                dialled();
            }
        }));
    }

    private void dialled() {
        switch (net.dial(from.host(), to, toHost)) {
            case ANSWERED -> {
                state = State.UP;
                refusals = 0;
                boolean restored = wasUp;
                wasUp = true;
                if (restored) {
                    from.call(() -> from.protocol().onLinkRestored(to.identity()));
                }
                while (!waiting.isEmpty() && state == State.UP) {
                    put(waiting.poll());
                }
            }
            case OTHER_INCARNATION -> gone();
            case REFUSED -> {
                if (++refusals >= 2) {
                    gone();
                } else {
                    dialAfter(sim.netRng.between(30, 60) * SimClock.MS);
                }
            }
            case SILENT -> {
                refusals = 0;
                dialAfter(sim.netRng.between(300, 1200) * SimClock.MS);
            }
            default -> throw new IllegalStateException();
        }
    }

    private void gone() {
        state = State.GONE;
        waiting.clear();
        net.forget(this);
        sim.trace.add(sim.clock.now(), 21, from.host().index() * 31L + toHost.index(),
                () -> from + " finds " + to.identity() + " killed");
        from.call(() -> from.protocol().onKilled(to.identity()));
    }

    /** Its sender died: what the kernel had taken may still arrive. */
    void orphaned() {
        orphan = true;
        waiting.clear();
        int survivors = sim.hooks.drawsAccidents() ? sim.netRng.below(underWay.size() + 1) : underWay.size();
        while (underWay.size() > survivors) {
            underWay.pollLast();
        }
    }

    /** For tests of this layer. */
    int underWay() {
        return underWay.size();
    }
}
