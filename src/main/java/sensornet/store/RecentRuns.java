package sensornet.store;

import java.util.Arrays;
import sensornet.model.Entries;

/** The newest of the journal in memory, so that CSV rows and the tail are served without the file. */
final class RecentRuns {
    private static final long MAX_BYTES = Math.min(8L * 1024 * 1024, Runtime.getRuntime().maxMemory() / 16);
    /**
     * Lone readings are many small objects that live for seconds: a collector copies them, and everybody waits meanwhile. A
     * batch of the store, after which its rows are written, is not more runs than these.
     */
    private static final int MAX_RUNS = 4_096;
    /** What a run costs beside its payload bytes, roughly. */
    private static final int OVERHEAD = 80;
    /** A ring; its length is a power of two. */
    private Entries[] ring = new Entries[64];
    private int head;
    private int size;
    private long bytes;

    void add(Entries e) {
        if (size == ring.length) {
            Entries[] larger = new Entries[size * 2];
            for (int i = 0; i < size; i++) {
                larger[i] = get(i);
            }
            ring = larger;
            head = 0;
        }
        ring[head + size++ & ring.length - 1] = e;
        bytes += e.run().size() + OVERHEAD;
        while ((bytes > MAX_BYTES || size > MAX_RUNS) && size > 1) {
            bytes -= get(0).run().size() + OVERHEAD;
            ring[head] = null;
            head = head + 1 & ring.length - 1;
            size--;
        }
    }

    int size() {
        return size;
    }

    Entries get(int i) {
        return ring[head + i & ring.length - 1];
    }

    /** The index of the run that holds {@code seq}, or -1 if that is not in memory. */
    int indexOf(long seq) {
        if (size == 0 || seq < get(0).first() || seq > get(size - 1).last()) {
            return -1;
        }
        int low = 0;
        int high = size - 1;
        while (low < high) {
            int mid = (low + high + 1) >>> 1;
            if (get(mid).first() <= seq) {
                low = mid;
            } else {
                high = mid - 1;
            }
        }
        return low;
    }

    /** Forgets everything: after a cut the file is read instead. */
    void clear() {
        Arrays.fill(ring, null);
        head = 0;
        size = 0;
        bytes = 0;
    }
}
