package sensornet.sim;

import java.util.ArrayList;
import java.util.List;
import sensornet.journal.StoreOp;
import sensornet.model.Member;
import sensornet.wire.Message;

/** Aims faults at the rare windows: right before, at or after a message or a write of a drawn kind. */
final class Steering implements Hooks {
    enum Point { SEND, BEFORE_DELIVERY, AFTER_DELIVERY, TAKEN, STORE_OFFERED, STORED }

    enum Action { CRASH_SENDER, CRASH_RECEIVER, PAUSE_SENDER, PAUSE_RECEIVER, CUT_SENDER_OFF, CUT_RECEIVER_OFF, CUT_PAIR,
        RESET_PAIR, HANG_DISK, CRASH_BOTH, CRASH_SENDER_LOSE_RECEIVER,
        CUT_SENDER_OFF_ALONE, CUT_SENDER_OFF_HANG_RECEIVER }

    record Rule(Point point, String kind, Action action, double chance, int times) {
        @Override
        public String toString() {
            return action + " at " + point + " of " + kind;
        }
    }

    /** The kinds around which the windows lie; the busy ones are there less often. */
    private static final List<String> MESSAGES = List.of("Promise", "Promise", "Level", "Levelled", "Levelled",
            "ViewChange", "ViewChange", "Coordinator", "Coordinator", "Fetch", "Fetched", "FetchedEntries", "Join",
            "JoinReady", "Go", "AddedToNetwork", "Election", "Ok", "Append", "Ack", "Commit", "SequencerRequest",
            "Stale", "Leave", "NewPeerRequest");
    private static final List<Action> ANYWHERE = List.of(Action.CRASH_SENDER, Action.CRASH_RECEIVER, Action.PAUSE_SENDER,
            Action.PAUSE_RECEIVER, Action.CUT_SENDER_OFF, Action.CUT_RECEIVER_OFF, Action.CUT_PAIR, Action.RESET_PAIR,
            Action.HANG_DISK, Action.CRASH_BOTH);
    private static final List<String> OPERATIONS = List.of("Append", "Mark", "Promised", "Promised", "Commit", "Cut",
            "Cut", "Read", "ReadKept", "ClearKept");

    private final Simulation sim;
    private final int[] fired;
    private boolean off;

    Steering(Simulation sim) {
        this.sim = sim;
        this.fired = new int[sim.plan.steering().size()];
    }

    static List<Rule> draw(Rng rng) {
        List<Rule> rules = new ArrayList<>();
        int count = rng.chance(0.2) ? 0 : 1 + rng.below(4);
        for (int i = 0; i < count; i++) {
            Point point = rng.pick(List.of(Point.values()));
            String kind = switch (point) {
                case TAKEN -> "reading";
                case STORE_OFFERED, STORED -> rng.pick(OPERATIONS);
                default -> rng.pick(MESSAGES);
            };
            boolean frequent = List.of("Append", "Ack", "Commit", "SequencerRequest", "reading").contains(kind);
            double chance = rng.spread(1, 100) / (frequent ? 1_000.0 : 100.0);
            rules.add(new Rule(point, kind, rng.pick(ANYWHERE), chance, 1 + rng.below(5)));
        }
        return rules;
    }

    /**
     * In some seeds also the one window that a single fault does not open: somebody gives its word (or has just been told
     * the view) and dies, who relies on that is cut off, and the one that died is at once back among all the others
     * (attacks F4, F6, F11).
     */
    static List<Rule> withBrokenWord(Rng rng, double chance, List<Rule> drawn) {
        List<Rule> rules = new ArrayList<>(drawn);
        if (rng.chance(chance)) {
            rules.add(new Rule(rng.pick(List.of(Point.SEND, Point.AFTER_DELIVERY)), rng.pick(List.of("Levelled", "Promise",
                    "Ack", "ViewChange")), Action.CRASH_SENDER_LOSE_RECEIVER, rng.spread(1, 100) / 100.0, 1));
        }
        return rules;
    }

    /**
     * The leader is lost just when it has put something into its own journal, again and again (attacks F1, F2). Mostly it
     * is cut off; one that stands still or is dead meanwhile holds no rounds of its own, and comes back with the epoch it
     * had (F11). Or what it sent is still on its way to the disk of a member when the next leader asks that one (F6).
     */
    static List<Rule> leadersInTurn(Rng rng) {
        List<Rule> rules = new ArrayList<>();
        String kind = rng.pick(List.of("Append", "Append", "Commit", "ViewChange"));
        double chance = rng.spread(3, 100) / 1_000.0;
        rules.add(new Rule(Point.SEND, kind, rng.pick(List.of(Action.CUT_SENDER_OFF_ALONE, Action.CUT_SENDER_OFF_ALONE,
                Action.CUT_SENDER_OFF_ALONE, Action.PAUSE_SENDER, Action.CRASH_SENDER)), chance, 12));
        if (rng.chance(0.3)) {
            rules.add(new Rule(Point.AFTER_DELIVERY, "Append", Action.CUT_SENDER_OFF_HANG_RECEIVER, chance, 4));
        }
        return withBrokenWord(rng, 0.5, rules);
    }

