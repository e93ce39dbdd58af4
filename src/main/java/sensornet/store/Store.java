package sensornet.store;

import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sensornet.journal.Recovered;
import sensornet.journal.StoreEvents;
import sensornet.journal.StoreOp;
import sensornet.model.History;
import sensornet.model.ViewId;

/**
 * Everything a peer keeps on disk, on one thread: {@link StoreThread} or the simulation. A batch is any number of
 * {@link #execute}, then {@link #sync}, then the acknowledgement ({@link StoreEvents#onStored} with {@link #executed}),
 * then {@link #deliver}. After an {@code IOException} the store is of no use any more: what is on disk is found out by
 * the next {@link #open}.
 */
public final class Store {
    private static final Logger LOG = LoggerFactory.getLogger(Store.class);
    private final Disk disk;
    private final boolean keepData;
    private final boolean fsync;
    private final Journal journal;
    private final KeptFiles kept;
    private final PromiseFile promise;
    private final CsvFiles csv;
    private long executed;
    /**
     * The rows up to here are in the CSV files. Invariant: {@code 0 <= delivered <= committed <= last}, and the commit
     * mark is in the journal file before its rows are in a CSV file.
     */
    private long delivered;

    /**
     * @param keepData false: {@link #open} clears the directory
     * @param fsync force every batch
     */
    public Store(Disk disk, boolean keepData, boolean fsync) {
        this.disk = disk;
        this.keepData = keepData;
        this.fsync = fsync;
        journal = new Journal(disk, fsync);
        kept = new KeptFiles(disk);
        promise = new PromiseFile(disk);
        csv = new CsvFiles(disk);
    }

    /** Clears or recovers the directory. Call once, first. */
    public Recovered open() throws IOException {
        if (keepData) {
            finishCut();
        } else {
            clear();
        }
        for (String name : disk.list()) {
            if (name.endsWith(SideFile.TEMP)) {
                disk.delete(name);
            }
        }
        promise.open();
        kept.open();
        boolean whole = journal.open();
        new CsvCheck(disk, journal, csv).run();
        delivered = journal.committed();
        if (fsync) {
            // What a killed process had written and not yet forced counts as stored from here on.
            journal.force();
        }
        disk.forceDirectory();
        // Attack F4: who lost something that it may have acknowledged must not count towards a quorum. A journal that
        // was cut to nothing still has a record of that; one without any is gone.
        boolean lost = !whole || promise.history() == History.FULL && !journal.hasRecords();
        History history = lost ? History.NONE : promise.history();
        ViewId promised = promise.promised();
        if (journal.tag().isAbove(promised)) {
            LOG.warn("{}: the promise on disk is older than the last view of the journal, {}, which is taken instead",
                    disk, journal.tag());
            promised = journal.tag();
        }
        if (history != promise.history() || !promised.equals(promise.promised())) {
            promise.write(promised, history, true);
        }
        report(history);
        return new Recovered(journal.state(), promised, history, !kept.isEmpty());
    }

    private void clear() throws IOException {
        int cleared = 0;
        for (String name : disk.list()) {
            if (!name.equals(DataDirectory.LOCK)) {
                disk.delete(name);
                cleared++;
            }
        }
        if (cleared > 0) {
            LOG.info("{}: cleared {} files of an earlier run (--keep-data keeps them)", disk, cleared);
        }
    }

    private void finishCut() throws IOException {
        long to = JournalCut.redoNoted(disk);
        if (to >= 0) {
            csv.cut(to);
            JournalCut.clearNote(disk);
        }
    }

    private void report(History history) {
        if (!keepData) {
            return;
        }
        if (journal.last() == 0 && history == History.NONE) {
            LOG.warn("{}: no history here, starting empty", disk);
        } else {
            LOG.info("{}: recovered sequence 1..{}, {} of them committed, last view {}{}", disk, journal.last(),
                    journal.committed(), journal.tag(), kept.isEmpty() ? "" : ", and readings to submit again");
        }
    }

