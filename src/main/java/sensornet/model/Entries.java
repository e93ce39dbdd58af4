package sensornet.model;

/**
 * A run with its place in the total order.
 *
 * @param first the sequence number of its first reading, from 1 on
 */
public record Entries(long first, Run run) implements JournalRecord {
    public long last() {
        return first + run.count() - 1;
    }

    /** The readings from sequence number {@code seq} on; {@code first <= seq <= last}. */
    public Entries from(long seq) {
        return seq == first ? this : new Entries(seq, run.from(run.firstN() + (seq - first)));
    }

    /** The readings up to sequence number {@code seq}; {@code first <= seq <= last}. */
    public Entries upTo(long seq) {
        return seq == last() ? this : new Entries(first, run.first(Math.toIntExact(seq - first + 1)));
    }
}
