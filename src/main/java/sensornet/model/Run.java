package sensornet.model;

import java.util.Arrays;

/**
 * Consecutive readings of one origin, kept as the bytes they travel and rest in: payloads
 * {@code DATA|sensor|timestamp|temperature|humidity|pressure}, joined by {@code ;} with none at the end. The unit of
 * everything on the hot path: one object for up to {@link #MAX_BYTES} of readings.
 *
 * @param origin who took the readings
 * @param firstN the origin's own counter of the first reading, from 1 on
 * @param count at least 1; the payloads number exactly that many
 * @param payloads not to be changed by anybody
 */
public record Run(Identity origin, long firstN, int count, byte[] payloads) {
    /** Between two payloads. No field of a reading may contain it. */
    public static final byte SEPARATOR = ';';
    /** A run with its header has to fit into a line of 64 KiB. */
    public static final int MAX_BYTES = 60_000;

    public long lastN() {
        return firstN + count - 1;
    }

    public int size() {
        return payloads.length;
    }

    /** The readings from counter {@code n} on; {@code firstN <= n <= lastN}. */
    public Run from(long n) {
        if (n == firstN) {
            return this;
        }
        int skip = Math.toIntExact(n - firstN);
        return new Run(origin, n, count - skip, Arrays.copyOfRange(payloads, offsetOf(skip), payloads.length));
    }

    /** The first {@code keep} readings; {@code 1 <= keep <= count}. */
    public Run first(int keep) {
        if (keep == count) {
            return this;
        }
        return new Run(origin, firstN, keep, Arrays.copyOfRange(payloads, 0, offsetOf(keep) - 1));
    }

    /** Where payload number {@code index} (0-based) starts. */
    private int offsetOf(int index) {
        int offset = 0;
        for (int found = 0; found < index; offset++) {
            if (payloads[offset] == SEPARATOR) {
                found++;
            }
        }
        return offset;
    }

    /** How many payloads these bytes hold. */
    public static int countPayloads(byte[] payloads) {
        return countPayloads(payloads, 0, payloads.length);
    }

    /** How many payloads {@code buf[from..to)} holds. */
    public static int countPayloads(byte[] buf, int from, int to) {
        int n = 1;
        for (int i = from; i < to; i++) {
            if (buf[i] == SEPARATOR) {
                n++;
            }
        }
        return n;
    }
}