    /**
     * Carries out one operation. Cuts and reads answer through {@code events} at once; a cut and what it keeps is
     * forced then, everything else only by {@link #sync}.
     */
    public void execute(StoreOp op, StoreEvents events) throws IOException {
        if (op instanceof StoreOp.Append append) {
            journal.append(append.entries());
        } else if (op instanceof StoreOp.Commit commit) {
            journal.commit(commit.upTo());
        } else if (op instanceof StoreOp.Mark mark) {
            journal.mark(mark.mark());
        } else if (op instanceof StoreOp.Promised promised) {
            journal.sync(); // in the order given: what the promise file says of the journal must not be ahead of it
            promise.write(promised.promised(), promised.history(), fsync);
        } else if (op instanceof StoreOp.Read read) {
            events.onRead(journal.read(read));
        } else if (op instanceof StoreOp.Cut cut) {
            cut(cut.to(), events);
        } else if (op instanceof StoreOp.ReadKept read) {
            events.onKept(kept.read(read.position(), read.maxBytes()));
        } else if (op instanceof StoreOp.ClearKept) {
            // Attack F24: the journal that holds these readings now must not lose them in a power cut.
            journal.force();
            kept.clear();
        } else if (op instanceof StoreOp.Park park) {
            kept.park(park.runs());
        } else {
            throw new IllegalStateException("unknown operation " + op);
        }
        executed++;
    }

    /** Kept forced, the note of the cut forced, journal, CSV files: a crash anywhere in between is repaired by open. */
    private void cut(long to, StoreEvents events) throws IOException {
        if (to < 0 || to > journal.last()) {
            throw new IllegalStateException("cut to " + to + " of a journal that ends at " + journal.last());
        }
        if (!journal.needsCut(to)) {
            // The answer tells what is on disk; a batch may have appended a moment ago.
            journal.sync();
            events.onCut(new StoreEvents.CutResult(journal.state(), 0, 0, null));
            return;
        }
        JournalCut plan;
        String keptIn;
        try (KeptFiles.Writer writer = kept.cut()) {
            plan = journal.planCut(to, writer);
            keptIn = writer.finish();
        }
        plan.note(disk);
        journal.cut(plan);
        long rows = Math.max(0, delivered - to);
        if (rows > 0) {
            csv.cut(to);
            delivered = to;
        }
        JournalCut.clearNote(disk);
        events.onCut(new StoreEvents.CutResult(journal.state(), plan.entries(), rows, keptIn));
    }

    /** Writes what the batch appended, and forces it with {@code fsync}. What was executed is stored after this. */
    public void sync() throws IOException {
        journal.sync();
    }

    /** Whether every batch is forced, so that it takes milliseconds. */
    boolean forces() {
        return fsync;
    }

    /** How many operations were carried out. */
    public long executed() {
        return executed;
    }

    /** The rows up to here are in the CSV files. */
    public long deliveredUpTo() {
        return delivered;
    }

    /** Whether {@link #deliver} has work. */
    public boolean hasBacklog() {
        return delivered < journal.marked();
    }

    /** Writes at most that many committed rows into the CSV files; other processes see them. True if there are more. */
    public boolean deliver(int maxRows) throws IOException {
        long upTo = Math.min(journal.marked(), delivered + maxRows);
        if (upTo > delivered) {
            journal.forEachReading(delivered + 1, upTo, csv::add);
            csv.flush();
            delivered = upTo;
        }
        return hasBacklog();
    }

    /** Payloads that were no readings and got no row: 0 unless a leader let something through. */
    public long malformedReadings() {
        return csv.malformed();
    }

    /** Files open for rows; bounded whatever the number of sensors. */
    int openCsvFiles() {
        return csv.openFiles();
    }

    /** Writes, and with {@code fsync} forces, what is left, and closes the files. */
    public void close() throws IOException {
        journal.close();
        csv.close();
    }

    /** For messages. */
    @Override
    public String toString() {
        return disk.toString();
    }
}
