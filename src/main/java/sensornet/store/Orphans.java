package sensornet.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** CSV rows that the journal lacks go to a file beside, forced, before the CSV file is made anew. */
final class Orphans {
    private static final Logger LOG = LoggerFactory.getLogger(Orphans.class);
    private static final String NAME = "orphaned-rows-";
    private final Disk disk;
    private final byte[] header = Arrays.copyOf(CsvFiles.header().buf, CsvFiles.header().size - 1);
    private final List<String> files = new ArrayList<>();
    private SideFile aside;
    private String name;
    private long rows;

    Orphans(Disk disk) {
        this.disk = disk;
    }

    /**
     * Saves the lines of {@code old} that {@code anew} lacks; both ascend by sequence number. A line out of order counts
     * as lacking: saved once too often does no harm. A torn last line is none if it is the front part of the row.
     */
    void takeFrom(String file, DiskFile old, DiskFile anew) throws IOException {
        LineScanner theirs = new LineScanner(old, 0);
        LineScanner ours = new LineScanner(anew, 0);
        boolean more = ours.next();
        while (theirs.next()) {
            long seq = CsvTail.sequence(theirs.buf, theirs.from, theirs.to);
            if (seq < 0 && (isHeader(theirs) || isPadding(theirs))) {
                continue;
            }
            while (more && CsvTail.sequence(ours.buf, ours.from, ours.to) < seq) {
                more = ours.next();
            }
            boolean whole = more && Arrays.equals(theirs.buf, theirs.from, theirs.to, ours.buf, ours.from, ours.to);
            boolean torn = !theirs.complete && (seq < 0 || more && isFront(theirs, ours));
            if (!whole && !torn) {
                save(file, theirs);
            }
        }
    }

    private boolean isHeader(LineScanner line) {
        return line.offset == 0 && Arrays.equals(line.buf, line.from, line.to, header, 0, header.length);
    }

    /** An empty line, or the zero bytes that a power cut leaves. */
    private static boolean isPadding(LineScanner line) {
        for (int i = line.from; i < line.to; i++) {
            if (line.buf[i] != 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean isFront(LineScanner part, LineScanner row) {
        int length = part.to - part.from;
        return length <= row.to - row.from
                && Arrays.equals(part.buf, part.from, part.to, row.buf, row.from, row.from + length);
    }

    private void save(String file, LineScanner line) throws IOException {
        if (aside == null) {
            name = SideFile.nextName(disk, NAME);
            aside = new SideFile(disk, name);
        }
        aside.buffer().put(line.buf, line.from, line.to).put('\n');
        rows++;
        if (files.isEmpty() || !files.get(files.size() - 1).equals(file)) {
            files.add(file);
        }
    }

    void finish() throws IOException {
        if (aside != null) {
            aside.finish();
            LOG.warn("{}: {} CSV rows that the journal lacks were moved to {}, out of {}", disk, rows, name,
                    CsvCheck.some(files));
        }
    }
}
