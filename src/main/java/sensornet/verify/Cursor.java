package sensornet.verify;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Goes through one CSV file line by line, up to the size it had when it was last looked at: a peer may be appending to
 * it. The present line is {@code buf[from..to)}, without its newline.
 */
final class Cursor {
    static final String SUFFIX = ".csv";
    private static final int LONGEST_LINE = 1 << 20;

    final Path file;
    final byte[] sensor;
    byte[] buf;
    int from;
    int to;
    /** The line's number in the file; the header is 1. */
    long lineNumber;
    /** The sequence number of the present line; -1 if it is no row. */
    long seq = -1;
    /** The highest sequence number so far. */
    long highest;
    /** Whether its present row waits for its turn. */
    boolean queued;

    private final OpenFiles files;
    private long size;
    /** Where the next byte to be read into the buffer stands. */
    private long position;
    private int next;
    private int limit;

    /** @param bufferBytes what this file may take of memory while its lines are short */
    Cursor(Path file, OpenFiles files, int bufferBytes) throws IOException {
        this.file = file;
        this.files = files;
        String name = file.getFileName().toString();
        this.sensor = name.substring(0, name.length() - SUFFIX.length()).getBytes(StandardCharsets.UTF_8);
        this.buf = new byte[bufferBytes];
        look();
    }

    /** Takes note of what was appended meanwhile; true if there is more than before. */
    boolean look() throws IOException {
        long before = size;
        size = Files.size(file);
        return size > before;
    }

    long size() {
        return size;
    }

    /** Moves to the next whole line. False at the end, or where only the beginning of a line is there. */
    boolean next() throws IOException {
        int search = next;
        while (true) {
            for (int i = search; i < limit; i++) {
                if (buf[i] == '\n') {
                    take(i);
                    return true;
                }
            }
            search = limit - next;
            if (!fill()) {
                return false;
            }
        }
    }

    private void take(int newline) {
        from = next;
        to = newline;
        next = newline + 1;
        lineNumber++;
        seq = lineNumber == 1 ? -1 : RowCheck.sequence(buf, from, to, sensor);
    }

    boolean isHeader() {
        return RowCheck.equals(buf, from, to, RowCheck.HEADER);
    }

    /** How many bytes are there after the last whole line; only at the end. */
    long tornBytes() {
        return limit - next;
    }

    private boolean fill() throws IOException {
        if (position >= size) {
            return false;
        }
        System.arraycopy(buf, next, buf, 0, limit - next);
        limit -= next;
        next = 0;
        if (limit == buf.length) {
            if (buf.length >= LONGEST_LINE) {
                throw new IOException(file + ": line " + (lineNumber + 1) + " is longer than " + LONGEST_LINE
                        + " bytes: no file of a peer");
            }
            buf = Arrays.copyOf(buf, 2 * buf.length);
        }
        int n = files.read(file, position, buf, limit, (int) Math.min(buf.length - limit, size - position));
        if (n <= 0) {
            throw new IOException(file + " became shorter while it was read: its peer cut or cleared it, run this again");
        }
        limit += n;
        position += n;
        return true;
    }

    /** The sequence number of the last whole row, looked up from the end; 0 if there is none near it. */
    long lastSequence() throws IOException {
        for (int block = 1024; block <= LONGEST_LINE; block *= 8) {
            int length = (int) Math.min(block, size);
            byte[] tail = new byte[length];
            int n = 0;
            while (n < length) {
                int read = files.read(file, size - length + n, tail, n, length - n);
                if (read <= 0) {
                    return 0;
                }
                n += read;
            }
            int end = length - 1;
            while (end >= 0 && tail[end] != '\n') {
                end--;
            }
            int start = end - 1;
            while (start >= 0 && tail[start] != '\n') {
                start--;
            }
            if (start >= 0) {
                return Math.max(0, RowCheck.sequence(tail, start + 1, end, sensor));
            }
            if (length == size) {
                return 0;
            }
        }
        return 0;
    }
}
