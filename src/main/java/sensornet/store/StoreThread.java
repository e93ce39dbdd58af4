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
 * A peer's disk work, one batch after another. A batch is what has been queued by the time the one before is done: the
 * busier the disk, the larger the batches. Acknowledgements never wait for CSV rows, and CSV rows get their bounded piece
 * of time after every batch.
 *
 * <p>The work is done by the thread {@code store}; but a few small entries on an idle disk are written by the very thread
 * that brought them, which saves two changes of threads in the life of a lone reading. One thread works at a time.
 */
public final class StoreThread implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StoreThread.class);
    private static final int MAX_BATCH = 4096;
    /**
     * As readings go (40 bytes and more) fewer than the rows that follow each batch: so in a flood the rows keep pace and are
     * made of what is still in memory. Rows that fall behind are read from the file again, and fall further behind by that.
     */
    private static final int MAX_BATCH_BYTES = 1 << 20;
    /** About 5 ms of work. */
    private static final int ROWS_AT_A_TIME = 32_768;
    /** A batch up to here is little: some ten microseconds of work. */
    private static final int LITTLE_OPS = 64;
    private static final int LITTLE_BYTES = 32 * 1024;
    private static final long CLOSE_MS = 2000;

    private final Store store;
    private final StoreEvents events;
    private final Thread thread;
    /** Guards the queue and the flags; never held during disk work or calls to others. */
    private final Object lock = new Object();
    private final ArrayDeque<StoreOp> queue = new ArrayDeque<>();
    private int queuedBytes;
    /** Operations in the queue that are no mere additions to the journal. */
    private int queuedOthers;
    /** A thread is at work; it alone uses the store, and looks at the queue again before it ends. */
    private boolean working;
    private boolean backlog;
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

    /**
     * Queues an operation; any thread; never blocks. After a failure or {@link #close} it is dropped. To be followed by
     * {@link #flush}.
     */
    public void offer(StoreOp op) {
        synchronized (lock) {
            if (!failed && !closing) {
                queue.add(op);
                count(op, 1);
            }
        }
    }

    private void count(StoreOp op, int sign) {
        if (op instanceof StoreOp.Append append) {
            queuedBytes += sign * append.entries().run().size();
        } else if (!(op instanceof StoreOp.Commit || op instanceof StoreOp.Mark)) {
            queuedOthers += sign;
        }
    }

    /**
     * Has what is queued carried out: little of it by the calling thread, if that may wait for the disk, else by the
     * store's own.
     */
    public void flush(boolean patient) {
        List<StoreOp> batch;
        synchronized (lock) {
            if (working || queue.isEmpty()) {
                return;
            }
            if (!patient || !isLittle()) {
                lock.notifyAll();
                return;
            }
            batch = new ArrayList<>(queue.size());
            take(batch);
        }
        try {
            work(batch);
        } finally {
            synchronized (lock) {
                done();
                if (!idle || closing || failed) {
                    lock.notifyAll(); // there is more by now, and it may be much
                }
            }
        }
    }

    private boolean isLittle() {
        return queuedOthers == 0 && queuedBytes <= LITTLE_BYTES && queue.size() <= LITTLE_OPS && !backlog && !closing
                && !store.forces();
    }

    /** The rows up to here are in the CSV files. Any thread. */
    public long deliveredUpTo() {
        return delivered;
    }

    /** Operations that wait for the disk. Any thread. */
    public int queued() {
        synchronized (lock) {
            return queue.size();
        }
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
        List<StoreOp> batch = new ArrayList<>();
        while (awaitWork(batch)) {
            work(batch);
            batch.clear();
            synchronized (lock) {
                done();
            }
        }
        if (!hasFailed()) {
            closeStore();
        }
    }

    private boolean hasFailed() {
        synchronized (lock) {
            return failed;
        }
    }

    /** Waits for work and takes it; false when there will be none any more. */
    private boolean awaitWork(List<StoreOp> batch) {
        synchronized (lock) {
            while (working || queue.isEmpty() && !backlog) {
                if (!working && (closing || failed)) {
                    return false;
                }
                try {
                    lock.wait();
                } catch (InterruptedException e) {
                    // Nobody interrupts this thread to say something: an interrupt would close the journal's channel.
                    LOG.debug("interrupt ignored");
                }
            }
            take(batch);
            return true;
        }
    }

    /** Under the lock: from here to {@link #done} the store is this thread's. */
    private void take(List<StoreOp> batch) {
        working = true;
        if (idle) {
            progress();
            idle = false;
        }
        int enough = queuedBytes - MAX_BATCH_BYTES;
        while (!queue.isEmpty() && batch.size() < MAX_BATCH && queuedBytes > enough) {
            StoreOp op = queue.poll();
            count(op, -1);
            batch.add(op);
        }
    }

    /** Under the lock. */
    private void done() {
        working = false;
        backlog = !failed && store.hasBacklog();
        idle = failed || queue.isEmpty() && !backlog;
    }

    private void work(List<StoreOp> batch) {
        try {
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
        } catch (IOException e) {
            fail(e, "the disk failed at " + store + ": " + reason(e)
                    + "; nothing more is stored or acknowledged; free space or repair it and start again");
        } catch (RuntimeException | OutOfMemoryError e) {
            fail(e, "the store stopped on a defect: " + e + "; nothing more is stored or acknowledged");
        }
    }

    private void closeStore() {
        try {
            store.close();
        } catch (IOException e) {
            fail(e, "the disk failed at " + store + ": " + reason(e) + "; free space or repair it and start again");
        }
    }

    private void progress() {
        lastProgressNanos = System.nanoTime();
    }

    private static String reason(IOException e) {
        return e.getMessage() != null ? e.getMessage() : e.getClass().getSimpleName();
    }

    private void fail(Throwable e, String reason) {
        synchronized (lock) {
            failed = true;
            queue.clear();
            queuedBytes = 0;
            queuedOthers = 0;
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
