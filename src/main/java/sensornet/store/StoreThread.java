package sensornet.store;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sensornet.journal.StoreEvents;
import sensornet.journal.StoreOp;

/**
 * The thread that does a peer's disk work. It takes what is queued as one batch: the busier the disk, the larger the
 * batches. Acknowledgements never wait for CSV rows, and CSV rows get their bounded piece of time after every batch.
 */
public final class StoreThread implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StoreThread.class);
    private static final int MAX_BATCH = 4096;
    /** About 10 ms of work. */
    private static final int ROWS_AT_A_TIME = 8192;
    private static final long CLOSE_MS = 2000;

    private final Store store;
    private final StoreEvents events;
    private final Thread thread;
    /** Guards the queue and the flags; never held during disk work or calls to others. */
    private final Object lock = new Object();
    private final ArrayDeque<StoreOp> queue = new ArrayDeque<>();
    private boolean closing;
    private boolean failed;
    private volatile boolean idle = true;
    private volatile long lastProgressNanos = System.nanoTime();
    private volatile long delivered;

    /** @param store opened */
    public StoreThread(Store store, StoreEvents events) {
        this.store = store;
        this.events = events;
        this.delivered = store.deliveredUpTo();
        thread = new Thread(this::run, "store");
        thread.setDaemon(true);
    }

    public void start() {
        thread.start();
    }

    /** Queues an operation; any thread; never blocks. After a failure or {@link #close} it is dropped. */
    public void offer(StoreOp op) {
        synchronized (lock) {
            if (!failed && !closing) {
                queue.add(op);
                lock.notifyAll();
            }
        }
    }

    /** The rows up to here are in the CSV files. Any thread. */
    public long deliveredUpTo() {
        return delivered;
    }

    /** Whether there is nothing to do; if not, and {@link #lastProgressNanos} stands still, the disk hangs. */
    public boolean idle() {
        return idle;
    }

    /** {@code System.nanoTime()} of the last finished piece of work, or of the start of the present one. */
    public long lastProgressNanos() {
        return lastProgressNanos;
    }

    private void run() {
        try {
            List<StoreOp> batch = new ArrayList<>();
            while (take(batch)) {
                for (StoreOp op : batch) {
                    store.execute(op, events);
                    progress();
                }
                if (!batch.isEmpty()) {
                    store.sync();
                    progress();
                    events.onStored(store.executed());
                }
                store.deliver(ROWS_AT_A_TIME);
                delivered = store.deliveredUpTo();
                progress();
                batch.clear();
            }
            store.close();
        } catch (IOException e) {
            fail(e, "the disk failed at " + store + ": " + reason(e)
                    + "; nothing more is stored or acknowledged; free space or repair it and start again");
        } catch (RuntimeException e) {
            fail(e, "the store stopped on a defect: " + e + "; nothing more is stored or acknowledged");
        }
        idle = true;
    }

    /** Waits for work; false when closing and everything is done. */
    private boolean take(List<StoreOp> batch) {
        synchronized (lock) {
            while (queue.isEmpty() && !store.hasBacklog()) {
                if (closing) {
                    return false;
                }
                idle = true;
                try {
                    lock.wait();
                } catch (InterruptedException e) {
                    // Nobody interrupts this thread to say something: an interrupt would close the journal's channel.
                    LOG.debug("interrupt ignored");
                }
            }
            if (idle) {
                progress();
                idle = false;
            }
            while (!queue.isEmpty() && batch.size() < MAX_BATCH) {
                batch.add(queue.poll());
            }
            return true;
        }
    }

    private void progress() {
        lastProgressNanos = System.nanoTime();
    }

    private static String reason(IOException e) {
        return e.getMessage() != null ? e.getMessage() : e.getClass().getSimpleName();
    }

    private void fail(Exception e, String reason) {
        synchronized (lock) {
            failed = true;
            queue.clear();
        }
        LOG.debug("store failure", e);
        events.onStoreFailed(reason);
    }

    /** Finishes what is queued and the CSV rows, for at most two seconds. */
    @Override
    public void close() {
        synchronized (lock) {
            closing = true;
            lock.notifyAll();
        }
        if (Thread.currentThread() == thread) {
            return;
        }
        try {
            TimeUnit.MILLISECONDS.timedJoin(thread, CLOSE_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (thread.isAlive()) {
            LOG.warn("{}: the disk did not finish within {} ms; committed rows up to {} are in the CSV files", store,
                    CLOSE_MS, delivered);
        }
    }
}
