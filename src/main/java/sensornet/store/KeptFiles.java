package sensornet.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sensornet.journal.StoreEvents.KeptResult;
import sensornet.model.Entries;
import sensornet.model.Run;

/**
 * Entries that were cut from the journal ({@code kept-N}), and an outbox of a peer that stopped ({@code parked-N}); each
 * file is in the order in which its readings are to be submitted.
 *
 * <p>Newest cut first: what is cut a second time is the older part of what was cut before it (attack F12: 1..4 cut, 1 and
 * 2 ordered again and cut again; read oldest first that is 3, 4 before 1, 2, which no leader takes). The outbox comes
 * last, oldest first: it was taken after everything that an origin ever had in a journal.
 */
final class KeptFiles {
    private static final Logger LOG = LoggerFactory.getLogger(KeptFiles.class);
    private static final String KEPT = "kept-";
    private static final String PARKED = "parked-";
    /** A position is the segment's number above these bits and the offset in it below; bit 62 says parked. */
    private static final int OFFSET_BITS = 40;
    private static final long PARKED_BIT = 1L << 62;
    private static final Comparator<Segment> READING_ORDER = Comparator.comparing(Segment::parked)
            .thenComparing(s -> s.parked ? s.number : -s.number);

    private record Segment(boolean parked, long number) {
        String name() {
            return (parked ? PARKED : KEPT) + number;
        }

        long position(long offset) {
            return (parked ? PARKED_BIT : 0) | number << OFFSET_BITS | offset;
        }

        static Segment at(long position) {
            return new Segment((position & PARKED_BIT) != 0, (position & ~PARKED_BIT) >> OFFSET_BITS);
        }
    }

    /** Writes one new file, if anything is added at all. */
    final class Writer implements AutoCloseable {
        private final Segment segment;
        private SideFile file;

        private Writer(boolean parked) {
            long highest = segments.stream().filter(s -> s.parked == parked).mapToLong(Segment::number).max().orElse(0);
            segment = new Segment(parked, highest + 1);
        }

        void add(Entries entries) throws IOException {
            if (file == null) {
                file = new SideFile(disk, segment.name());
            }
            JournalLine.entries(file.buffer(), entries);
        }

        /** Forces it; returns its name, null if nothing was added. */
        String finish() throws IOException {
            if (file == null) {
                return null;
            }
            file.finish();
            segments.add(segment);
            segments.sort(READING_ORDER);
            return segment.name();
        }

        @Override
        public void close() throws IOException {
            if (file != null) {
                file.close();
            }
        }
    }

    private final Disk disk;
    /** In reading order. */
    private final List<Segment> segments = new ArrayList<>();

    KeptFiles(Disk disk) {
        this.disk = disk;
    }

    void open() throws IOException {
        for (String name : disk.list()) {
            long kept = SideFile.number(name, KEPT);
            long parked = SideFile.number(name, PARKED);
            if (kept + parked > 0) {
                segments.add(new Segment(parked > 0, kept + parked));
            }
        }
        segments.sort(READING_ORDER);
    }

    boolean isEmpty() {
        return segments.isEmpty();
    }

    Writer cut() {
        return new Writer(false);
    }

    void park(List<Run> runs) throws IOException {
        try (Writer writer = new Writer(true)) {
            for (Run run : runs) {
                writer.add(new Entries(0, run));
            }
            writer.finish();
        }
    }

    /** A cut between two reads puts its file in front: read from position 0 again after a cut. */
    KeptResult read(long position, int maxBytes) throws IOException {
        List<Run> runs = new ArrayList<>();
        long bytes = 0;
        long next = position;
        JournalLine line = new JournalLine();
        for (Segment segment : segments) {
            long offset = 0;
            if (position != 0) {
                int order = READING_ORDER.compare(segment, Segment.at(position));
                if (order < 0) {
                    continue;
                }
                offset = order == 0 ? position & (1L << OFFSET_BITS) - 1 : 0;
            }
            try (DiskFile file = disk.open(segment.name())) {
                LineScanner scanner = new LineScanner(file, offset);
                while (scanner.next()) {
                    if (!line.parse(scanner.buf, scanner.from, scanner.to) || line.kind != JournalLine.ENTRIES
                            || !line.isCounted()) {
                        LOG.warn("{}: {} is damaged at byte {}: {} bytes skipped; the file is deleted when everything "
                                + "else in it is delivered", disk, segment.name(), scanner.offset,
                                scanner.to - scanner.from);
                        continue;
                    }
                    bytes += line.payloadTo - line.payloadFrom;
                    if (!runs.isEmpty() && bytes > maxBytes) {
                        return new KeptResult(position, runs, segment.position(scanner.offset), false);
                    }
                    runs.add(line.toEntries(line.toIdentity()).run());
                }
                next = segment.position(file.size());
            }
        }
        return new KeptResult(position, runs, next, true);
    }

    void clear() throws IOException {
        for (Segment segment : segments) {
            disk.delete(segment.name());
        }
        if (!segments.isEmpty()) {
            disk.forceDirectory();
        }
        segments.clear();
    }
}
