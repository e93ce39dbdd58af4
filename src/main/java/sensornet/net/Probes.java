package sensornet.net;

import java.util.HashSet;
import java.util.Set;
import sensornet.group.PeerEvents;
import sensornet.group.PeerEvents.ProbeResult;
import sensornet.model.Identity;
import sensornet.model.Member;

/**
 * Asks over a connection of its own whether that very incarnation still answers. Each question has a thread for the
 * second or so that it takes; a second question about the same peer meanwhile gets the answer of the first. Any thread.
 */
final class Probes {
    private static final int MAX_PROBES = 64;
    private static final int ANSWER_MS = 1_000;

    private final Dialer dialer;
    private final PeerEvents events;
    private final Set<Identity> asking = new HashSet<>();

    Probes(Dialer dialer, PeerEvents events) {
        this.dialer = dialer;
        this.events = events;
    }

    void probe(Member peer) {
        synchronized (asking) {
            if (asking.contains(peer.identity())) {
                return;
            }
            if (asking.size() >= MAX_PROBES) {
                dialer.counters().count("probe_limit"); // unanswered, as a lost one: whoever asks has a deadline
                return;
            }
            try {
                Threads.start("probe-" + peer.id(), () -> run(peer));
            } catch (OutOfMemoryError e) {
                dialer.counters().count("probe_limit");
                return;
            }
            asking.add(peer.identity());
        }
    }

    private void run(Member peer) {
        ProbeResult result = ProbeResult.SILENT;
        try {
            result = ask(peer);
            if (result == ProbeResult.SILENT) {
                dialer.counters().count("probe_silent");
            }
        } finally {
            synchronized (asking) {
                asking.remove(peer.identity());
            }
        }
        events.onProbe(peer.identity(), result);
    }

    private ProbeResult ask(Member peer) {
        for (int refusals = 0; refusals < 2; refusals++) {
            if (refusals > 0 && !Threads.sleep(Redial.REFUSED_AGAIN_MS)) {
                return ProbeResult.SILENT;
            }
            DialResult result = dialer.dial(peer.host(), peer.port(), peer.identity(), false, ANSWER_MS);
            if (result instanceof DialResult.Up up) {
                up.connection().close();
                return ProbeResult.ALIVE;
            } else if (result instanceof DialResult.OtherPeer) {
                return ProbeResult.KILLED;
            } else if (!(result instanceof DialResult.Refused)) {
                return ProbeResult.SILENT;
            }
        }
        return ProbeResult.KILLED;
    }
}
