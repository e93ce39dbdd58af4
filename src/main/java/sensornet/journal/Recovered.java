package sensornet.journal;

import sensornet.model.ViewId;

/**
 * What a peer finds in its data directory when it starts.
 *
 * @param promised the highest view id ever promised, {@link ViewId#NONE} if none
 * @param history whether it was ever level in a quorate view and still has that journal
 * @param kept whether there are kept runs to submit again
 */
public record Recovered(LogState log, ViewId promised, boolean history, boolean kept) {
}
