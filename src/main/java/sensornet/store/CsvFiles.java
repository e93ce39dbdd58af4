package sensornet.store;

import com.opencsv.CSVWriter;
import com.opencsv.ICSVWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The CSV files: rows are collected per file and written at once by {@link #flush}; after that other processes see them.
 * At most {@link #MAX_OPEN} files are open, whatever the number of sensors.
 *
 * <p>The header is written by opencsv, the rows by {@link Row}: opencsv, with a string per field, took more than half of
 * all the processor time of a flood. A test holds the two against each other.
 */
final class CsvFiles {
    static final String SUFFIX = ".csv";
    static final int MAX_OPEN = 64;
    static final String[] HEADER = {"sequence", "timestamp", "sensor_id", "temperature_c", "humidity_pct",
        "pressure_hpa"};
    private static final Logger LOG = LoggerFactory.getLogger(CsvFiles.class);
    private static final int FLUSH_BYTES = 1024 * 1024;
    static final byte[] SUFFIX_BYTES = SUFFIX.getBytes(StandardCharsets.US_ASCII);

    /** What waits for one file: that of a sensor, whose name has this suffix. */
    private record Rows(BytesKey name, BytesKey sensor, byte[] suffix, String file, Bytes text) {

        boolean isOf(Row row, byte[] wanted) {
            return suffix == wanted && sensor.is(row.buf, row.idFrom(), row.idTo());
        }
    }

    private final Disk disk;
    private final Row row = new Row();
    private final Bytes name = new Bytes(80);
    private final BytesKey probe = new BytesKey();
    /** By file name; in the order in which files got their first row, so that a run can be repeated. */
    private final Map<BytesKey, Rows> pending = new LinkedHashMap<>();
    private long pendingBytes;
    /** Whose row came last; most often the next one is of the same sensor. */
    private Rows newest;
    private final LinkedHashMap<String, DiskFile> open = new LinkedHashMap<>(16, 0.75f, true);
    private long malformed;

    CsvFiles(Disk disk) {
        this.disk = disk;
    }

    /** The header line with its newline. */
    static Bytes header() {
        StringWriter line = new StringWriter();
        new CSVWriter(line, ICSVWriter.DEFAULT_SEPARATOR, ICSVWriter.DEFAULT_QUOTE_CHARACTER,
                ICSVWriter.DEFAULT_ESCAPE_CHARACTER, "\n").writeNext(HEADER, false);
        return new Bytes(128).put(line.toString());
    }

    /** Puts a reading into its sensor's file. A malformed one, which no leader takes, is counted and left out. */
    void add(long seq, byte[] buf, int from, int to) throws IOException {
        if (!row.parse(buf, from, to)) {
            malformed++;
            LOG.warn("{}: sequence {} is no reading and gets no CSV row ({} so far)", disk, seq, malformed);
            return;
        }
        add(seq, row, SUFFIX_BYTES);
    }

    /** Puts the row into the file of its sensor, whose name ends in {@code suffix}: one of two arrays, known by address. */
    void add(long seq, Row r, byte[] suffix) throws IOException {
        if (newest == null || !newest.isOf(r, suffix)) {
            newest = rowsOf(r, suffix);
        }
        Rows rows = newest;
        int before = rows.text.size;
        r.write(rows.text, seq);
        pendingBytes += rows.text.size - before;
        if (pendingBytes > FLUSH_BYTES) {
            flush();
        }
    }

    private Rows rowsOf(Row r, byte[] suffix) {
        name.clear();
        name.put(r.buf, r.idFrom(), r.idTo()).put(suffix, 0, suffix.length);
        BytesKey file = probe.set(name.buf, 0, name.size);
        Rows rows = pending.get(file);
        if (rows == null) {
            BytesKey sensor = new BytesKey().set(r.buf, r.idFrom(), r.idTo()).copy();
            rows = new Rows(file.copy(), sensor, suffix, file.toString(), new Bytes(256));
            pending.put(rows.name, rows);
        }
        return rows;
    }

    /** One write for every file that got rows. */
    void flush() throws IOException {
        for (Rows rows : pending.values()) {
            if (!rows.text.isEmpty()) {
                file(rows.file).append(rows.text.buf, 0, rows.text.size);
                rows.text.clear();
            }
        }
        if (pending.size() > MAX_OPEN) {
            newest = null;
            pending.clear(); // the buffers of a few busy sensors are used again; those of thousands would be too many
        }
        pendingBytes = 0;
    }

    private DiskFile file(String name) throws IOException {
        DiskFile file = open.get(name);
        if (file == null) {
            if (open.size() == MAX_OPEN) {
                Iterator<DiskFile> oldest = open.values().iterator();
                oldest.next().close();
                oldest.remove();
            }
            file = disk.open(name);
            open.put(name, file);
            if (file.size() == 0) {
                Bytes header = header();
                file.append(header.buf, 0, header.size);
            }
        }
        return file;
    }

    /** How many payloads were no readings. */
    long malformed() {
        return malformed;
    }

    int openFiles() {
        return open.size();
    }

    /** Removes the rows above {@code to} from all files; a file without rows goes too, else peers' files would differ. */
    void cut(long to) throws IOException {
        close();
        for (String name : disk.list()) {
            if (name.endsWith(SUFFIX)) {
                CsvTail.cut(disk, name, to);
            }
        }
    }

    void close() throws IOException {
        for (DiskFile file : open.values()) {
            file.close();
        }
        open.clear();
    }
}
