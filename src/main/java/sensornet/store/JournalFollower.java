package sensornet.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/**
 * Reads the rows of a running peer in sequence order out of its journal file, from any number on, beside the thread that
 * writes it: it has its own channel and takes no lock. What is written while it looks is seen as a line that is not whole yet.
 * A merge may cut the file and write other entries to the same place; what was handed over last is therefore looked up
 * again before anything is built on it. Memory: one block. One thread.
 */
public final class JournalFollower implements Closeable {
    private static final int NEAR = 256 * 1024;

    /** For rows one by one. */
    @FunctionalInterface
    public interface Sink {
        /** @param fields in the order of the CSV header */
        void row(long seq, String[] fields) throws IOException;
    }

    /** What was handed over is not in the record any more: a merge has given it another place. */
    public static final class RecordChanged extends IOException {
        private final transient long sequence;

        RecordChanged(long sequence) {
            super("the record was changed at or below sequence " + sequence + " by a merge of two groups");
            this.sequence = sequence;
        }

        /** The last number that was handed over. */
        public long sequence() {
            return sequence;
        }
    }

    /** The file up to the size it had at the last look. */
    private final class View implements DiskFile {
        private final long size;

        View() throws IOException {
            size = channel.size();
        }

        @Override
        public long size() {
            return size;
        }

        @Override
        public int read(long pos, byte[] buf, int off, int len) throws IOException {
            int n = (int) Math.min(len, size - pos);
            return n <= 0 ? -1 : channel.read(ByteBuffer.wrap(buf, off, n), pos);
        }

        @Override
        public void append(byte[] buf, int off, int len) {
            throw new UnsupportedOperationException("read only");
        }

        @Override
        public void truncate(long newSize) {
            throw new UnsupportedOperationException("read only");
        }

        @Override
        public void force() {
            throw new UnsupportedOperationException("read only");
        }

        @Override
        public void close() {
        }
    }

    private final FileChannel channel;
    private final JournalLine line = new JournalLine();
    private final Row row = new Row();
    private long next;
    /** Of a line at or before the one that holds {@link #next}; -1: to be looked for. */
    private long offset = -1;
    /** The line that was handed over last: where it starts and its first bytes, which hold a checksum of the rest. */
    private long seenAt;
    private byte[] seen;
    private String[] lastRow;

    /**
     * @param directory of the peer
     * @param from the first number wanted, at least 1
     */
    public JournalFollower(Path directory, long from) throws IOException {
        channel = FileChannel.open(directory.resolve(Journal.NAME), StandardOpenOption.READ);
        next = from;
    }

    /** The number that is handed over next. */
    public long next() {
        return next;
    }

    /**
     * Hands over what is there, up to {@code upTo}, which the caller knows to be delivered; about {@code maxRows} at most.
     *
     * @throws RecordChanged see there; nothing was handed over by this call
     * @throws IOException the file cannot be read, or what the sink throws
     */
    public void read(long upTo, int maxRows, Sink sink) throws IOException {
        if (next > upTo) {
            return;
        }
        View file = new View();
        if (seen != null && !Arrays.equals(seen, firstBytes(file, seenAt))) {
            lookForLast(file);
        }
        if (offset < 0) {
            offset = seek(file, next);
        }
        int[] left = {maxRows};
        LineScanner scanner = new LineScanner(file, offset);
        while (left[0] > 0 && next <= upTo && scanner.next()) {
            if (!scanner.complete || !line.parse(scanner.buf, scanner.from, scanner.to)) {
                offset = -1; // torn by the writer a moment ago: look for it anew next time
                return;
            }
            if (line.kind == JournalLine.ENTRIES && line.last() >= next) {
                if (line.first > next) {
                    offset = -1;
                    return;
                }
                handOver(Math.min(upTo, line.last()), left, sink);
                seenAt = scanner.offset;
                seen = Arrays.copyOfRange(scanner.buf, scanner.from, scanner.from + 12);
            }
            offset = line.kind == JournalLine.ENTRIES && line.last() >= next ? scanner.offset : scanner.nextOffset();
        }
    }

    private void handOver(long to, int[] left, Sink sink) throws IOException {
        Payloads.forEach(line.first, line.buf, line.payloadFrom, line.payloadTo, next, to, (seq, buf, from, end) -> {
            if (row.parse(buf, from, end)) {
                lastRow = row.fields(seq);
                sink.row(seq, lastRow);
            }
            left[0]--;
            next = seq + 1;
        });
    }

    private static byte[] firstBytes(View file, long at) throws IOException {
        byte[] bytes = new byte[12];
        int n = file.read(at, bytes, 0, bytes.length);
        return n == bytes.length ? bytes : null;
    }

    /** The file was cut. That is no matter if the row that was handed over last still stands at its number. */
    private void lookForLast(View file) throws IOException {
        String[][] found = {null};
        LineScanner scanner = new LineScanner(file, seek(file, next - 1));
        while (scanner.next() && scanner.complete && line.parse(scanner.buf, scanner.from, scanner.to)) {
            if (line.kind == JournalLine.ENTRIES && line.last() >= next - 1) {
                if (line.first <= next - 1) {
                    Payloads.forEach(line.first, line.buf, line.payloadFrom, line.payloadTo, next - 1, next - 1,
                            (seq, buf, from, end) -> found[0] = row.parse(buf, from, end) ? row.fields(seq) : null);
                }
                break;
            }
        }
        if (lastRow != null && !Arrays.equals(lastRow, found[0])) {
            throw new RecordChanged(next - 1);
        }
        seen = null;
        offset = -1;
    }

    /** Where a line starts at or before the one that holds {@code seq}, by halving; the file's lines ascend. */
    private long seek(View file, long seq) throws IOException {
        long low = 0;
        long high = file.size();
        while (high - low > NEAR) {
            long middle = low + (high - low) / 2;
            LineScanner scanner = new LineScanner(file, middle);
            boolean found = false;
            scanner.next(); // the rest of a line
            while (scanner.nextOffset() < high && scanner.next() && scanner.complete
                    && line.parse(scanner.buf, scanner.from, scanner.to)) {
                if (line.kind == JournalLine.ENTRIES) {
                    found = line.first <= seq;
                    break;
                }
            }
            if (found) {
                low = scanner.offset;
            } else {
                high = middle;
            }
        }
        return low;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
