package sensornet.store;

/**
 * Where in the journal file some of the sequence numbers stand, with the running hash in front of them. Bounded for any
 * history: when it is full, every second point goes and the distance between points doubles.
 */
final class SparseIndex {
    private static final int POINTS = 4096;
    private final long[] seqs = new long[POINTS];
    private final long[] offsets = new long[POINTS];
    private final long[] hashes = new long[POINTS];
    private int count;
    private long stride = 64 * 1024;

    /** The record at {@code offset} starts with {@code seq}; {@code hash} is over everything before. Ascending. */
    void add(long seq, long offset, long hash) {
        if (count > 0 && offset - offsets[count - 1] < stride) {
            return;
        }
        if (count == POINTS) {
            count = POINTS / 2;
            stride *= 2;
            for (int i = 0; i < count; i++) {
                seqs[i] = seqs[2 * i];
                offsets[i] = offsets[2 * i];
                hashes[i] = hashes[2 * i];
            }
        }
        seqs[count] = seq;
        offsets[count] = offset;
        hashes[count] = hash;
        count++;
    }

    /** The last point at or before {@code seq}; -1 stands for the front of the file. */
    int floor(long seq) {
        int low = 0;
        int high = count - 1;
        while (low <= high) {
            int mid = (low + high) >>> 1;
            if (seqs[mid] <= seq) {
                low = mid + 1;
            } else {
                high = mid - 1;
            }
        }
        return high;
    }

    long offset(int point) {
        return point < 0 ? 0 : offsets[point];
    }

    long hash(int point) {
        return point < 0 ? RunningHash.START : hashes[point];
    }

    /** The file was cut to {@code size} bytes. */
    void cut(long size) {
        while (count > 0 && offsets[count - 1] >= size) {
            count--;
        }
    }
}
