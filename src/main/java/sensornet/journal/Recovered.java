package sensornet.journal;

import sensornet.model.History;
import sensornet.model.ViewId;

/**
 * What a peer finds in its data directory when it starts.
 *
 * @param promised the highest view id ever promised, {@link ViewId#NONE} if none
 * @param history what the journal is worth in the count of a quorum
 * @param kept whether there are kept runs to submit again
 */
public record Recovered(LogState log, ViewId promised, History history, boolean kept) {
}
