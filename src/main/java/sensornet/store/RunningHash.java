package sensornet.store;

import sensornet.model.Run;
import sensornet.model.Scan;

/**
 * The hash over all payloads of a journal, each followed by the separator: the same wherever the runs were cut. It finds
 * bit rot and false prefixes (attack F5), not an adversary. A polynomial in the bytes, modulo 2^64, by the rule of
 * Horner. The base is small, so that what two and four bytes make fits where they stood and is computed for all pairs
 * of a word at once; and it is more than twice as far as two characters of a payload are apart, so that texts that differ
 * only within eight characters never have the same hash.
 */
final class RunningHash {
    static final long START = 0x9E3779B97F4A7C15L;
    static final long P = 251;
    private static final long P2 = P * P;
    private static final long P4 = P2 * P2;
    private static final long P8 = P4 * P4;

    private RunningHash() {
    }

    /** Payloads that end in front of {@code to}, where a separator follows or belongs. */
    static long add(long hash, byte[] payloads, int from, int to) {
        long h = hash;
        int i = from;
        for (; i <= to - Long.BYTES; i += Long.BYTES) {
            h = h * P8 + eight(Scan.word(payloads, i));
        }
        for (; i < to; i++) {
            h = h * P + (payloads[i] & 0xff);
        }
        return h * P + Run.SEPARATOR;
    }

    /** Eight bytes, the first of which is the lowest; no sum reaches into its neighbour. */
    private static long eight(long word) {
        long pairs = (word & 0x00ff_00ff_00ff_00ffL) * P + (word >>> 8 & 0x00ff_00ff_00ff_00ffL);
        long fours = (pairs & 0x0000_ffff_0000_ffffL) * P2 + (pairs >>> 16 & 0x0000_ffff_0000_ffffL);
        return (fours & 0xffff_ffffL) * P4 + (fours >>> 32);
    }

    /** As it is told to others: never 0, which means "not compared" there. */
    static long shown(long hash) {
        return hash == 0 ? 1 : hash;
    }
}
