package sensornet.chaos;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * All that was fed and all that was ever seen in anybody's CSV, and so what has to be there at the end.
 *
 * A row that was seen at a peer in a view has to survive as long as one member of that view keeps its data (G5). Each
 * reading therefore has a set of guardians, hosts as bits: the members of the views in which it was seen, less those
 * that have lost their data since. Who gets it again and shows it is a guardian again.
 */
final class Ledger {
    private static final byte SEEN = (byte) 0x80;
    static final int MAX_HOSTS = 7;

    /** The readings fed to one process. All under the ledger's monitor. */
    static final class Source {
        final int host;
        final int run;
        /** How many were handed to the process, and how many more were on their way when it ended. */
        private int fed;
        private int tried;
        /** Lives to the end: all of it has to be there (G3). */
        private boolean alive = true;
        private byte[] guardians = new byte[1024];
        private int highest;

        Source(int host, int run) {
            this.host = host;
            this.run = run;
        }
    }

    private final boolean rowsNeverChange;
    private final List<List<Source>> sources = new ArrayList<>();
    /** By sequence number, if that never changes. */
    private long[] rows = new long[1024];
    private long lastRow;
    private final Violations violations;

    /** @param rowsNeverChange with a quorum: what was seen at a sequence number stays there */
    Ledger(boolean rowsNeverChange, Violations violations) {
        this.rowsNeverChange = rowsNeverChange;
        this.violations = violations;
        for (int i = 0; i <= MAX_HOSTS; i++) {
            sources.add(new ArrayList<>());
        }
    }

    // ---- what is fed

    /** A process on that host starts. Its run is the number of those before, and 1. */
    synchronized Source started(int host) {
        Source source = new Source(host, sources.get(host).size() + 1);
        sources.get(host).add(source);
        return source;
    }

    synchronized void trying(Source source, int upTo) {
        source.tried = upTo;
    }

    synchronized void fed(Source source, int upTo) {
        source.fed = upTo;
    }

    synchronized int fed(Source source) {
        return source.fed;
    }

    /** Its process has ended: what nobody has seen may be gone with it. */
    synchronized void ended(Source source) {
        source.alive = false;
    }

    // ---- what is seen

    /** @param guardians members of the view in which this was seen, less those known to have lost their data */
    synchronized void seen(String where, Row row, int guardians) {
        Source source = source(row);
        if (source == null || row.number() < 1 || row.number() > source.tried) {
            violations.add("G4", where + " shows a reading that was never fed: " + row);
            return;
        }
        int i = row.number() - 1;
        if (i >= source.guardians.length) {
            source.guardians = Arrays.copyOf(source.guardians, Math.max(i + 1, 2 * source.guardians.length));
        }
        source.guardians[i] |= (byte) (guardians | SEEN);
        source.highest = Math.max(source.highest, row.number());
        if (rowsNeverChange) {
            seenAt(where, row);
        }
    }

    private void seenAt(String where, Row row) {
        int i = Math.toIntExact(row.sequence());
        if (i >= rows.length) {
            rows = Arrays.copyOf(rows, Math.max(i + 1, 2 * rows.length));
        }
        if (rows[i] != 0 && rows[i] != row.reading()) {
            violations.add("G7", where + " shows at sequence " + i + " " + Row.describe(row.reading())
                    + ", where somebody showed " + Row.describe(rows[i]) + " before");
        }
        rows[i] = rows[i] == 0 ? row.reading() : rows[i];
        lastRow = Math.max(lastRow, i);
    }

    /** That host's data are gone, or will never be there again. */
    synchronized void lost(int host) {
        byte rest = (byte) ~bit(host);
        for (List<Source> ofHost : sources) {
            for (Source source : ofHost) {
                for (int i = 0; i < source.highest; i++) {
                    source.guardians[i] &= rest;
                }
            }
        }
    }

    static int bit(int host) {
        return 1 << host - 1;
    }

    // ---- what has to be there

    synchronized List<Source> all() {
        return sources.stream().flatMap(List::stream).toList();
    }

    /** Null if there was none. */
    synchronized Source source(Row row) {
        List<Source> ofHost = row.host() < 1 || row.host() > MAX_HOSTS ? List.of() : sources.get(row.host());
        return row.run() < 1 || row.run() > ofHost.size() ? null : ofHost.get(row.run() - 1);
    }

    synchronized boolean isAlive(Source source) {
        return source.alive;
    }

    /** Why that reading has to be there, or null if it may be gone. */
    synchronized String reason(Source source, int number) {
        if (source.alive && number <= source.fed) {
            return "was fed to a peer that never died";
        }
        if (number > source.highest || source.guardians[number - 1] == 0) {
            return null;
        }
        int guardians = source.guardians[number - 1] & ~SEEN;
        List<String> ids = new ArrayList<>();
        for (int host = 1; host <= MAX_HOSTS; host++) {
            if ((guardians & bit(host)) != 0) {
                ids.add("p" + host);
            }
        }
        return ids.isEmpty() ? null : "was shown, and of those who had it " + ids + " kept their data";
    }

    /** The highest number that there can be. */
    synchronized int highest(Source source) {
        return Math.max(source.alive ? source.fed : 0, source.highest);
    }

    /** How many were handed to its process, or were on their way when it ended. */
    synchronized int tried(Source source) {
        return source.tried;
    }

    /** How many of those fed to processes that live nobody has shown yet. */
    synchronized long unseen() {
        return all().stream().filter(s -> s.alive).mapToLong(s -> s.fed - s.highest).sum();
    }

    /** What stands at that number since it was first seen; 0 if nothing was, or if rows may move. */
    synchronized long rowAt(long sequence) {
        return sequence < rows.length ? rows[(int) sequence] : 0;
    }

    synchronized long lastRow() {
        return lastRow;
    }

    /** How many readings were fed in all. */
    synchronized long fed() {
        return all().stream().mapToLong(s -> s.fed).sum();
    }

    /** How many were shown once and may be gone by the contract, since all who had them lost their data. */
    synchronized long excused() {
        long n = 0;
        for (Source source : all()) {
            for (int i = 0; i < source.highest; i++) {
                n += source.guardians[i] == SEEN ? 1 : 0;
            }
        }
        return n;
    }
}
