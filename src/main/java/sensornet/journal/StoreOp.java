package sensornet.journal;

import java.util.List;
import sensornet.model.Entries;
import sensornet.model.History;
import sensornet.model.Run;
import sensornet.model.ViewId;
import sensornet.model.ViewMark;

/**
 * What the protocol asks of the disk. Operations are carried out one after another in the order they were offered;
 * after each batch (with {@code --fsync}: after forcing it) {@link StoreEvents#onStored} tells how many are done.
 */
public sealed interface StoreOp {

    /** Append to the journal. {@code entries.first()} is the journal's last + 1. */
    record Append(Entries entries) implements StoreOp {
    }

    /** Append an item to the journal's view list. {@code mark.first() <= last + 1}. */
    record Mark(ViewMark mark) implements StoreOp {
    }

    /**
     * Remember the highest view id ever promised, and what the journal is worth. Survives a
     * restart with data, and is on disk before {@code onStored} counts it (attack F11).
     */
    record Promised(ViewId promised, History history) implements StoreOp {
    }

    /** Everything up to {@code upTo} is committed: remember the mark, then put the rows into the CSV files. */
    record Commit(long upTo) implements StoreOp {
    }

    /**
     * Cut the journal so that {@code to} is its last entry: first all entries above it are kept beside, forced; then
     * the journal, its view list (items with {@code first > to}) and the commit mark are cut, then the CSV files.
     * Answered by {@link StoreEvents#onCut}, also when there was nothing to cut.
     */
    record Cut(long to) implements StoreOp {
    }

    /**
     * Read the journal for somebody who catches up, from sequence number {@code from} on.
     *
     * @param hash the running hash the asker has up to {@code from - 1}; 0 = do not compare
     * @param maxBytes about how many payload bytes to read at most, at least one record
     * @param tag handed back in {@link StoreEvents#onRead}
     */
    record Read(long from, long hash, int maxBytes, Object tag) implements StoreOp {
    }

    /**
     * Read kept runs (cut from the journal, or an outbox parked at shutdown), in the order in which they are to be
     * submitted again: newest cut first (attack F12).
     *
     * @param position 0 = from the front; else the {@code next} of the previous answer
     * @param maxBytes about how many payload bytes at most, at least one run if there is one
     */
    record ReadKept(long position, int maxBytes) implements StoreOp {
    }

    /** Everything kept was delivered: force the journal that holds it, then delete the kept files (attack F24). */
    record ClearKept() implements StoreOp {
    }

    /** Put undelivered readings beside the journal at shutdown; they are submitted again at the next start. */
    record Park(List<Run> runs) implements StoreOp {
    }
}
