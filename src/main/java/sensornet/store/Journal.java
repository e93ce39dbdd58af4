package sensornet.store;

import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sensornet.journal.LogState;
import sensornet.journal.StoreEvents.ReadResult;
import sensornet.journal.StoreOp;
import sensornet.model.Entries;
import sensornet.model.ViewId;
import sensornet.model.ViewMark;

/**
 * The journal: the file, its numbers, an index into it and its newest runs. What is appended is collected and written at
 * once by {@link #flush}. Memory does not depend on the length of the history.
 */
final class Journal {
    static final String NAME = "journal";
    private static final Logger LOG = LoggerFactory.getLogger(Journal.class);
    private static final int FLUSH_BYTES = 1024 * 1024;

    /** For readings one by one; {@code buf[from..to)} is the payload. */
    interface ReadingSink {
        void reading(long seq, byte[] buf, int from, int to) throws IOException;
    }

    private final Disk disk;
    private final boolean fsync;
    private final SparseIndex index = new SparseIndex();
    private final RecentRuns recent = new RecentRuns();
    private final ViewList views = new ViewList();
    private final Origins origins = new Origins();
    private final Bytes pending = new Bytes(64 * 1024);
    private DiskFile file;
    /** Something that an acknowledgement may rest on was written since the last force. */
    private boolean unforced;

    // Invariant: 0 <= marked <= committed <= last; marked is the commit mark in the file, marked == committed after sync.
    private long last;
    private long committed;
    private long marked;
    private long hash = RunningHash.START;

    Journal(Disk disk, boolean fsync) {
        this.disk = disk;
        this.fsync = fsync;
    }

    /**
     * Reads what is there; the first bad line and everything behind it is moved aside.
     *
     * @return false if undamaged lines were behind the damage: what had been stored, and perhaps acknowledged, is lost
     */
    boolean open() throws IOException {
        file = disk.open(NAME);
        JournalLine line = new JournalLine();
        LineScanner scanner = new LineScanner(file, 0);
        boolean whole = true;
        while (scanner.next()) {
            if (!scanner.complete || !line.parse(scanner.buf, scanner.from, scanner.to) || !take(line, scanner.offset)) {
                whole = moveDamaged(scanner, line);
                break;
            }
        }
        committed = Math.min(committed, last);
        marked = committed;
        return whole;
    }

    /** Whether there is anything in it, be it only the note of a cut to nothing. */
    boolean hasRecords() throws IOException {
        return file.size() > 0;
    }

