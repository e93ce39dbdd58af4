package sensornet.verify;

import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * Compares data directories row by row, up to a sequence number that all of them have reached. The hash of a record up
 * to n is SHA-256 over the CSV rows 1..n in sequence order, each with its line feed, without header lines.
 */
public final class Verify {
    /** All buffers together, about. */
    private static final int BUFFERS = 32 << 20;
    private static final int MOST_BUFFER = 64 << 10;
    private static final int LEAST_BUFFER = 512;
    private static final int ROWS_BETWEEN_PROGRESS = 4096;

    /**
     * One directory in the end.
     *
     * @param last the highest number it held at the start
     * @param rows up to the number compared
     * @param sha256 over them, in hex
     * @param problems the first few
     */
    public record Found(Path path, boolean running, long last, long rows, int sensors, String sha256,
                        List<String> problems, long problemCount) {
    }

    /**
     * The first number at which two directories differ.
     *
     * @param rowA null if it is missing there
     * @param rowB null if it is missing there
     */
    public record Difference(long sequence, Path a, String rowA, Path b, String rowB) {
    }

    /**
     * @param upTo what was compared: the rows 1..upTo
     * @param first null if there is none
     * @param differing how many numbers differ
     */
    public record Verdict(long upTo, List<Found> found, Difference first, long differing) {

        public boolean identical() {
            return first == null && found.stream().allMatch(f -> f.problemCount() == 0);
        }
    }

    /** Told how far the work is. */
    @FunctionalInterface
    public interface Progress {
        void at(long bytesDone, long bytesAll);
    }

    private final List<DirectoryRecord> records = new ArrayList<>();
    private final List<MessageDigest> hashes = new ArrayList<>();
    private Difference first;
    private long differing;

    private Verify() {
    }

    /**
     * Reads them all once.
     *
     * @param upTo compare up to here; 0: up to the highest number that all have
     * @throws IOException one line: something cannot be read
     */
    public static Verdict run(List<Path> directories, long upTo, Progress progress) throws IOException {
        try (OpenFiles files = new OpenFiles()) {
            return new Verify().compare(directories, upTo, files, progress);
        }
    }

    private Verdict compare(List<Path> directories, long wanted, OpenFiles files, Progress progress)
            throws IOException {
        int count = 1;
        for (Path path : directories) {
            count += DirectoryRecord.csvFiles(path).size();
        }
        int buffer = Math.max(LEAST_BUFFER, Math.min(MOST_BUFFER, BUFFERS / count));
        long common = Long.MAX_VALUE;
        long bytes = 0;
        for (Path path : directories) {
            DirectoryRecord record = new DirectoryRecord(path, files, buffer);
            records.add(record);
            hashes.add(sha256());
            common = Math.min(common, record.last());
            bytes += record.bytes();
        }
        long upTo = wanted > 0 ? wanted : common;
        boolean[] has = new boolean[records.size()];
        for (int i = 0; i < has.length; i++) {
            has[i] = next(i, upTo);
        }
        for (long seq = 1; seq <= upTo; seq = nextSequence(has, upTo)) {
            compare(seq, has);
            for (int i = 0; i < has.length; i++) {
                has[i] = has[i] && (records.get(i).seq > seq || next(i, upTo));
            }
            if (seq % ROWS_BETWEEN_PROGRESS == 0) {
                progress.at(files.bytesRead(), bytes);
            }
        }
        progress.at(bytes, bytes);
        records.forEach(DirectoryRecord::finish);
        return verdict(upTo);
    }

    private boolean next(int i, long upTo) throws IOException {
        DirectoryRecord record = records.get(i);
        if (!record.next(upTo)) {
            return false;
        }
        hashes.get(i).update(record.row, 0, record.length);
        return true;
    }

    /** The lowest number at which anybody stands. What nobody has is a problem of each and no difference. */
    private long nextSequence(boolean[] has, long upTo) {
        long lowest = upTo + 1;
        for (int i = 0; i < has.length; i++) {
            if (has[i]) {
                lowest = Math.min(lowest, records.get(i).seq);
            }
        }
        return lowest;
    }

    private void compare(long seq, boolean[] has) {
        DirectoryRecord a = records.get(0);
        boolean inA = has[0] && a.seq == seq;
        for (int i = 1; i < has.length; i++) {
            DirectoryRecord b = records.get(i);
            boolean inB = has[i] && b.seq == seq;
            if (inA != inB || inA && !a.sameRow(b)) {
                differing++;
                if (first == null) {
                    first = new Difference(seq, a.path(), inA ? a.rowText() : null, b.path(),
                            inB ? b.rowText() : null);
                }
                return;
            }
        }
    }

    private Verdict verdict(long upTo) {
        List<Found> found = new ArrayList<>();
        for (int i = 0; i < records.size(); i++) {
            DirectoryRecord r = records.get(i);
            found.add(new Found(r.path(), r.running(), r.last(), r.rows(), r.sensors(),
                    HexFormat.of().formatHex(hashes.get(i).digest()), r.problems(), r.problemCount()));
        }
        return new Verdict(upTo, found, first, differing);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
