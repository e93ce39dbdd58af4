package sensornet.store;

import com.opencsv.CSVWriter;
import com.opencsv.ICSVWriter;
import java.io.IOException;
import java.io.Writer;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The CSV files: rows are collected per file and written at once by {@link #flush}; after that other processes see them.
 * At most {@link #MAX_OPEN} files are open, whatever the number of sensors.
 */
final class CsvFiles {
    static final String SUFFIX = ".csv";
    static final int MAX_OPEN = 64;
    private static final Logger LOG = LoggerFactory.getLogger(CsvFiles.class);
    private static final int FLUSH_BYTES = 2 * 1024 * 1024;
    private static final String[] HEADER = {"sequence", "timestamp", "sensor_id", "temperature_c", "humidity_pct",
        "pressure_hpa"};

    /** Takes what opencsv writes; rows are ASCII. */
    private static final class BytesWriter extends Writer {
        private final Bytes bytes = new Bytes(1024);

        @Override
        public void write(char[] chars, int off, int len) {
            for (int i = off; i < off + len; i++) {
                bytes.put(chars[i]);
            }
        }

        @Override
        public void write(String text, int off, int len) {
            for (int i = off; i < off + len; i++) {
                bytes.put(text.charAt(i));
            }
        }

        @Override
        public void flush() {
        }

        @Override
        public void close() {
        }
    }

    private final Disk disk;
    private final BytesWriter line = new BytesWriter();
    private final ICSVWriter opencsv = new CSVWriter(line, ICSVWriter.DEFAULT_SEPARATOR,
            ICSVWriter.DEFAULT_QUOTE_CHARACTER, ICSVWriter.DEFAULT_ESCAPE_CHARACTER, "\n");
    private final Row row = new Row();
    private final Map<String, Bytes> pending = new LinkedHashMap<>();
    private long pendingBytes;
    private final LinkedHashMap<String, DiskFile> open = new LinkedHashMap<>(16, 0.75f, true);
    private long malformed;

    CsvFiles(Disk disk) {
        this.disk = disk;
    }

    /** The header line with its newline. */
    static Bytes header() {
        return new CsvFiles(null).format(HEADER);
    }

    private Bytes format(String[] fields) {
        line.bytes.clear();
        opencsv.writeNext(fields, false);
        return line.bytes;
    }

    /** Puts a reading into its sensor's file. A malformed one, which no leader takes, is counted and left out. */
    void add(long seq, byte[] buf, int from, int to) throws IOException {
        if (!row.parse(buf, from, to)) {
            malformed++;
            LOG.warn("{}: sequence {} is no reading and gets no CSV row ({} so far)", disk, seq, malformed);
            return;
        }
        add(row.sensor() + SUFFIX, seq, row);
    }

    /** Puts the row into that file. */
    void add(String name, long seq, Row r) throws IOException {
        Bytes formatted = format(r.fields(seq));
        pending.computeIfAbsent(name, n -> new Bytes(256)).put(formatted.buf, 0, formatted.size);
        pendingBytes += formatted.size;
        if (pendingBytes > FLUSH_BYTES) {
            flush();
        }
    }

    /** One write for every file that got rows. */
    void flush() throws IOException {
        for (Map.Entry<String, Bytes> e : pending.entrySet()) {
            Bytes rows = e.getValue();
            file(e.getKey()).append(rows.buf, 0, rows.size);
        }
        pending.clear();
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
                Bytes header = format(HEADER);
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
