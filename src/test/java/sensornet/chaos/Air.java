package sensornet.chaos;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * What one direction of a link does to frames, in the words of {@code tc netem}.
 *
 * @param delay in ms, for every frame
 * @param jitter in ms, up to which is added at random
 * @param loss part of the frames that vanish, 0 to 1
 * @param duplicate part of the frames that come twice
 * @param reorder part of the frames that overtake the delayed ones
 * @param kbit rate in kbit/s; 0 is unlimited. A queue of more than {@link #QUEUE_MS} is dropped at its end
 * @param unicast whether frames to one host get through at all
 * @param broadcast whether frames to all hosts (discovery, ARP) get through at all
 */
record Air(int delay, int jitter, double loss, double duplicate, double reorder, int kbit, boolean unicast,
           boolean broadcast) {
    static final int QUEUE_MS = 2000;
    static final Air CLEAR = new Air(0, 0, 0, 0, 0, 0, true, true);
    static final Air CUT = new Air(0, 0, 0, 0, 0, 0, false, false);
    static final Air NO_UNICAST = new Air(0, 0, 0, 0, 0, 0, false, true);
    static final Air NO_BROADCAST = new Air(0, 0, 0, 0, 0, 0, true, false);

    /** Both at once: the worse of each. */
    Air and(Air o) {
        return new Air(Math.max(delay, o.delay), Math.max(jitter, o.jitter), Math.max(loss, o.loss),
                Math.max(duplicate, o.duplicate), Math.max(reorder, o.reorder),
                kbit == 0 ? o.kbit : o.kbit == 0 ? kbit : Math.min(kbit, o.kbit), unicast && o.unicast,
                broadcast && o.broadcast);
    }

    /** When copies of a frame arrive that was sent at {@code sent} and is through the queue at {@code out}, in ns. */
    List<Long> arrivals(long sent, long out, boolean toAll, SplittableRandom random) {
        List<Long> at = new ArrayList<>(2);
        if (toAll ? !broadcast : !unicast) {
            return at;
        }
        if (out - sent > QUEUE_MS * 1_000_000L) {
            return at;
        }
        int copies = random.nextDouble() < duplicate ? 2 : 1;
        for (int i = 0; i < copies; i++) {
            if (random.nextDouble() >= loss) {
                boolean overtakes = random.nextDouble() < reorder;
                long jittered = jitter == 0 ? 0 : random.nextLong(jitter * 1_000_000L);
                at.add(overtakes ? out : out + delay * 1_000_000L + jittered);
            }
        }
        return at;
    }

    /** How long the link is busy with so many bytes, in ns. */
    long busy(int bytes) {
        return kbit == 0 ? 0 : bytes * 8L * 1_000_000 / kbit;
    }

    @Override
    public String toString() {
        List<String> words = new ArrayList<>();
        if (!unicast && !broadcast) {
            return "cut";
        }
        if (!unicast) {
            words.add("no unicast");
        }
        if (!broadcast) {
            words.add("no broadcast");
        }
        if (delay + jitter > 0) {
            words.add("delay " + delay + "+" + jitter + "ms");
        }
        percent(words, "loss", loss);
        percent(words, "duplicate", duplicate);
        percent(words, "reorder", reorder);
        if (kbit > 0) {
            words.add("rate " + kbit + "kbit");
        }
        return words.isEmpty() ? "clear" : String.join(" ", words);
    }

    private static void percent(List<String> words, String name, double part) {
        if (part > 0) {
            words.add(name + " " + Math.round(part * 100) + "%");
        }
    }
}
