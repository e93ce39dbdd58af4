package sensornet.net;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sensornet.model.Member;
import sensornet.wire.Message;

/**
 * The way to one incarnation of one peer: a bounded queue and the thread that dials, writes, and dials again when the
 * connection broke, which is how a killed peer is told from a broken connection (attack F19). All that is queued goes
 * into one write, so batches form by themselves when the socket is the bottleneck, and nothing waits when it is not.
 *
 * <p>The owner's callbacks are called without this link's lock: they take the protocol's monitor, under which
 * {@link #offer} is called.
 */
final class Link {
    static final long MAX_BYTES = 16 << 20;
    static final int MAX_MESSAGES = 65_536;
    private static final long BATCH_BYTES = 192 * 1024;
    private static final long REFUSED_AGAIN_MS = 30;
    private static final long DIAL_AFTER_KILL_MS = 100;
    private static final long BACKOFF_MIN_MS = 100;
    private static final long BACKOFF_MAX_MS = 1_000;
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
    private boolean finishing;
    private boolean closing;
    private boolean ended;

    // the link's thread only
    private final Batch batch;
    private boolean owesRestored;
    private boolean toldRejection;
    private long notBefore = System.nanoTime();
    private long lastPing = System.nanoTime();

    /** Counted down when nothing more will be written: after {@link #finish}, everything is with the receiver. */
    private final CountDownLatch done = new CountDownLatch(1);

    /** @param owesRestored whether an earlier link to the same incarnation broke and never stood again */
    Link(Links owner, Member to, boolean owesRestored) {
        this.owner = owner;
        this.to = to;
        this.owesRestored = owesRestored;
        this.batch = new Batch(owner.counters());
        this.thread = new Thread(this::run, "link-" + to.id());
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    Thread thread() {
        return thread;
    }

    /** Queues, or drops and counts if the queue is full; false if this link has ended: use a new one. Never blocks. */
    boolean offer(Message message) {
        boolean warn;
        synchronized (lock) {
            if (ended || closing || finishing) {
                return false;
            }
            lastUse = System.nanoTime();
            if (queue.offer(message)) {
                lock.notifyAll();
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
            boolean redial = false;
            while (redial || awaitWork()) {
                Connection c = establish();
                if (c == null) {
                    redial = false;
                    continue;
                }
                if (owesRestored) {
                    owesRestored = false;
                    owner.counters().count("link_restored");
                    owner.events().onLinkRestored(to.identity());
                }
                redial = drain(c);
                owesRestored |= redial;
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
        int refusals = 0;
        long backoff = BACKOFF_MIN_MS;
        while (pauseUntil(notBefore)) {
            synchronized (lock) {
                if (replacement != null) {
                    connection = replacement;
                    replacement = null;
                    return connection;
                }
            }
            DialResult result = owner.dialer().dial(to.host(), to.port(), to.identity(), true, Dialer.ANSWER_MS);
            long wait = backoff;
            if (result instanceof DialResult.Up up) {
                toldRejection = false;
                return adopt(up.connection());
            } else if (result instanceof DialResult.Refused) {
                if (++refusals == 2) {
                    killed("refused twice");
                    return null;
                }
                notBefore = System.nanoTime() + REFUSED_AGAIN_MS * 1_000_000;
                continue;
            } else if (result instanceof DialResult.OtherPeer other) {
                killed("answered by " + other.actual());
                return null;
            } else if (result instanceof DialResult.Rejected rejected) {
                rejected(rejected.reason());
                wait = BACKOFF_MAX_MS;
            } else if (result instanceof DialResult.NoAnswer none) {
                LOG.debug("no answer from {}: {}", to, none.why());
                owner.counters().count("dial_unanswered");
            }
            refusals = 0;
            notBefore = System.nanoTime() + wait * 1_000_000;
            backoff = Math.min(BACKOFF_MAX_MS, backoff * 2);
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

    private Connection adopt(Connection c) {
        synchronized (lock) {
            if (closing) {
                c.close();
                return null;
            }
            connection = c;
        }
        owner.counters().count("link_up");
        Threads.start("link-watch-" + to.id(), new LinkWatch(this, c, to, owner.dialer())::run);
        return c;
    }

    private void killed(String how) {
        int dropped;
        synchronized (lock) {
            dropped = queue.clear();
        }
        owesRestored = true; // should it answer again after all, it has missed what was dropped
        notBefore = System.nanoTime() + DIAL_AFTER_KILL_MS * 1_000_000;
        owner.counters().count("link_killed");
        owner.counters().add("link_dropped", dropped);
        LOG.debug("{} is gone: {}; dropped {} messages", to, how, dropped);
        owner.events().onKilled(to.identity());
    }

    private void rejected(String reason) {
        owner.counters().count("dial_rejected");
        if (!toldRejection) {
            toldRejection = true;
            LOG.warn("{} refuses this peer: {}", to, reason);
            owner.refused().onRefused(to.address(), reason);
        }
    }

    /** Writes until the connection breaks (true), or the link is idle for too long or closes (false). */
    private boolean drain(Connection c) throws InterruptedException {
        List<Message> taken = new ArrayList<>();
        boolean broke = false;
        try {
            while (take(c, taken)) {
                taken.forEach(batch::add);
                ping(c);
                c.write(batch);
                taken.clear();
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
            synchronized (lock) {
                connection = null;
            }
        }
        if (broke) {
            owner.counters().count("link_broke");
            owner.counters().add("link_dropped", taken.size());
            batch.clear();
        }
        return broke;
    }

    /** Says that nothing more comes and lets the receiver read to the end: closing at once may cost it the last lines. */
    private void hangUp(Connection c) throws IOException, InterruptedException {
        c.socket().shutdownOutput();
        long deadline = System.nanoTime() + HANG_UP_MS * 1_000_000;
        synchronized (lock) {
            long left = HANG_UP_MS;
            while (!c.isBroken() && !closing && left > 0) {
                lock.wait(left);
                left = (deadline - System.nanoTime()) / 1_000_000;
            }
        }
    }

    private boolean take(Connection c, List<Message> into) throws InterruptedException {
        synchronized (lock) {
            while (queue.isEmpty() && !c.isBroken() && !closing && !finishing) {
                long left = idleLeftMs();
                if (left <= 0) {
                    ended = true;
                    return false;
                }
                lock.wait(left);
            }
            if (c.isBroken() || queue.isEmpty()) {
                return false;
            }
            queue.drainTo(into, BATCH_BYTES);
            return true;
        }
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

    /** From the watch: the connection ended. */
    void broke(Connection c) {
        c.close();
        synchronized (lock) {
            lock.notifyAll();
        }
    }

    /** From the watch: the old connection is stuck, and a new one stands. */
    void replace(Connection old, Connection fresh) {
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
