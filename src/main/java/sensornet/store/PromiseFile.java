package sensornet.store;

import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sensornet.model.History;
import sensornet.model.ViewId;

/** The highest view id ever promised, and what the journal is worth, in a file that is replaced as a whole. */
final class PromiseFile {
    private static final Logger LOG = LoggerFactory.getLogger(PromiseFile.class);
    static final String NAME = "promised";
    private final Disk disk;
    private ViewId promised = ViewId.NONE;
    private History history = History.NONE;

    PromiseFile(Disk disk) {
        this.disk = disk;
    }

    void open() throws IOException {
        if (!disk.exists(NAME)) {
            return;
        }
        JournalLine line = new JournalLine();
        try (DiskFile file = disk.open(NAME)) {
            LineScanner scanner = new LineScanner(file, 0);
            if (scanner.next() && line.parse(scanner.buf, scanner.from, scanner.to)
                    && line.kind == JournalLine.PROMISE) {
                promised = new ViewId(line.first, line.toIdentity());
                history = History.values()[Math.min(line.count, History.FULL.ordinal())];
            } else {
                LOG.warn("{}: the file {} is damaged; the last view of the journal is taken for the highest promise",
                        disk, NAME);
            }
        }
    }

    void write(ViewId id, History theHistory, boolean force) throws IOException {
        try (SideFile file = new SideFile(disk, NAME)) {
            JournalLine.promise(file.buffer(), id, theHistory);
            file.finish(force);
        }
        promised = id;
        history = theHistory;
    }

    ViewId promised() {
        return promised;
    }

    History history() {
        return history;
    }
}
