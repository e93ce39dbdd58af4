package sensornet.net;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sensornet.wire.Message;

/**
 * Messages to mere addresses, seeds and former members, that may well be down: a short-lived thread and connection
 * per address, a few messages waiting at most, and failures are no news. Any thread.
 */
final class Errands {
    /** Addresses at once; what comes for more is dropped. */
    static final int MAX_ADDRESSES = 32;
    private static final int MAX_MESSAGES = 64;
    private static final long MAX_BYTES = 1 << 20;
    private static final long LINGER_MS = 3_000;
    private static final Logger LOG = LoggerFactory.getLogger(Errands.class);

    private final Dialer dialer;
    private final RefusedListener refused;
    private final RateLimitedLog limitedLog = new RateLimitedLog(LOG);
    private final Map<HostPort, Errand> errands = new HashMap<>();
    private boolean closed;

    Errands(Dialer dialer, RefusedListener refused) {
        this.dialer = dialer;
        this.refused = refused;
    }

    void send(HostPort to, Message message) {
        synchronized (errands) {
            Errand errand = errands.get(to);
            if (errand == null) {
                if (closed || errands.size() >= MAX_ADDRESSES) {
                    dialer.counters().count("errand_limit");
                    return;
                }
                errand = new Errand(to);
                try {
                    Threads.start("dial-" + to, errand::run);
                } catch (OutOfMemoryError e) {
                    dialer.counters().count("errand_limit");
                    return;
                }
                errands.put(to, errand);
            }
            if (errand.queue.offer(new Frame(message))) {
                errands.notifyAll();
            } else {
                dialer.counters().count("errand_queue_full");
            }
        }
    }

    int size() {
        synchronized (errands) {
            return errands.size();
        }
    }

    void close() {
        synchronized (errands) {
            closed = true;
            errands.notifyAll();
            errands.values().forEach(e -> {
                if (e.connection != null) {
                    e.connection.close();
                }
            });
        }
    }

    private final class Errand {
        private final HostPort to;
        private final SendQueue queue = new SendQueue(MAX_BYTES, MAX_MESSAGES); // guarded by errands
        private Connection connection; // guarded by errands

        Errand(HostPort to) {
            this.to = to;
        }

        void run() {
            Connection c = dial();
            try {
                if (c != null) {
                    write(c);
                }
            } catch (IOException e) {
                LOG.debug("message to {} failed: {}", to, e.getMessage());
                dialer.counters().count("errand_failed");
            } catch (InterruptedException e) {
                LOG.debug("{} interrupted", Thread.currentThread().getName());
            } finally {
                if (c != null) {
                    c.close();
                }
                synchronized (errands) {
                    errands.remove(to, this);
                    dialer.counters().add("errand_dropped", queue.clear());
                }
            }
        }

        private Connection dial() {
            DialResult result = dialer.dial(to.host(), to.port(), null, false, Dialer.ANSWER_MS);
            if (result instanceof DialResult.Rejected rejected) {
                dialer.counters().count("dial_rejected");
                limitedLog.warn("refused", to + " refuses this peer: " + rejected.reason());
                refused.onRefused(to.toString(), rejected.reason());
            }
            if (!(result instanceof DialResult.Up up)) {
                LOG.debug("nobody at {} for a message: {}", to, result);
                dialer.counters().count("errand_failed");
                return null;
            }
            if (up.connection().remote().identity().equals(dialer.self().identity())) {
                up.connection().close(); // a seed list may name ourselves
                dialer.counters().count("errand_to_self");
                return null;
            }
            synchronized (errands) {
                connection = up.connection();
            }
            return up.connection();
        }

        private void write(Connection c) throws IOException, InterruptedException {
            Batch batch = new Batch(dialer.counters());
            List<Frame> taken = new ArrayList<>();
            while (take(taken)) {
                taken.forEach(batch::add);
                taken.clear();
                c.write(batch);
            }
            c.endOutput();
        }

        private boolean take(List<Frame> into) throws InterruptedException {
            synchronized (errands) {
                long deadline = System.nanoTime() + LINGER_MS * 1_000_000;
                long left = LINGER_MS;
                while (queue.isEmpty() && !closed && left > 0) {
                    errands.wait(left);
                    left = (deadline - System.nanoTime()) / 1_000_000;
                }
                if (queue.isEmpty()) {
                    errands.remove(to, this); // under the lock: the next message starts a new errand
                    return false;
                }
                queue.drainTo(into, MAX_BYTES);
                return true;
            }
        }
    }
}
