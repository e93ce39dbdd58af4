package sensornet.sensor;

import java.io.IOException;
import java.io.InputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sensornet.model.Scan;

/**
 * Readings from a stream, one a line. Reads what is there in one go, hands all its complete lines over at once and
 * never waits for more while it holds any: a single line arrives at once, a flood in batches. Reads on only when the
 * sink has taken them, so memory is bounded and the writer of the stream is slowed down. Of one thread.
 */
final class LinePump {
    /** Bytes, without the line's end. A longer line is skipped, and never held in memory as a whole. */
    static final int MAX_LINE = 4096;
    /** A block of typical lines makes one put. */
    private static final int BLOCK = 48 * 1024;
    private static final Logger LOG = LoggerFactory.getLogger(LinePump.class);

    /** Understands lines. */
    interface Lines {

        /**
         * Adds the line's reading to {@code out}, which has room.
         *
         * @param from inclusive
         * @param to exclusive, without the line's end
         * @return false if there is nothing to take
         * @throws IllegalArgumentException a bad line; the message says why in one line
         */
        boolean parse(byte[] line, int from, int to, PayloadBuffer out);
    }

    private final InputStream in;
    private final Lines parser;
    private final BadLines bad;
    private final PayloadBuffer out = new PayloadBuffer();
    private final byte[] buffer = new byte[BLOCK + MAX_LINE + 2];
    /** Complete lines seen; the line under way has the next number. */
    private long lines;
    private long taken;
    /** Inside a line that is too long: everything up to its end is thrown away. */
    private boolean skipping;
    /** Since when it waits for the stream; 0 while it does not. */
    private volatile long waitsSince;

    /** @param name of the stream, in messages */
    LinePump(String name, InputStream in, Lines parser) {
        this.in = in;
        this.parser = parser;
        this.bad = new BadLines(name, LOG::warn, System::nanoTime);
    }

    /** Returns at the end of the stream. */
    void run(ReadingSink sink) throws InterruptedException, IOException {
        int held = 0;
        int read = read(0);
        while (read >= 0) {
            held = splitLines(held, held + read, sink);
            out.drainTo(sink);
            bad.tellIfDue();
            read = read(held);
        }
        if (skipping) {
            lines++;
        } else if (held > 0) {
            line(0, held, sink);
            out.drainTo(sink);
        }
        bad.tell();
    }

    /** Complete lines so far. */
    long lines() {
        return lines;
    }

    /** Readings taken from them. */
    long taken() {
        return taken;
    }

    /** Bad ones among them. */
    long badLines() {
        return bad.count();
    }

    /** For how long the stream has been silent while it was listened to, in nanoseconds. Any thread. */
    long silentNanos() {
        long since = waitsSince;
        return since == 0 ? 0 : System.nanoTime() - since;
    }

    private int read(int held) throws IOException {
        waitsSince = System.nanoTime() | 1;
        try {
            return in.read(buffer, held, buffer.length - held);
        } finally {
            waitsSince = 0;
        }
    }

    /** Handles the lines of {@code buffer[0..end)}, of which {@code fresh} on is new; returns how much of an unfinished line is kept. */
    private int splitLines(int fresh, int end, ReadingSink sink) throws InterruptedException {
        int from = 0;
        for (int i = newline(fresh, end); i < end; i = newline(from, end)) {
            if (skipping) {
                skipping = false;
                lines++;
            } else {
                line(from, i, sink);
            }
            from = i + 1;
        }
        int rest = end - from;
        // One more byte could still be the CR of a line that just fits.
        if (!skipping && rest > MAX_LINE + 1) {
            skipping = true;
            tooLong(lines + 1);
        }
        if (skipping) {
            return 0;
        }
        System.arraycopy(buffer, from, buffer, 0, rest);
        return rest;
    }

    private int newline(int from, int end) {
        return Scan.indexOf(buffer, from, end, (byte) '\n');
    }

    private void line(int start, int end, ReadingSink sink) throws InterruptedException {
        lines++;
        int from = lines == 1 && startsWithBom(start, end) ? start + 3 : start;
        int to = end > from && buffer[end - 1] == '\r' ? end - 1 : end;
        if (to - start > MAX_LINE) {
            tooLong(lines);
            return;
        }
        if (!out.hasRoom()) {
            out.drainTo(sink);
        }
        try {
            if (parser.parse(buffer, from, to, out)) {
                taken++;
            }
        } catch (IllegalArgumentException e) {
            bad.add(lines, e.getMessage());
        }
    }

    private void tooLong(long line) {
        bad.add(line, "longer than " + MAX_LINE + " bytes");
    }

    private boolean startsWithBom(int from, int to) {
        return to - from >= 3 && buffer[from] == (byte) 0xEF && buffer[from + 1] == (byte) 0xBB
                && buffer[from + 2] == (byte) 0xBF;
    }
}
