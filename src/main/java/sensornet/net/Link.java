package sensornet.net;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sensornet.model.Member;

/**
 * The way to one incarnation of one peer: a bounded queue, and a thread that dials, and dials again when the connection
 * broke, which is how a killed peer is told from a broken connection (attack F19).
 *
 * <p>Who writes: whoever has queued something calls {@link #flush} and writes it, as far as the socket takes it without
 * waiting, so that a message costs no change of threads. What would have to wait is left to the link's thread. One at
 * a time has the pen; what is queued meanwhile goes into its next write, so batches form by themselves when the socket
 * is the bottleneck.
 *
 * <p>The owner's callbacks are called without this link's lock: they take the protocol's monitor, under which
 * {@link #offer} is called.
 */
final class Link {
    static final long MAX_BYTES = 16 << 20;
    static final int MAX_MESSAGES = 65_536;
    private static final long BATCH_BYTES = 192 * 1024;
    /** What a thread writes for others before it goes back to its own work. */
    private static final long INLINE_BYTES = 1024 * 1024;
    private static final long DIAL_AFTER_KILL_MS = 100;
    private static final long HANG_UP_MS = 200;
    private static final long PING_NANOS = 1_000_000_000L;
    private static final Logger LOG = LoggerFactory.getLogger(Link.class);

    private final Links owner;
    private final Member to;
    private final Thread thread;
    private final Object lock = new Object();

    // guarded by lock
    private final SendQueue queue = new SendQueue(MAX_BYTES, MAX_MESSAGES);
    private long lastUse = System.nanoTime();
    private Connection connection;
    private Connection replacement;
    private boolean penTaken;
    /** What is queued, or left in the batch, is for the link's thread: it would have to wait. */
    private boolean handedOver;
    private boolean finishing;
    private boolean closing;
    private boolean ended;

    // whoever has the pen
    private final Batch batch;
    private final List<Frame> taken = new ArrayList<>();
    private int inBatch;
    private long lastPing = System.nanoTime();

    // the link's thread
    private final Redial redial;
    private boolean owesRestored;

    /** Counted down when nothing more will be written: after {@link #finish}, everything is with the receiver. */
    private final CountDownLatch done = new CountDownLatch(1);

