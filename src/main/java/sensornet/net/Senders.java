package sensornet.net;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import sensornet.model.Identity;

/**
 * Which accepted connection speaks for which peer. A peer whose link broke dials again, and the reader of the old
 * connection may still have bytes to deliver: messages of an older connection after those of a newer one would break
 * the order every protocol message leans on. So a link claims its sender's slot, the newest claim (in the order of
 * acceptance) wins, and delivery happens under the slot's lock: it is checked and done in one step.
 *
 * <p>A connection that claims nothing (a probe, a message to a mere address) retires nobody; one that is older than the
 * link is silenced like any other, since what comes on it is a hint that is repeated.
 * Lock order: slot, then the protocol's monitor; nothing here is called from under that monitor.
 */
final class Senders {
    /** Connections of one identity at once: one link, one being replaced, errands, probes. */
    static final int MAX_PER_SENDER = 16;
    private static final long CLAIM_WAIT_MS = 500;

    static final class Slot {
        /** Fair: a claim must not starve behind an old reader with a full buffer. */
        private final ReentrantLock lock = new ReentrantLock(true);
        private int connections; // guarded by the map
        private long generation;
        private Runnable retireOwner;
    }

    private final Map<Identity, Slot> slots = new HashMap<>();

    /** The sender's slot, to be given back with {@link #leave}; null if it has too many connections already. */
    Slot enter(Identity sender) {
        synchronized (slots) {
            Slot slot = slots.computeIfAbsent(sender, s -> new Slot());
            if (slot.connections == MAX_PER_SENDER) {
                return null;
            }
            slot.connections++;
            return slot;
        }
    }

    void leave(Identity sender) {
        synchronized (slots) {
            Slot slot = slots.get(sender);
            if (--slot.connections == 0) {
                slots.remove(sender);
            }
        }
    }

    /**
     * Makes the connection of that generation the sender's link and retires the one before.
     *
     * @param retire closes this connection, when a later one claims the slot
     * @return false if a newer connection has the slot, or if the older one is stuck in a delivery: then the dialler
     *     has gained nothing, and shall come again
     */
    boolean claim(Slot slot, long generation, Runnable retire) throws InterruptedException {
        Runnable older;
        if (!slot.lock.tryLock(CLAIM_WAIT_MS, TimeUnit.MILLISECONDS)) {
            return false;
        }
        try {
            if (slot.generation > generation) {
                return false;
            }
            older = slot.generation == generation ? null : slot.retireOwner;
            slot.generation = generation;
            slot.retireOwner = retire;
        } finally {
            slot.lock.unlock();
        }
        if (older != null) {
            older.run();
        }
        return true;
    }

    /** Delivers unless a newer connection has claimed the slot; false if so. */
    boolean deliver(Slot slot, long generation, Runnable delivery) {
        slot.lock.lock();
        try {
            if (slot.generation > generation) {
                return false;
            }
            delivery.run();
            return true;
        } finally {
            slot.lock.unlock();
        }
    }
}
