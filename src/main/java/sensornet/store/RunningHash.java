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
    private static final long P8 = P4 * P4;

    private RunningHash() {
    }

    /** Payloads that end in front of {@code to}, where a separator follows or belongs. */
    static long add(long hash, byte[] payloads, int from, int to) {
        long h = hash;
        int i = from;
        // Eight steps of h = h * P + b at once: the multiplications no longer wait for each other.
        for (; i + 8 <= to; i += 8) {
            long left = payloads[i] * P3 + payloads[i + 1] * P2 + (payloads[i + 2] * P + payloads[i + 3]);
            long right = payloads[i + 4] * P3 + payloads[i + 5] * P2 + (payloads[i + 6] * P + payloads[i + 7]);
            h = h * P8 + (left * P4 + right);
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
