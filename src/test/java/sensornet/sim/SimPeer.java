package sensornet.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import sensornet.group.Effects;
import sensornet.journal.Recovered;
import sensornet.journal.StoreEvents;
import sensornet.journal.StoreOp;
import sensornet.model.Identity;
import sensornet.model.Member;
import sensornet.model.View;
import sensornet.wire.Message;

/** One process: a protocol, a store, sensors, and the effects that connect them to the simulated world. */
final class SimPeer implements Effects {
    private final Simulation sim;
    private final SimHost host;
    private final Member self;
    private final SimStore store;
    private final PauseClock clock;
    private final ProtocolUnderTest protocol;
    private final Feeder feeder;
    private final List<Runnable> afterCall = new ArrayList<>();
    private final Map<String, Integer> counters = new TreeMap<>();
    private View seenView;
    private long decided;
    private long committed;
    private int depth;
    private boolean muted;
    private boolean stopping;
    private boolean dead;

    SimPeer(Simulation sim, SimHost host, Member self, Recovered recovered, SimDisk.OpenStore openStore) {
        this.sim = sim;
        this.host = host;
        this.self = self;
        this.decided = recovered.log().committed();
        this.committed = decided;
        this.store = new SimStore(sim, this, openStore);
        this.clock = new PauseClock(() -> sim.clock.now() / SimClock.MS);
        this.feeder = new Feeder(sim, this);
        this.protocol = sim.factory.create(sim.plan.settings(), self, recovered, this, this::nowMs,
                sim.rng.fork("peer" + self.identity()).generator());
    }

    void start() {
        call(protocol::start);
        tick();
        feeder.start();
    }

    private void tick() {
        if (dead) {
            return;
        }
        call(protocol::onTick);
        long next = sim.plan.tick() + sim.rng.below((int) sim.plan.tick() / 4);
        sim.clock.after(next, () -> host.whenAwake(this, this::tick));
    }

    /** What the protocol's clock shows: milliseconds, without the pauses of its process. */
    long nowMs() {
        return clock.read();
    }

    /** Lets the world call the protocol; what was ordered for the end of the call (a crash) happens then. */
    void call(Runnable action) {
        if (dead || muted) {
            return;
        }
        depth++;
        try {
            action.run();
        } catch (Violation v) {
            throw v;
        } catch (RuntimeException e) {
            throw new Violation("no-exception", this + ": " + e, e);
        } finally {
            depth--;
        }
        if (depth > 0) {
            return;
        }
        View view = protocol.view();
        if (view != seenView) {
            seenView = view;
            sim.invariants.installed(this, view);
        }
        while (!afterCall.isEmpty()) {
            afterCall.remove(0).run();
        }
    }

    /** As soon as the protocol's running call is over, or now if there is none. */
    void afterCall(Runnable action) {
        if (depth > 0) {
            afterCall.add(action);
        } else {
            action.run();
        }
    }

    /** From here on nothing that the running call does leaves the process: it is about to die at this very point. */
    void mute() {
        muted = true;
    }

    void die(Rng rng) {
        dead = true;
        store.die(rng);
    }

    ProtocolUnderTest protocol() {
        return protocol;
    }

    SimHost host() {
        return host;
    }

    Member self() {
        return self;
    }

    Identity identity() {
        return self.identity();
    }

    SimStore store() {
        return store;
    }

    Feeder feeder() {
        return feeder;
    }

    /** Up to which row its commits were looked at before; from now on up to {@code upTo}. */
    long decided(long upTo) {
        long before = decided;
        decided = Math.max(decided, upTo);
        return before;
    }

    /** Its commit mark, as the protocol has it. */
    long committed() {
        return committed;
    }

    View view() {
        return seenView;
    }

    boolean alive() {
        return !dead;
    }

    boolean leads() {
        return seenView != null && seenView.leader().equals(identity());
    }

    Map<String, Integer> counters() {
        return counters;
    }

    // ---- what the protocol asks of the world

    @Override
    public void send(Member to, Message message) {
        if (!muted && !dead) {
            if (message instanceof Message.Join join) {
                sim.invariants.joins(this, to, join);
            } else if (message instanceof Message.AddedToNetwork offer) {
                sim.invariants.offers(to, offer);
            }
            sim.hooks.onSend(this, to, message);
            if (!muted) {
                sim.net.send(this, to, message);
            }
        }
    }

    @Override
    public void sendTo(String toHost, int port, Message message) {
        if (!muted && !dead) {
            sim.net.sendTo(this, toHost, port, message);
        }
    }

    @Override
    public void broadcast(Message.NewPeerRequest request) {
        if (!muted && !dead) {
            sim.net.broadcast(this, request);
        }
    }

    @Override
    public void probe(Member peer) {
        if (!muted && !dead) {
            sim.net.probe(this, peer);
        }
    }

    @Override
    public void store(StoreOp op) {
        if (!muted && !dead) {
            sim.hooks.onStoreOp(this, op);
            if (!muted) {
                View inForce = protocol == null ? null : protocol.activeView();
                if (op instanceof StoreOp.Commit commit) {
                    committed = Math.max(committed, commit.upTo());
                    sim.invariants.commitOffered(this, commit.upTo(), inForce);
                }
                if (op instanceof StoreOp.Cut cut) {
                    sim.invariants.cutOffered(this, cut.to());
                    committed = Math.min(committed, cut.to());
                    decided = Math.min(decided, cut.to());
                }
                store.offer(op, inForce);
            }
        }
    }

    @Override
    public void stop(int code, String reason) {
        if (reason.startsWith("internal error")) {
            throw new Violation("no-exception", this + ": " + reason); // it would start again and hide the defect
        }
        if (stopping || dead || muted) {
            return;
        }
        stopping = true;
        sim.trace.add(sim.clock.now(), 10, host.index() * 31L + code, () -> this + " stops " + code + ": " + reason);
        sim.stopped(this, code, reason);
        // The process sends what is queued, stores what is queued, and exits.
        sim.clock.after(sim.rng.between(1, 50) * SimClock.MS, () -> host.whenAwake(this, () -> {
            store.close();
            dead = true;
            host.ended(this);
        }));
    }

    boolean stopping() {
        return stopping;
    }

    @Override
    public void count(String reason) {
        counters.merge(reason, 1, Integer::sum);
    }

    StoreEvents storeEvents() {
        return new StoreEvents() {
            @Override
            public void onStored(long operations) {
                call(() -> protocol.onStored(operations));
            }

            @Override
            public void onCut(CutResult result) {
                call(() -> protocol.onCut(result));
            }

            @Override
            public void onRead(ReadResult result) {
                call(() -> protocol.onRead(result));
            }

            @Override
            public void onKept(KeptResult result) {
                call(() -> protocol.onKept(result));
            }

            @Override
            public void onStoreFailed(String reason) {
                call(() -> protocol.onStoreFailed(reason));
            }
        };
    }

    @Override
    public String toString() {
        return self.identity().toString();
    }
}
