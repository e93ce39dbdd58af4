package sensornet.sim;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The sensors of one peer: unique readings at a drawn rate, remembered once the protocol took them. */
final class Feeder {
    private final Simulation sim;
    private final SimPeer peer;
    private final Rng rng;
    private List<String> refused = List.of();
    private long counter;

    Feeder(Simulation sim, SimPeer peer) {
        this.sim = sim;
        this.peer = peer;
        this.rng = sim.rng.fork("feeder" + peer.identity());
    }

    void start() {
        sim.clock.after(rng.between(0, 200) * SimClock.MS, () -> peer.host().whenAwake(peer, this::run));
    }

    private void run() {
        if (!sim.feeding() || !peer.alive()) {
            return;
        }
        if (!peer.stopping() && sim.mayTakeMore()) {
            offer(1 + rng.below(sim.plan.feedBatch()));
        }
        sim.clock.after(rng.between(1, 2 * sim.plan.feedGap()), () -> peer.host().whenAwake(peer, this::run));
    }

    /** Offers readings now, those first that were not taken the last time. */
    void offer(int count) {
        List<String> readings = refused.isEmpty() ? fresh(count) : refused;
        byte[] payloads = String.join(";", readings).getBytes(StandardCharsets.UTF_8);
        boolean[] taken = new boolean[1];
        peer.call(() -> {
            taken[0] = peer.protocol().offer(payloads, readings.size());
            if (taken[0]) {
                sim.ledger.taken(peer.identity(), readings);
            }
        });
        refused = taken[0] ? List.of() : readings;
        if (taken[0]) {
            sim.trace.add(sim.clock.now(), 11, peer.host().index() * 31L + counter,
                    () -> peer + " takes " + readings.size() + ", now " + counter);
            sim.hooks.onTaken(peer);
        }
    }

    private List<String> fresh(int count) {
        List<String> readings = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            counter++;
            readings.add("DATA|" + peer.identity().id() + "-s" + rng.below(2) + "|" + sim.wallClock() + "|" + counter + "|"
                    + Long.toUnsignedString(peer.identity().incarnation() >>> 40) + "|");
        }
        return readings;
    }
}