    private boolean take(JournalLine line, long offset) {
        switch (line.kind) {
            case JournalLine.ENTRIES -> {
                if (line.first != last + 1 || !line.isCounted()) {
                    return false;
                }
                index.add(line.first, offset, hash);
                hash = RunningHash.add(hash, line.buf, line.payloadFrom, line.payloadTo);
                origins.add(line);
                last = line.last();
            }
            case JournalLine.VIEW -> {
                if (line.first < 1 || line.first > last + 1 || line.second < 1) {
                    return false;
                }
                views.add(line.toMark());
            }
            case JournalLine.COMMIT -> committed = line.first;
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean moveDamaged(LineScanner scanner, JournalLine line) throws IOException {
        long at = scanner.offset;
        long bytes = file.size() - at;
        boolean tailOnly = true;
        while (scanner.next()) {
            tailOnly &= !(scanner.complete && line.parse(scanner.buf, scanner.from, scanner.to));
        }
        String aside = SideFile.nextName(disk, "damaged-");
        try (SideFile to = new SideFile(disk, aside)) {
            to.copy(file, at);
            to.finish();
        }
        file.truncate(at);
        file.force();
        LOG.warn("{}: the journal was {} at byte {}: {} bytes from there on were moved to {}; it now ends at sequence {}",
                disk, tailOnly ? "torn" : "damaged", at, bytes, aside, last);
        return tailOnly;
    }

    void append(Entries e) throws IOException {
        if (e.first() != last + 1 || e.run().count() < 1 || e.run().size() > LineScanner.MAX_LINE / 2) {
            throw new IllegalStateException("append of " + e.first() + ".." + e.last() + " (" + e.run().size()
                    + " bytes) to a journal that ends at " + last);
        }
        index.add(e.first(), file.size() + pending.size, hash);
        JournalLine.entries(pending, e);
        hash = RunningHash.add(hash, e.run().payloads(), 0, e.run().size());
        origins.add(e.run());
        recent.add(e);
        last = e.last();
        unforced = true;
        if (pending.size > FLUSH_BYTES) {
            flush();
        }
    }

    void mark(ViewMark mark) {
        if (mark.first() < 1 || mark.first() > last + 1) {
            throw new IllegalStateException(mark + " in a journal that ends at " + last);
        }
        JournalLine.mark(pending, mark);
        views.add(mark);
        unforced = true;
    }

    /** Lower marks than the present one are ignored: {@code committed} goes down only by a cut. */
    void commit(long upTo) {
        if (upTo > last) {
            throw new IllegalStateException("commit up to " + upTo + " of a journal that ends at " + last);
        }
        committed = Math.max(committed, upTo);
    }

    /** Hands what was collected to the operating system. */
    void flush() throws IOException {
        if (!pending.isEmpty()) {
            file.append(pending.buf, 0, pending.size);
            pending.clear();
        }
    }

    /**
     * Writes the batch with at most one commit mark, and forces it with {@code fsync}. A mark alone is not forced: it may
     * lag, recovery then shows a little less until the group commits again.
     */
    void sync() throws IOException {
        if (committed != marked) {
            JournalLine.commit(pending, committed);
        }
        flush();
        marked = committed;
        if (fsync && unforced) {
            force();
        }
    }

    void force() throws IOException {
        flush();
        file.force();
        unforced = false;
    }

    long last() {
        return last;
    }

    long committed() {
        return committed;
    }

    /** The commit mark that is in the file: rows may be shown up to here. */
    long marked() {
        return marked;
    }

    ViewId tag() {
        return views.tag();
    }

    LogState state() {
        return new LogState(last, committed, RunningHash.shown(hash), origins.toMap(), views.toList());
    }

    /** Answers as {@link StoreOp.Read} says. */
    ReadResult read(StoreOp.Read op) throws IOException {
        flush();
        return reader().read(op);
    }

    /** Hands over the readings {@code from..to} one by one; {@code to <= last}. */
    void forEachReading(long from, long to, ReadingSink sink) throws IOException {
        flush();
        reader().forEachReading(from, to, sink);
    }

    private JournalReader reader() {
        return new JournalReader(file, last, hash, index, recent, views, origins);
    }

    /** Whether a cut to {@code to} changes anything. */
    boolean needsCut(long to) {
        return to < last || views.anyAbove(to);
    }

    /** Finds out what a cut would do, and hands what it would cut to {@code kept}. Changes nothing yet. */
    JournalCut planCut(long to, KeptFiles.Writer kept) throws IOException {
        force();
        int point = index.floor(Math.max(to, 1));
        JournalCut plan = new JournalCut(to, to == 0 ? 0 : index.offset(point),
                to == 0 ? RunningHash.START : index.hash(point));
        LineScanner scanner = new LineScanner(file, plan.offset());
        JournalLine line = new JournalLine();
        while (scanner.nextOffset() < file.size()) {
            JournalReader.nextLine(scanner, line);
            plan.take(line, scanner, origins, views, kept);
        }
        plan.finish(Math.min(committed, to));
        return plan;
    }

    /** Carries the cut out, when the cut entries and the note of it are safe. */
    void cut(JournalCut plan) throws IOException {
        JournalCut.redo(file, plan.offset(), plan.lines());
        last = plan.to();
        committed = Math.min(committed, last);
        marked = committed;
        hash = plan.hash();
        index.cut(plan.offset());
        recent.clear();
        views.cut(last);
        plan.firstCut().forEach(origins::cut);
        unforced = false;
    }

    void close() throws IOException {
        if (file != null) {
            sync();
            if (fsync) {
                force();
            }
            file.close();
        }
    }
}
