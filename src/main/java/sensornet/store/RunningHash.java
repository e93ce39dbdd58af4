package sensornet.store;

import sensornet.model.Run;

/**
 * The hash over all payloads of a journal, each followed by the separator: the same wherever the runs were cut. It finds
 * bit rot and false prefixes (attack F5), not an adversary.
 */
final class RunningHash {
    static final long START = 0x9E3779B97F4A7C15L;
    private static final long P = 6364136223846793005L;
    private static final long P2 = P * P;
    private static final long P3 = P2 * P;
    private static final long P4 = P3 * P;

    private RunningHash() {
    }

    /** Payloads that end in front of {@code to}, where a separator follows or belongs. */
    static long add(long hash, byte[] payloads, int from, int to) {
        long h = hash;
        int i = from;
        // Four steps of h = h * P + b at once: the multiplications no longer wait for each other.
        for (; i + 4 <= to; i += 4) {
            h = h * P4 + (payloads[i] * P3 + payloads[i + 1] * P2 + (payloads[i + 2] * P + payloads[i + 3]));
        }
        for (; i < to; i++) {
            h = h * P + payloads[i];
        }
        return h * P + Run.SEPARATOR;
    }

    /** As it is told to others: never 0, which means "not compared" there. */
    static long shown(long hash) {
        return hash == 0 ? 1 : hash;
    }
}
