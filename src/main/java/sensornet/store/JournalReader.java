package sensornet.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import sensornet.journal.StoreEvents.ReadResult;
import sensornet.journal.StoreOp;
import sensornet.model.Entries;
import sensornet.model.JournalRecord;
import sensornet.model.Run;
import sensornet.model.ViewMark;

/**
 * Reads a journal as it stands now, its newest runs out of memory and older ones out of the file. Made for one read;
 * everything is in the file by then. Every line is checked again: what rots while the peer runs is an error, not an answer.
 */
final class JournalReader {
    private final DiskFile file;
    private final long last;
    private final long hash;
    private final SparseIndex index;
    private final RecentRuns recent;
    private final ViewList views;
    private final Origins origins;

    /** @param hash the running hash over 1..last */
    JournalReader(DiskFile file, long last, long hash, SparseIndex index, RecentRuns recent, ViewList views,
                  Origins origins) {
        this.file = file;
        this.last = last;
        this.hash = hash;
        this.index = index;
        this.recent = recent;
        this.views = views;
        this.origins = origins;
    }

    /** Answers as {@link StoreOp.Read} says. */
    ReadResult read(StoreOp.Read op) throws IOException {
        long from = op.from();
        if (from < 1 || from > last + 1 || op.hash() != 0 && op.hash() != RunningHash.shown(hashAt(from - 1))) {
            return new ReadResult(op.tag(), from, List.of(), from, false);
        }
        List<JournalRecord> records = new ArrayList<>();
        long next = from;
        long bytes = 0;
        Source source = new Source(from);
        while (next <= last) {
            Entries e = source.next();
            bytes += e.run().size();
            if (next > from && bytes > op.maxBytes()) {
                break;
            }
            next = e.last() + 1;
            addWithMarks(records, e);
        }
        if (next == last + 1) {
            records.addAll(views.between(next, next));
        }
        return new ReadResult(op.tag(), from, records, next, true);
    }

    /** Splits the run where an item of the view list starts inside it. */
    private void addWithMarks(List<JournalRecord> records, Entries e) {
        Entries rest = e;
        for (ViewMark mark : views.between(e.first(), e.last())) {
            if (mark.first() > rest.first()) {
                records.add(rest.upTo(mark.first() - 1));
                rest = rest.from(mark.first());
            }
            records.add(mark);
        }
        records.add(rest);
    }

    /** The runs from a sequence number on, out of memory if they are there, else out of the file. */
    private final class Source {
        private long next;
        private int recentAt;
        private LineScanner scanner;
        private final JournalLine line = new JournalLine();

        /** @param from at most last + 1 */
        Source(long from) throws IOException {
            next = from;
            recentAt = recent.indexOf(from);
            if (recentAt < 0 && from <= last) {
                scanner = scannerAt(from);
            }
        }

        /** The next run, without its readings before the start. Only while there are any. */
        Entries next() throws IOException {
            Entries e;
            if (recentAt >= 0) {
                e = recent.get(recentAt++);
            } else {
                do {
                    nextLine(scanner, line);
                } while (line.kind != JournalLine.ENTRIES || line.last() < next);
                e = line.toEntries(origins.identity(line));
            }
            e = e.from(Math.max(next, e.first()));
            next = e.last() + 1;
            return e;
        }
    }

    private LineScanner scannerAt(long seq) throws IOException {
        return new LineScanner(file, index.offset(index.floor(seq)));
    }

    static void nextLine(LineScanner scanner, JournalLine line) throws IOException {
        if (!scanner.next() || !scanner.complete || !line.parse(scanner.buf, scanner.from, scanner.to)) {
            throw new IOException("the journal is damaged at byte " + scanner.nextOffset());
        }
    }

    /** The running hash over 1..seq; {@code 0 <= seq <= last}. */
    private long hashAt(long seq) throws IOException {
        if (seq == last) {
            return hash;
        }
        long h = index.hash(index.floor(seq + 1));
        LineScanner scanner = scannerAt(seq + 1);
        JournalLine line = new JournalLine();
        while (true) {
            nextLine(scanner, line);
            if (line.kind == JournalLine.ENTRIES) {
                if (line.first > seq) {
                    return h;
                }
                int end = line.last() <= seq ? line.payloadTo : Payloads.end(line, (int) (seq - line.first + 1));
                h = RunningHash.add(h, line.buf, line.payloadFrom, end);
                if (line.last() >= seq) {
                    return h;
                }
            }
        }
    }

    /** Hands over the readings {@code from..to} one by one; {@code to <= last}. */
    void forEachReading(long from, long to, Journal.ReadingSink sink) throws IOException {
        if (from > to) {
            return;
        }
        int at = recent.indexOf(from);
        if (at >= 0) {
            for (; at < recent.size() && recent.get(at).first() <= to; at++) {
                Entries e = recent.get(at);
                Run run = e.run();
                Payloads.forEach(e.first(), run.payloads(), 0, run.size(), from, Math.min(to, e.last()), sink);
            }
            return;
        }
        LineScanner scanner = scannerAt(from);
        JournalLine line = new JournalLine();
        long done = 0;
        while (done < to) {
            nextLine(scanner, line);
            if (line.kind == JournalLine.ENTRIES && line.last() >= from) {
                done = line.last();
                Payloads.forEach(line.first, line.buf, line.payloadFrom, line.payloadTo, from, Math.min(to, done), sink);
            }
        }
    }
}
