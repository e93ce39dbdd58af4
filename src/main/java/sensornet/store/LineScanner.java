package sensornet.store;

import java.io.IOException;
import sensornet.model.Scan;

/** Reads the lines of a file in big blocks; the current one is {@code buf[from..to)} until the next call. */
final class LineScanner {
    /** Longer lines come in pieces that are not {@link #complete}. A journal line is at most about 64 KiB. */
    static final int MAX_LINE = 256 * 1024;

    final byte[] buf;
    int from;
    int to;
    /** Where the line starts in the file. */
    long offset;
    /** Whether the line ends in a newline. */
    boolean complete;

    private final DiskFile file;
    private long filePos;
    private int limit;
    private int next;
    private boolean eof;

    /** The file must not grow while it is read. */
    LineScanner(DiskFile file, long offset) throws IOException {
        this.file = file;
        this.filePos = offset;
        this.buf = new byte[(int) Math.max(1, Math.min(MAX_LINE, file.size() - offset + 1))];
    }

    /** Where the next line starts. */
    long nextOffset() {
        return filePos - (limit - next);
    }

    boolean next() throws IOException {
        int search = next;
        while (true) {
            int end = Scan.indexOf(buf, search, limit, (byte) '\n');
            if (end < limit) {
                return line(end, end + 1, true);
            }
            if (eof || next == 0 && limit == buf.length) {
                return limit > next && line(limit, limit, false);
            }
            search = limit - next;
            fill();
        }
    }

    private boolean line(int end, int following, boolean whole) {
        offset = nextOffset();
        from = next;
        to = end;
        next = following;
        complete = whole;
        return true;
    }

    private void fill() throws IOException {
        System.arraycopy(buf, next, buf, 0, limit - next);
        limit -= next;
        next = 0;
        while (limit < buf.length) {
            int n = file.read(filePos, buf, limit, buf.length - limit);
            if (n < 0) {
                eof = true;
                return;
            }
            limit += n;
            filePos += n;
        }
    }
}
