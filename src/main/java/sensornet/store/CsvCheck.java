package sensornet.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the CSV files equal to the journal up to the commit mark, no further (attack F23). One pass over the journal
 * computes what every file should be; a second one, only if some file needs it, writes what is missing. Memory: a
 * little per sensor, nothing per row.
 *
 * <p>A file that ends at another row than the mark's is ordinary after a crash: the mark may lag behind the rows, and
 * the rows behind the mark. Any other difference means that somebody, or a power cut, changed the file.
 */
final class CsvCheck {
    private static final Logger LOG = LoggerFactory.getLogger(CsvCheck.class);
    private static final String REBUILT = ".rebuild";
    private static final byte[] REBUILT_SUFFIX = (CsvFiles.SUFFIX + REBUILT).getBytes(StandardCharsets.US_ASCII);

    /** What a sensor's file should be, and is. */
    private static final class Sensor {
        final String file;
        /** The file's length, 0 if it is missing or empty. */
        long actual;
        final CRC32C crc = new CRC32C();
        /** Over all rows so far. */
        long length;
        /** Of the file with the rows up to the mark. */
        long wanted;
        /** If the file ends where a row ends: the CRC up to there and that row, else -1. */
        long crcAtActual = -1;
        long seqAtActual;
        boolean rebuild;

        Sensor(String file, long actual, Bytes header) {
            this.file = file;
            this.actual = actual;
            this.wanted = header.size;
            add(header, 0);
        }

        void add(Bytes row, long seq) {
            crc.update(row.buf, 0, row.size);
            length += row.size;
            if (length == actual) {
                crcAtActual = crc.getValue();
                seqAtActual = seq;
            }
        }

        boolean isBehind() {
            return actual < wanted;
        }
    }

    private final Disk disk;
    private final Journal journal;
    private final CsvFiles csv;
    private final Bytes header = CsvFiles.header();
    private final Map<BytesKey, Sensor> sensors = new HashMap<>();
    private final BytesKey probe = new BytesKey();
    private final Row row = new Row();
    private final Bytes text = new Bytes(256);
    /** In the order of names. */
    private final List<Sensor> existing = new ArrayList<>();
    private final List<String> changed = new ArrayList<>();
    private final List<String> missing = new ArrayList<>();
    private Orphans orphans;

    CsvCheck(Disk disk, Journal journal, CsvFiles csv) {
        this.disk = disk;
        this.journal = journal;
        this.csv = csv;
    }

    void run() throws IOException {
        findFiles();
        journal.forEachReading(1, journal.last(), this::expect);
        orphans = new Orphans(disk);
        compareFiles();
        List<Sensor> incomplete = sensors.values().stream().filter(s -> s.rebuild || s.isBehind()).toList();
        if (!incomplete.isEmpty()) {
            for (Sensor s : incomplete) {
                if (s.actual == 0) {
                    s.seqAtActual = 0;
                    missing.add(s.file);
                }
            }
            write(incomplete);
        }
        replaceChanged();
        report();
    }

    private void findFiles() throws IOException {
        for (String name : disk.list()) {
            if (name.endsWith(REBUILT)) {
                disk.delete(name);
            } else if (name.endsWith(CsvFiles.SUFFIX)) {
                try (DiskFile file = disk.open(name)) {
                    Sensor s = new Sensor(name, file.size(), header);
                    sensors.put(BytesKey.of(name.substring(0, name.length() - CsvFiles.SUFFIX.length())), s);
                    existing.add(s);
                }
            }
        }
    }

    private void expect(long seq, byte[] buf, int from, int to) {
        if (!row.parse(buf, from, to)) {
            return;
        }
        Sensor s = sensor();
        text.clear();
        row.write(text, seq);
        s.add(text, seq);
        if (seq <= journal.committed()) {
            s.wanted = s.length;
        }
    }

    private Sensor sensor() {
        Sensor s = sensors.get(probe.set(row.buf, row.idFrom(), row.idTo()));
        if (s == null) {
            s = new Sensor(row.sensor() + CsvFiles.SUFFIX, 0, header);
            sensors.put(probe.copy(), s);
        }
        return s;
    }

    private void compareFiles() throws IOException {
        byte[] block = new byte[256 * 1024];
        for (Sensor s : existing) {
            try (DiskFile file = disk.open(s.file)) {
                s.rebuild = s.actual > 0 && s.crcAtActual != crc(file, block);
                if (s.rebuild) {
                    changed.add(s.file);
                } else if (s.actual > s.wanted && s.wanted > header.size) {
                    // The mark lagged behind the rows: they come again when the group commits.
                    file.truncate(s.wanted);
                }
            }
            if (!s.rebuild && s.wanted == header.size) {
                disk.delete(s.file);
            }
        }
    }

    private static long crc(DiskFile file, byte[] block) throws IOException {
        CRC32C crc = new CRC32C();
        long at = 0;
        for (int n = file.read(0, block, 0, block.length); n >= 0; n = file.read(at, block, 0, block.length)) {
            crc.update(block, 0, n);
            at += n;
        }
        return crc.getValue();
    }

    /** Appends what files lack, and writes the changed ones anew beside themselves, with the rows above the mark too. */
    private void write(List<Sensor> incomplete) throws IOException {
        long from = incomplete.stream().mapToLong(s -> s.rebuild ? 0 : s.seqAtActual).min().orElse(0) + 1;
        boolean anew = incomplete.stream().anyMatch(s -> s.rebuild);
        journal.forEachReading(from, anew ? journal.last() : journal.committed(), (seq, buf, start, end) -> {
            if (row.parse(buf, start, end)) {
                Sensor s = sensor();
                if (s.rebuild) {
                    csv.add(seq, row, REBUILT_SUFFIX);
                } else if (s.isBehind() && seq > s.seqAtActual && seq <= journal.committed()) {
                    csv.add(seq, row, CsvFiles.SUFFIX_BYTES);
                }
            }
        });
        csv.flush();
        csv.close();
    }

    /** What the changed files have and the journal has not is saved before they are replaced. */
    private void replaceChanged() throws IOException {
        for (Sensor s : existing) {
            if (s.rebuild) {
                try (DiskFile old = disk.open(s.file); DiskFile anew = disk.open(s.file + REBUILT)) {
                    orphans.takeFrom(s.file, old, anew);
                    if (s.wanted < anew.size()) {
                        anew.truncate(s.wanted);
                    }
                }
            }
        }
        orphans.finish();
        for (Sensor s : existing) {
            if (s.rebuild && s.wanted > header.size) {
                disk.rename(s.file + REBUILT, s.file);
            } else if (s.rebuild) {
                disk.delete(s.file);
                disk.delete(s.file + REBUILT);
            }
        }
        if (!changed.isEmpty()) {
            disk.forceDirectory();
        }
    }

    private void report() {
        if (!missing.isEmpty()) {
            LOG.info("{}: {} CSV files were missing and were made from the journal: {}", disk, missing.size(),
                    some(missing.stream().sorted().toList()));
        }
        if (!changed.isEmpty()) {
            LOG.warn("{}: {} CSV files were not what the journal says and were made anew from it: {}", disk,
                    changed.size(), some(changed));
        }
    }

    static String some(List<String> names) {
        return names.size() <= 5 ? names.toString() : names.subList(0, 5) + " and " + (names.size() - 5) + " more";
    }
}
