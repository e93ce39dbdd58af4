package sensornet.sim;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import sensornet.journal.StoreEvents;
import sensornet.journal.StoreOp;
import sensornet.model.View;

/**
 * The store thread of one process: takes operations in batches after a while, as slow as the disk is drawn to be, and
 * tells the protocol. What was queued when the process dies is carried out up to a random point, or not at all.
 */
final class SimStore {
    private final Simulation sim;
    private final SimPeer peer;
    private final SimDisk.OpenStore store;
    private final long executedBefore;
    private final Deque<Queued> queue = new ArrayDeque<>();
    private boolean busy;
    private boolean failed;
    private int keptReads;

    /** @param view what was in force when the operation was offered */
    private record Queued(StoreOp op, View view) {
    }

    SimStore(Simulation sim, SimPeer peer, SimDisk.OpenStore store) {
        this.sim = sim;
        this.peer = peer;
        this.store = store;
        this.executedBefore = store.executed();
    }

    void offer(StoreOp op, View view) {
        queue.add(new Queued(op, view));
        schedule();
    }

    /** Also called when a hanging disk comes back. */
    void schedule() {
        if (!busy && !failed && !queue.isEmpty() && !peer.host().diskHangs()) {
            busy = true;
            sim.clock.after(sim.plan.diskDelay(sim.diskRng, sim.calm()), () -> peer.host().whenAwake(peer, this::work));
        }
    }

    /** How many pieces of kept readings it has handed over, to be put in. */
    int keptReads() {
        return keptReads;
    }

    boolean idle() {
        return queue.isEmpty() || failed;
    }

    private void work() {
        busy = false;
        if (peer.host().diskHangs()) {
            return;
        }
        int batch = 1 + sim.diskRng.below(queue.size());
        try {
            for (int i = 0; i < batch && peer.alive() && !queue.isEmpty(); i++) {
                execute(queue.poll(), peer.storeEvents());
            }
            if (!peer.alive()) {
                return;
            }
            force();
        } catch (IOException e) {
            fail(e);
            return;
        }
        long done = store.executed() - executedBefore;
        peer.call(() -> peer.protocol().onStored(done));
        try {
            while (peer.alive() && store.deliver(64)) {
                sim.trace.add(sim.clock.now(), 7, peer.host().index(), () -> peer + " delivers");
            }
        } catch (IOException e) {
            fail(e);
            return;
        }
        schedule();
    }

    private void fail(IOException e) {
        failed = true;
        sim.trace.add(sim.clock.now(), 8, peer.host().index(), () -> peer + " store failed: " + e.getMessage());
        peer.call(() -> peer.protocol().onStoreFailed(String.valueOf(e.getMessage())));
    }

    private void execute(Queued q, StoreEvents events) throws IOException {
        try {
            store.execute(inPieces(q.op), events);
        } catch (IOException e) {
            peer.host().journal().mayHaveExecuted(q.op);
            throw e;
        }
        sim.trace.add(sim.clock.now(), 9, peer.host().index() * 31L + Describe.code(q.op),
                () -> peer + " stored " + Describe.op(q.op));
        keptReads += q.op instanceof StoreOp.ReadKept ? 1 : 0;
        sim.invariants.executed(peer, q.op, q.view);
        sim.hooks.afterStoreOp(peer, q.op);
    }

    /** A read may answer with less than was asked for. */
    private StoreOp inPieces(StoreOp op) {
        if (op instanceof StoreOp.Read r) {
            return new StoreOp.Read(r.from(), r.hash(), Math.min(r.maxBytes(), sim.pieceBytes), r.tag());
        }
        if (op instanceof StoreOp.ReadKept r) {
            return new StoreOp.ReadKept(r.position(), Math.min(r.maxBytes(), sim.pieceBytes));
        }
        return op;
    }

    private void force() throws IOException {
        store.sync();
        peer.host().written();
    }

    /** The process dies somewhere in what was queued: between two operations, in one, or before them all. */
    void die(Rng rng) {
        if (failed || peer.host().diskHangs() || !sim.hooks.drawsAccidents() || rng.chance(0.3)) {
            return;
        }
        if (rng.chance(0.7)) {
            peer.host().disk().stopAfter(rng.below(12));
        }
        drain(rng.below(queue.size() + 1), rng.chance(0.7));
    }

    /** A clean end: everything queued reaches the disk. */
    void close() {
        if (!failed) {
            drain(queue.size(), true);
        }
    }

    private void drain(int operations, boolean deliver) {
        boolean dying = !peer.alive();
        try {
            // A steered crash in one of them is the end of a clean end: the disk may be lost by then, and the model with it.
            for (int i = 0; i < operations && !queue.isEmpty() && (dying || peer.alive()); i++) {
                execute(queue.poll(), SilentStoreEvents.INSTANCE);
            }
            if (deliver && (dying || peer.alive())) {
                force();
                while (store.deliver(64)) {
                    // until all are in the files
                }
                store.close();
            }
        } catch (IOException e) {
            failed = true;
        }
        queue.clear();
    }

    long deliveredUpTo() {
        return store.deliveredUpTo();
    }
}
