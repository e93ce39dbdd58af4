package sensornet.model;

/**
 * Names one member list for ever. Ordered by epoch; two coordinators that take the same epoch are told apart by
 * their identity. The tie-break is the plain string order and not the election's {@code --priority}: it must be the
 * same at every peer whatever its options are (attack F26).
 *
 * @param epoch 0 only in {@link #NONE}; every new view takes the highest epoch seen anywhere + 1
 */
public record ViewId(long epoch, Identity leader) implements Comparable<ViewId> {
    /** Below every real view: the promise and the tag of a peer without history. */
    public static final ViewId NONE = new ViewId(0, Identity.NOBODY);

    public boolean isNone() {
        return epoch == 0;
    }

    public boolean isAbove(ViewId other) {
        return compareTo(other) > 0;
    }

    @Override
    public int compareTo(ViewId other) {
        int byEpoch = Long.compare(epoch, other.epoch);
        return byEpoch != 0 ? byEpoch : leader.compareTo(other.leader);
    }

    /** As the protocol page prints it: {@code [peer3|7]}. */
    @Override
    public String toString() {
        return "[" + leader.id() + "|" + epoch + "]";
    }
}
