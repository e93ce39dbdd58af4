package sensornet.model;

/**
 * One start of one peer: its id and 64 random bits drawn at that start. A restarted process is somebody else, so
 * that membership, promises, acknowledgements and view ids of the old one can never be taken for the new one's
 * (attack F5: a counter or a clock could repeat after the data directory was cleared).
 *
 * @param id 1-64 of {@code A-Z a-z 0-9 . _ -}
 * @param incarnation random; printed as 16 hex digits
 */
public record Identity(String id, long incarnation) implements Comparable<Identity> {
    /** Stands for nobody: the leader of {@link ViewId#NONE}. */
    public static final Identity NOBODY = new Identity("-", 0);

    /** By id as a string, then incarnation: an arbitrary but total order, the same everywhere. */
    @Override
    public int compareTo(Identity other) {
        int byId = id.compareTo(other.id);
        return byId != 0 ? byId : Long.compareUnsigned(incarnation, other.incarnation);
    }

    @Override
    public String toString() {
        return id + "/" + Long.toHexString(incarnation);
    }
}
