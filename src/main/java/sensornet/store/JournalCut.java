package sensornet.store;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sensornet.model.Entries;
import sensornet.model.Identity;
import sensornet.model.ViewMark;

/**
 * A cut of the journal file: truncate at {@link #offset}, then append {@link #lines}. The file is cut between records, so
 * the front part of a run that the cut goes through has to be written again; a crash between truncating and writing
 * would lose entries that were acknowledged. Therefore the whole cut is first noted in a file of its own, and done again
 * from there at the next start.
 */
final class JournalCut {
    private static final String NOTE = "cut";
    private static final Logger LOG = LoggerFactory.getLogger(JournalCut.class);
    private final long to;
    private long offset;
    private long hash;
    private long entries;
    private final Bytes lines = new Bytes(256);
    /** Per origin the lowest counter that is cut. */
    private final Map<Identity, Long> firstCut = new HashMap<>();

    /** @param offset of a record that starts at or before {@code to}; {@code hash} is in front of it */
    JournalCut(long to, long offset, long hash) {
        this.to = to;
        this.offset = offset;
        this.hash = hash;
    }

    /** Looks at the next line of the journal, in order. */
    void take(JournalLine line, LineScanner scanner, Origins origins, ViewList views, KeptFiles.Writer kept)
            throws IOException {
        if (line.kind == JournalLine.VIEW && line.first <= to) {
            ViewMark mark = line.toMark();
            if (views.contains(mark)) {
                JournalLine.mark(lines, mark);
            }
        } else if (line.kind == JournalLine.ENTRIES && line.last() <= to) {
            offset = scanner.nextOffset();
            hash = RunningHash.add(hash, line.buf, line.payloadFrom, line.payloadTo);
            lines.clear();
        } else if (line.kind == JournalLine.ENTRIES) {
            Entries cut = line.toEntries(origins.identity(line));
            if (line.first <= to) {
                offset = scanner.offset;
                Entries remains = cut.upTo(to);
                hash = RunningHash.add(hash, remains.run().payloads(), 0, remains.run().size());
                lines.clear();
                JournalLine.entries(lines, remains);
                cut = cut.from(to + 1);
            }
            kept.add(cut);
            entries += cut.run().count();
            firstCut.merge(cut.run().origin(), cut.run().firstN(), Math::min);
        }
    }

    void finish(long committed) {
        JournalLine.commit(lines, committed);
    }

    long to() {
        return to;
    }

    long offset() {
        return offset;
    }

    long hash() {
        return hash;
    }

    long entries() {
        return entries;
    }

    Bytes lines() {
        return lines;
    }

    Map<Identity, Long> firstCut() {
        return firstCut;
    }

    /** From here on the cut will be completed whatever happens. */
    void note(Disk disk) throws IOException {
        try (SideFile note = new SideFile(disk, NOTE)) {
            JournalLine.cut(note.buffer(), to, offset);
            note.buffer().put(lines.buf, 0, lines.size);
            note.finish();
        }
    }

    /** Everything is cut. Forced before anything is appended: a note that comes back would cut that too. */
    static void clearNote(Disk disk) throws IOException {
        disk.delete(NOTE);
        disk.forceDirectory();
    }

    static void redo(DiskFile journal, long offset, Bytes lines) throws IOException {
        journal.truncate(offset);
        journal.append(lines.buf, 0, lines.size);
        journal.force();
    }

    /**
     * Completes a cut that was under way when the process died.
     *
     * @return what it was cut to: the CSV files have to follow, then the note has to be cleared; -1 if there was none
     */
    static long redoNoted(Disk disk) throws IOException {
        if (!disk.exists(NOTE)) {
            return -1;
        }
        JournalLine line = new JournalLine();
        Bytes lines = new Bytes(256);
        try (DiskFile note = disk.open(NOTE); DiskFile journal = disk.open(Journal.NAME)) {
            LineScanner scanner = new LineScanner(note, 0);
            boolean sound = scanner.next() && line.parse(scanner.buf, scanner.from, scanner.to)
                    && line.kind == JournalLine.CUT && line.second <= journal.size();
            long cutTo = line.first;
            long offset = line.second;
            JournalLine following = new JournalLine();
            while (sound && scanner.next()) {
                sound = scanner.complete && following.parse(scanner.buf, scanner.from, scanner.to);
                lines.put(scanner.buf, scanner.from, scanner.to).put('\n');
            }
            if (!sound) {
                LOG.warn("{}: the note of an unfinished cut is damaged and was ignored", disk);
                clearNote(disk);
                return -1;
            }
            redo(journal, offset, lines);
            LOG.info("{}: completed a cut to sequence {} that was under way", disk, cutTo);
            return cutTo;
        }
    }
}