    /** @param owesRestored whether an earlier link to the same incarnation broke and never stood again */
    Link(Links owner, Member to, boolean owesRestored) {
        this.owner = owner;
        this.to = to;
        this.owesRestored = owesRestored;
        this.batch = new Batch(owner.counters());
        this.redial = new Redial(owner.dialer(), owner.refused(), to);
        this.thread = new Thread(this::run, "link-" + to.id());
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    Thread thread() {
        return thread;
    }

    /**
     * Queues, or drops and counts if the queue is full; false if this link has ended: use a new one. Never blocks. To be
     * followed by {@link #flush}.
     */
    boolean offer(Frame frame) {
        boolean warn;
        synchronized (lock) {
            if (ended || closing || finishing) {
                return false;
            }
            lastUse = System.nanoTime();
            if (queue.offer(frame)) {
                return true;
            }
            warn = queue.beginsOverflow();
        }
        owner.counters().count("link_queue_full");
        if (warn) {
            LOG.warn("{} does not take what it is sent: dropping messages beyond {} MiB until it does", to,
                    MAX_BYTES >> 20);
        }
        return true;
    }

    /** Has what is queued written, on this thread if that needs no waiting. Never blocks. */
    void flush() {
        Connection c;
        synchronized (lock) {
            if (penTaken || queue.isEmpty()) {
                return; // who has the pen looks again before laying it down
            }
            c = connection;
            if (c == null || handedOver || finishing) {
                handedOver = true;
                lock.notifyAll();
                return;
            }
            penTaken = true;
        }
        boolean laidDown = false;
        boolean sound = false;
        try {
            long written = 0;
            do {
                if (!fill(c)) {
                    laidDown = true;
                    break;
                }
                written += batch.bytes().remaining();
            } while (c.writeNow(batch) && written < INLINE_BYTES);
            sound = true;
        } catch (IOException e) {
            LOG.debug("the link to {} broke: {}", to, e.getMessage());
        } finally {
            if (!sound) {
                c.close(); // whatever it was: the link's thread finds it broken and begins anew
            }
            if (!laidDown) {
                synchronized (lock) {
                    penTaken = false;
                    handedOver = true;
                    lock.notifyAll();
                }
            }
        }
    }

    /** Takes what is queued into the batch. If that is nothing, lays the pen down in the same step and returns false. */
    private boolean fill(Connection c) {
        if (batch.isEmpty()) {
            inBatch = 0;
        }
        synchronized (lock) {
            if (queue.isEmpty()) {
                penTaken = false;
                if (finishing || closing || c.isBroken()) {
                    lock.notifyAll();
                }
                return false;
            }
            queue.drainTo(taken, BATCH_BYTES);
        }
        taken.forEach(batch::add);
        inBatch += taken.size();
        taken.clear();
        ping(c);
        return true;
    }

    /** Asks for a sign of life behind what is written, once a second at most; {@link LinkWatch} misses it. */
    private void ping(Connection c) {
        long now = System.nanoTime();
        if (c.pingedAt() == 0 && now - lastPing > PING_NANOS) {
            lastPing = now;
            c.pingedAt(now == 0 ? 1 : now);
            batch.addLine(owner.dialer().hello());
        }
    }

    /** Takes nothing more, writes what is queued, then closes; bounded by {@link #awaitDone} and {@link #close}. */
    void finish() {
        synchronized (lock) {
            finishing = true;
            lock.notifyAll();
        }
    }

    void awaitDone(long ms) throws InterruptedException {
        done.await(Math.max(0, ms), TimeUnit.MILLISECONDS);
    }

    /** Closes at once. */
    void close() {
        Connection open;
        Connection other;
        synchronized (lock) {
            closing = true;
            open = connection;
            other = replacement;
            lock.notifyAll();
        }
        if (open != null) {
            open.close();
        }
        if (other != null) {
            other.close();
        }
    }

    long queuedBytes() {
        synchronized (lock) {
            return queue.bytes();
        }
    }

    private void run() {
        try {
            boolean again = false;
            while (again || awaitWork()) {
                Connection c = establish();
                if (c == null) {
                    again = false;
                    continue;
                }
                if (owesRestored) {
                    owesRestored = false;
                    owner.counters().count("link_restored");
                    owner.events().onLinkRestored(to.identity());
                }
                again = drain(c);
                owesRestored |= again;
            }
        } catch (InterruptedException e) {
            LOG.debug("{} interrupted", thread.getName());
        } catch (RuntimeException e) {
            LOG.error("the link to {} failed", to, e);
        } finally {
            int dropped;
            synchronized (lock) {
                ended = true;
                dropped = queue.clear();
            }
            close();
            owner.counters().add("link_dropped", dropped);
            owner.ended(this, to.identity(), owesRestored);
            done.countDown();
        }
    }

    /** True when there is something to send; false when the link was idle for too long, or closes. */
    private boolean awaitWork() throws InterruptedException {
        synchronized (lock) {
            while (!closing && !ended && !finishing && queue.isEmpty()) {
                long left = idleLeftMs();
                if (left <= 0) {
                    ended = true; // under the lock: what is offered from now on goes to a new link
                    return false;
                }
                lock.wait(left);
            }
            return !closing && !ended && !queue.isEmpty();
        }
    }

    private long idleLeftMs() {
        return owner.idleMs() - (System.nanoTime() - lastUse) / 1_000_000;
    }

    /** Dials until it stands; null if the peer was killed (the queue is empty then), or the link closes. */
    private Connection establish() throws InterruptedException {
        redial.begin();
        while (pauseUntil(redial.notBefore())) {
            Connection ready = takeReplacement();
            if (ready != null) {
                return ready;
            }
            Redial.Attempt attempt = redial.attempt();
            if (attempt.connection() != null) {
                return adopt(attempt.connection());
            } else if (attempt.killed() != null) {
                killed(attempt.killed());
                return null;
            }
        }
        return null;
    }

    /** False if the link closes meanwhile, or if nobody has used it for so long that dialling on is idle. */
    private boolean pauseUntil(long nanos) throws InterruptedException {
        synchronized (lock) {
            while (!closing && !(finishing && queue.isEmpty()) && idleLeftMs() > 0) {
                long left = (nanos - System.nanoTime() + 999_999) / 1_000_000;
                if (left <= 0 || replacement != null) {
                    return true;
                }
                lock.wait(left);
            }
            ended = true;
            return false;
        }
    }

    private Connection takeReplacement() {
        synchronized (lock) {
            if (replacement != null) {
                stands(replacement);
                replacement = null;
                return connection;
            }
            return null;
        }
    }

    private Connection adopt(Connection c) {
        try {
            c.becomeLink();
        } catch (IOException e) {
            LOG.warn("no link to {}: {}", to, e.getMessage());
            owner.counters().count("link_no_selector");
            redial.notBefore(DIAL_AFTER_KILL_MS);
            c.close();
            return null;
        }
        synchronized (lock) {
            if (closing) {
                c.close();
                return null;
            }
            stands(c);
        }
        owner.counters().count("link_up");
        Threads.start("link-watch-" + to.id(), new LinkWatch(this, c, to, owner.dialer())::run);
        return c;
    }

    /** Under the lock. What was queued meanwhile is for the link's thread; from then on whoever flushes may write. */
    private void stands(Connection c) {
        connection = c;
        handedOver = true;
    }

    private void killed(String how) {
        int dropped;
        synchronized (lock) {
            dropped = queue.clear();
        }
        owesRestored = true; // should it answer again after all, it has missed what was dropped
        redial.notBefore(DIAL_AFTER_KILL_MS);
        owner.counters().count("link_killed");
        owner.counters().add("link_dropped", dropped);
        LOG.debug("{} is gone: {}; dropped {} messages", to, how, dropped);
        owner.events().onKilled(to.identity());
    }

    /** Writes what is handed over until the connection breaks (true), or the link is idle for too long or closes (false). */
    private boolean drain(Connection c) throws InterruptedException {
        boolean broke = false;
        boolean mine = false;
        try {
            while (awaitPen(c)) {
                mine = true;
                do {
                    c.write(batch);
                } while (fill(c));
                mine = false;
            }
            broke = c.isBroken();
            if (!broke) {
                hangUp(c);
            }
        } catch (IOException e) {
            LOG.debug("the link to {} broke: {}", to, e.getMessage());
            broke = true;
        } finally {
            c.close();
            if (mine) {
                layDownPen();
            }
            int lost = release();
            if (broke) {
                owner.counters().count("link_broke");
                owner.counters().add("link_dropped", lost);
            }
        }
        return broke;
    }

    /** Waits for something that was handed over; false if the connection is broken, the link closes or was idle too long. */
    private boolean awaitPen(Connection c) throws InterruptedException {
        synchronized (lock) {
            while (!c.isBroken() && !closing) {
                if (!penTaken && (handedOver || !queue.isEmpty() && finishing)) {
                    penTaken = true;
                    handedOver = false;
                    return true;
                }
                long left = idleLeftMs();
                if (!penTaken && queue.isEmpty() && (finishing || left <= 0)) {
                    ended = true; // under the lock: what is offered from now on goes to a new link
                    return false;
                }
                lock.wait(Math.max(1, left));
            }
            return false;
        }
    }

    private void layDownPen() {
        synchronized (lock) {
            penTaken = false;
        }
    }

    /** The connection is closed: waits for a writer, which is about to find out, and forgets what it had taken. */
    private int release() throws InterruptedException {
        synchronized (lock) {
            while (penTaken) {
                lock.wait();
            }
            connection = null;
            int lost = batch.isEmpty() ? 0 : inBatch;
            batch.clear();
            return lost;
        }
    }

    /** Says that nothing more comes and lets the receiver read to the end: closing at once may cost it the last lines. */
    private void hangUp(Connection c) throws IOException, InterruptedException {
        try {
            c.endOutput();
        } catch (IOException e) {
            if (!c.isBroken()) {
                throw e;
            }
            return; // the receiver has answered by its own end, and the watch closed the socket, before this call was back
        }
        long deadline = System.nanoTime() + HANG_UP_MS * 1_000_000;
        synchronized (lock) {
            long left = HANG_UP_MS;
            while (!c.isBroken() && !closing && left > 0) {
                lock.wait(left);
                left = (deadline - System.nanoTime()) / 1_000_000;
            }
        }
    }

    /** From the watch: the connection ended. */
    void broke(Connection c) {
        c.close();
        synchronized (lock) {
            lock.notifyAll();
        }
    }

    /** From the watch: the old connection is stuck, and a new one stands. */
    void replace(Connection old, Connection fresh) {
        try {
            fresh.becomeLink();
        } catch (IOException e) {
            fresh.close();
            return;
        }
        synchronized (lock) {
            if (closing || ended || connection != old) {
                fresh.close();
                return;
            }
            replacement = fresh;
        }
        owner.counters().count("link_replaced");
        Threads.start("link-watch-" + to.id(), new LinkWatch(this, fresh, to, owner.dialer())::run);
        broke(old);
    }
}
