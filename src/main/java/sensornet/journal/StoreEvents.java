package sensornet.journal;

import java.util.List;
import sensornet.model.JournalRecord;
import sensornet.model.Run;

/** What the disk answers, in order. Called by the thread that runs the store, never while an operation is offered. */
public interface StoreEvents {

    /** The first {@code operations} operations ever offered are carried out (and forced, with {@code --fsync}). */
    void onStored(long operations);

    /** Answer to {@link StoreOp.Cut}. */
    void onCut(CutResult result);

    /** Answer to {@link StoreOp.Read}. */
    void onRead(ReadResult result);

    /** Answer to {@link StoreOp.ReadKept}. */
    void onKept(KeptResult result);

    /** The disk is full, gone or broken; nothing more will be stored. One line for people. */
    void onStoreFailed(String reason);

    /**
     * @param state the journal after the cut
     * @param cutEntries how many entries were cut and kept
     * @param cutRows how many of them had been shown in CSV files
     * @param keptIn the file they went to, or null if there were none
     */
    record CutResult(LogState state, long cutEntries, long cutRows, String keptIn) {
    }

    /**
     * @param records in journal order; an item of the view list stands before the first entry of its view
     * @param next the first sequence number that was not read
     * @param matches false if the asker's hash differs; then there are no records
     */
    record ReadResult(Object tag, long from, List<JournalRecord> records, long next, boolean matches) {
    }

    /**
     * @param next position for the next read
     * @param end whether everything kept has been read
     */
    record KeptResult(long position, List<Run> runs, long next, boolean end) {
    }
}