    void off() {
        off = true;
    }

    @Override
    public void onSend(SimPeer from, Member to, Message message) {
        SimHost receiver = sim.hostOf(to.id());
        at(Point.SEND, Describe.kind(message), from.host(), receiver, from);
    }

    @Override
    public void beforeDelivery(Member from, SimPeer to, Message message) {
        at(Point.BEFORE_DELIVERY, Describe.kind(message), sim.hostOf(from.id()), to.host(), null);
    }

    @Override
    public void afterDelivery(Member from, SimPeer to, Message message) {
        at(Point.AFTER_DELIVERY, Describe.kind(message), sim.hostOf(from.id()), to.host(), null);
    }

    @Override
    public void onTaken(SimPeer peer) {
        at(Point.TAKEN, "reading", peer.host(), leaderOf(peer), null);
    }

    @Override
    public void onStoreOp(SimPeer peer, StoreOp op) {
        at(Point.STORE_OFFERED, op.getClass().getSimpleName(), peer.host(), leaderOf(peer), peer);
    }

    @Override
    public void afterStoreOp(SimPeer peer, StoreOp op) {
        if (peer.alive()) {
            // Only after the store thread's step: the operation is carried out, the protocol has not heard of it.
            at(Point.STORED, op.getClass().getSimpleName(), peer.host(), leaderOf(peer), null);
        }
    }

    private SimHost leaderOf(SimPeer peer) {
        return peer.view() == null ? peer.host() : sim.hostOf(peer.view().leader().id());
    }

    /** @param calling whose protocol is just being called: it may only die when that call is over */
    private void at(Point point, String kind, SimHost sender, SimHost receiver, SimPeer calling) {
        if (off) {
            return;
        }
        if (point != Point.SEND && point != Point.STORE_OFFERED && point != Point.BEFORE_DELIVERY) {
            sim.carousel.at(kind, sender, receiver);
        }
        for (int i = 0; i < fired.length; i++) {
            Rule rule = sim.plan.steering().get(i);
            if (rule.point == point && rule.kind.equals(kind) && fired[i] < rule.times
                    && sim.faultRng.chance(rule.chance)) {
                fired[i]++;
                sim.count(Fault.STEERED);
                sim.trace.add(sim.clock.now(), 50, i, () -> "STEERED " + rule + ": " + sender + " " + receiver);
                act(rule.action, sender, receiver, calling);
            }
        }
    }

    private void act(Action action, SimHost sender, SimHost receiver, SimPeer calling) {
        switch (action) {
            case CRASH_SENDER -> crash(sender, calling);
            case CRASH_RECEIVER -> crash(receiver, calling);
            case CRASH_BOTH -> {
                crash(receiver, calling);
                crash(sender, calling);
            }
            case CUT_SENDER_OFF_ALONE -> sim.faults.cutOffAlone(sender);
            case CUT_SENDER_OFF_HANG_RECEIVER -> sim.clock.after(0, () -> {
                sim.faults.cutOffAlone(sender);
                sim.faults.hang(receiver);
            });
            case CRASH_SENDER_LOSE_RECEIVER -> {
                // The sender is soon back with its data among all the others, while the receiver relies on its word.
                crash(sender, calling);
                sim.clock.after(1, () -> sim.faults.leaveAlone(receiver));
            }
            case PAUSE_SENDER -> pause(sender);
            case PAUSE_RECEIVER -> pause(receiver);
            case CUT_SENDER_OFF -> sim.faults.partition(List.of(sender), true);
            case CUT_RECEIVER_OFF -> sim.faults.partition(List.of(receiver), true);
            case CUT_PAIR -> sim.faults.cutPair(sender, receiver, sim.faultRng.chance(0.6));
            case RESET_PAIR -> sim.clock.after(0, () -> sim.net.resetLinks(sender, receiver));
            case HANG_DISK -> sim.clock.after(0, () -> sim.faults.hang(sender));
            default -> throw new IllegalStateException();
        }
    }

    private void pause(SimHost host) {
        long ms = sim.faultRng.spread(10, 3 * sim.plan.settings().heartbeatTimeoutMs());
        sim.clock.after(0, () -> sim.faults.pause(host, ms));
    }

    private void crash(SimHost host, SimPeer calling) {
        Fault kind = sim.faultRng.chance(0.5) ? Fault.CRASH
                : sim.faultRng.chance(0.5) ? Fault.CRASH_UNFORCED_LOST : Fault.CRASH_ALL_LOST;
        if (calling != null && calling.host() == host) {
            if (sim.plan.keepData() || sim.faults.mayLose(host)) {
                calling.mute();
                calling.afterCall(() -> sim.faults.crash(kind, host));
            }
        } else {
            sim.faults.crash(kind, host);
        }
    }
}
