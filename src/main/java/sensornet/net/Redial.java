package sensornet.net;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sensornet.model.Member;

/**
 * The attempts to reach one incarnation: which answer proves that it was killed (attack F19), and how long to wait
 * before the next attempt. One thread, a link's.
 */
final class Redial {
    /** Between the two refusals that prove a death. */
    static final long REFUSED_AGAIN_MS = 20;
    /** Short: a process that is just being killed accepts, and resets, for some milliseconds more. */
    private static final long BACKOFF_MIN_MS = 10;
    private static final long BACKOFF_MAX_MS = 1_000;
    private static final Logger LOG = LoggerFactory.getLogger(Redial.class);

    private final Dialer dialer;
    private final RefusedListener refused;
    private final Member to;
    private boolean toldRejection;
    private long notBefore = System.nanoTime();
    private int refusals;
    private long backoff;

    Redial(Dialer dialer, RefusedListener refused, Member to) {
        this.dialer = dialer;
        this.refused = refused;
        this.to = to;
    }

    /**
     * What an attempt came to: a connection, the proof that the peer was killed, or neither.
     *
     * @param killed how, or null
     */
    record Attempt(Connection connection, String killed) {
        private static final Attempt NEITHER = new Attempt(null, null);
    }

    /** The next attempts are about another break: what was counted is forgotten. */
    void begin() {
        refusals = 0;
        backoff = BACKOFF_MIN_MS;
    }

    /** Of the next attempt, in {@link System#nanoTime}. */
    long notBefore() {
        return notBefore;
    }

    void notBefore(long msFromNow) {
        notBefore = System.nanoTime() + msFromNow * 1_000_000;
    }

    /** Dials once, blocking. */
    Attempt attempt() {
        DialResult result = dialer.dial(to.host(), to.port(), to.identity(), true, Dialer.ANSWER_MS);
        if (result instanceof DialResult.Up up) {
            toldRejection = false;
            return new Attempt(up.connection(), null);
        } else if (result instanceof DialResult.Refused) {
            if (++refusals == 2) {
                return new Attempt(null, "refused twice");
            }
            notBefore(REFUSED_AGAIN_MS);
            return Attempt.NEITHER;
        } else if (result instanceof DialResult.OtherPeer other) {
            return new Attempt(null, "answered by " + other.actual());
        } else if (result instanceof DialResult.Rejected rejected) {
            tellRejected(rejected.reason());
            notBefore(BACKOFF_MAX_MS);
        } else if (result instanceof DialResult.NoAnswer none) {
            LOG.debug("no answer from {}: {}", to, none.why());
            dialer.counters().count("dial_unanswered");
            notBefore(backoff);
        }
        refusals = 0;
        backoff = Math.min(BACKOFF_MAX_MS, backoff * 2);
        return Attempt.NEITHER;
    }

    private void tellRejected(String reason) {
        dialer.counters().count("dial_rejected");
        if (!toldRejection) {
            toldRejection = true;
            LOG.warn("{} refuses this peer: {}", to, reason);
            refused.onRefused(to.address(), reason);
        }
    }
}
