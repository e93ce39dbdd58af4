package sensornet.net;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sensornet.group.PeerEvents;
import sensornet.model.Identity;
import sensornet.model.Member;
import sensornet.wire.Message;

/** The links that stand or are being dialled, one per incarnation; made when first used, gone when unused. Any thread. */
final class Links {
    /** More than a group ever has: only so that forged names cannot make threads without end. */
    static final int MAX_LINKS = 512;
    private static final int MAX_REMEMBERED = 1_024;
    private static final long MIN_IDLE_MS = 30_000;
    private static final Logger LOG = LoggerFactory.getLogger(Links.class);

    private final Dialer dialer;
    private final PeerEvents events;
    private final RefusedListener refused;
    private final long idleMs;
    private final RateLimitedLog limitedLog = new RateLimitedLog(LOG);
    private final Map<Identity, Link> links = new HashMap<>();
    /** Whose link broke and was given up before it stood again: the next one that stands has missed something. */
    private final Set<Identity> broken = new LinkedHashSet<>();
    private boolean closed;
    /** The frame made last: the leader sends one message to every member in turn, and it is encoded once. */
    private Frame lastFrame = new Frame(null);
    /** Links with something to write. */
    private final ConcurrentLinkedQueue<Link> unflushed = new ConcurrentLinkedQueue<>();

    Links(Dialer dialer, PeerEvents events, RefusedListener refused, long idleMs) {
        this.dialer = dialer;
        this.events = events;
        this.refused = refused;
        this.idleMs = idleMs;
    }

    static long idleMs(long heartbeatIntervalMs) {
        return Math.max(MIN_IDLE_MS, 3 * heartbeatIntervalMs);
    }

    Dialer dialer() {
        return dialer;
    }

    PeerEvents events() {
        return events;
    }

    RefusedListener refused() {
        return refused;
    }

    long idleMs() {
        return idleMs;
    }

    Counters counters() {
        return dialer.counters();
    }

    /** Queues, to be written by {@link #flush}; never blocks on the network. */
    void send(Member to, Message message) {
        synchronized (links) {
            Frame frame = lastFrame.message() == message ? lastFrame : new Frame(message);
            lastFrame = frame;
            Link link = links.get(to.identity());
            if (link != null && link.offer(frame)) {
                unflushed.add(link);
                return;
            }
            if (closed || links.size() >= MAX_LINKS) {
                counters().count(closed ? "send_after_close" : "link_limit");
                if (!closed) {
                    limitedLog.warn("limit", "more than " + MAX_LINKS + " links: not dialling " + to);
                }
                return;
            }
            Link fresh = new Link(this, to, broken.remove(to.identity()));
            fresh.offer(frame);
            try {
                fresh.start();
                links.put(to.identity(), fresh);
            } catch (OutOfMemoryError e) { // "unable to create native thread": as a message that was lost
                counters().count("link_no_thread");
                limitedLog.warn("thread", "no thread for the link to " + to + ": " + e.getMessage());
            }
        }
    }

    /** Has everything queued before written, by this thread as far as no link makes it wait. Never blocks. */
    void flush() {
        for (Link link = unflushed.poll(); link != null; link = unflushed.poll()) {
            link.flush();
        }
    }

    /** From a link's thread, at its end. */
    void ended(Link link, Identity to, boolean owesRestored) {
        synchronized (links) {
            links.remove(to, link);
            if (owesRestored && broken.add(to) && broken.size() > MAX_REMEMBERED) {
                broken.remove(broken.iterator().next());
            }
        }
    }

    /** Bytes waiting for that peer, about. */
    long queuedBytes(Identity to) {
        Link link;
        synchronized (links) {
            link = links.get(to);
        }
        return link == null ? 0 : link.queuedBytes();
    }

    int size() {
        synchronized (links) {
            return links.size();
        }
    }

    /** Writes out what is queued, {@code flushMs} milliseconds at most, then closes all. */
    void close(long flushMs) {
        List<Link> open;
        synchronized (links) {
            closed = true;
            open = new ArrayList<>(links.values());
        }
        open.forEach(Link::finish);
        long deadline = System.nanoTime() + flushMs * 1_000_000;
        try {
            for (Link link : open) {
                link.awaitDone((deadline - System.nanoTime()) / 1_000_000);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        open.forEach(Link::close);
        Threads.join(200, open.stream().map(Link::thread).toArray(Thread[]::new));
    }
}
