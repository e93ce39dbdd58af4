package sensornet.verify;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * The record that one data directory holds, in sequence order, however many files it is spread over, and what is wrong
 * with them: gaps, duplicates, rows out of order, lines that are no rows. A peer may be running on it: what it is in
 * the middle of writing is waited for, and is no mistake. One thread.
 */
public final class DirectoryRecord {
    /** Of problems that are kept as text; all are counted. */
    private static final int KEPT_PROBLEMS = 5;
    /** For the rows of one flush to arrive, which come file by file; altogether, for one directory. */
    private static final long PATIENCE_NANOS = 5_000_000_000L;
    private static final long LOOK_AGAIN_NANOS = 50_000_000L;

    private final Path path;
    private final OpenFiles files;
    private final int bufferBytes;
    private final boolean running;
    private final List<Cursor> all = new ArrayList<>();
    private final Set<Path> known = new HashSet<>();
    private final PriorityQueue<Cursor> heap = new PriorityQueue<>(Comparator.comparingLong(c -> c.seq));
    private final List<String> problems = new ArrayList<>();
    private long problemCount;
    private long waitedNanos;
    private final long lastAtStart;
    private long expected = 1;
    private long rows;

    /** The present row with its newline: {@code row[0..length)}. */
    byte[] row = new byte[256];
    int length;
    /** Its number. */
    long seq;

    /**
     * @param files shared by all that are read together
     * @param bufferBytes for each file
     * @throws IOException one line: there is no such directory, or it is none of a peer
     */
    DirectoryRecord(Path path, OpenFiles files, int bufferBytes) throws IOException {
        this.path = path;
        this.files = files;
        this.bufferBytes = bufferBytes;
        this.running = isRunning(path);
        List<Path> csv = csvFiles(path);
        if (csv.isEmpty() && !Files.exists(path.resolve("journal"))) {
            throw new IOException(path + " holds neither CSV files nor a journal: it is no peer's data directory"
                    + " (they are data/<peer id>)");
        }
        long last = 0;
        for (Path file : csv) {
            Cursor cursor = new Cursor(file, files, bufferBytes);
            last = Math.max(last, cursor.lastSequence());
            add(cursor);
        }
        lastAtStart = last;
    }

    /** @throws IOException one line, if it cannot be listed */
    static List<Path> csvFiles(Path path) throws IOException {
        try (Stream<Path> list = Files.list(path)) {
            return list.filter(f -> f.getFileName().toString().endsWith(Cursor.SUFFIX)).sorted().toList();
        } catch (NoSuchFileException e) {
            throw new IOException("there is no directory " + path, e);
        } catch (NotDirectoryException e) {
            throw new IOException(path + " is a file and no data directory", e);
        }
    }

    /** By the pid in its lock file. A number that somebody else has meanwhile only costs some patience. */
    private static boolean isRunning(Path path) {
        try {
            String pid = Files.readString(path.resolve("lock"), StandardCharsets.ISO_8859_1).strip();
            return pid.matches("\\d{1,10}") && ProcessHandle.of(Long.parseLong(pid)).isPresent();
        } catch (IOException e) {
            return false;
        }
    }

    private void add(Cursor cursor) throws IOException {
        all.add(cursor);
        known.add(cursor.file);
        if (cursor.next()) {
            if (!cursor.isHeader()) {
                problem(cursor.file.getFileName() + ": the first line is not the header but " + shown(cursor)
                        + "; no row is read from it");
            }
            advance(cursor);
        } else if (!running) {
            problem(cursor.file.getFileName() + " has no header line");
        }
    }

    /** To the next row of this file; it is in the heap exactly while it has one. */
    private void advance(Cursor c) throws IOException {
        while (c.next()) {
            if (c.seq < 0) {
                problem(c.file.getFileName() + " line " + c.lineNumber + " is no row of this sensor: " + shown(c));
            } else if (c.seq <= c.highest) {
                problem(c.file.getFileName() + " line " + c.lineNumber + ": sequence " + c.seq
                        + (c.seq == c.highest ? " stands there twice" : " comes after " + c.highest));
            } else {
                c.highest = c.seq;
                c.queued = true;
                heap.add(c);
                return;
            }
        }
    }

    private static String shown(Cursor c) {
        return new String(c.buf, c.from, Math.min(80, c.to - c.from), StandardCharsets.UTF_8)
                .replaceAll("\\p{Cntrl}", "?");
    }

    /** The highest sequence number in any file when this was made; 0 if there is none. */
    public long last() {
        return lastAtStart;
    }

    /** Moves to the next row up to {@code upTo}, over gaps, which are noted; false if there is none. */
    boolean next(long upTo) throws IOException {
        while (expected <= upTo) {
            Cursor c = heap.peek();
            if ((c == null || c.seq > expected) && running && moreHasCome()) {
                continue;
            }
            if (c == null || c.seq > upTo) {
                gap(upTo + 1);
                return false;
            }
            if (c.seq > expected) {
                gap(c.seq);
            }
            heap.poll().queued = false;
            if (c.seq < expected) {
                problem("sequence " + c.seq + " stands in " + c.file.getFileName() + " and in another file too");
                advance(c);
            } else {
                take(c);
                advance(c);
                return true;
            }
        }
        return false;
    }

    private void gap(long to) {
        problem(to - expected == 1 ? "sequence " + expected + " is missing"
                : "sequences " + expected + " to " + (to - 1) + " are missing");
        expected = to;
    }

    private void take(Cursor c) {
        length = c.to - c.from + 1;
        if (row.length < length) {
            row = new byte[2 * length];
        }
        System.arraycopy(c.buf, c.from, row, 0, length - 1);
        row[length - 1] = '\n';
        seq = c.seq;
        expected = seq + 1;
        rows++;
    }

    /** Looks at all files again after a moment, also for new ones; false if nothing can be expected to come any more. */
    private boolean moreHasCome() throws IOException {
        if (waitedNanos > PATIENCE_NANOS) {
            return false;
        }
        if (waitedNanos > 0) {
            LockSupport.parkNanos(LOOK_AGAIN_NANOS);
        }
        waitedNanos += LOOK_AGAIN_NANOS;
        for (Cursor c : all) {
            if (c.look() && !c.queued) {
                advance(c);
            }
        }
        for (Path file : csvFiles(path)) {
            if (!known.contains(file)) {
                add(new Cursor(file, files, bufferBytes));
            }
        }
        return true;
    }

    /** Call at the end: the beginning of a row that nobody will finish any more is a mistake too. */
    void finish() {
        for (Cursor c : all) {
            if (!running && c.lineNumber > 0 && c.tornBytes() > 0 && !c.queued) {
                problem(c.file.getFileName() + " ends in the middle of a row");
            }
        }
    }

    private void problem(String text) {
        problemCount++;
        if (problems.size() < KEPT_PROBLEMS) {
            problems.add(text);
        }
    }

    public Path path() {
        return path;
    }

    public boolean running() {
        return running;
    }

    public long rows() {
        return rows;
    }

    public int sensors() {
        return all.size();
    }

    /** The first few, in the order found. */
    public List<String> problems() {
        return List.copyOf(problems);
    }

    public long problemCount() {
        return problemCount;
    }

    long bytes() {
        return all.stream().mapToLong(Cursor::size).sum();
    }

    String rowText() {
        return new String(row, 0, length - 1, StandardCharsets.US_ASCII);
    }

    boolean sameRow(DirectoryRecord other) {
        return Arrays.equals(row, 0, length, other.row, 0, other.length);
    }
}
