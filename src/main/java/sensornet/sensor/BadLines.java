package sensornet.sensor;

import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Counts and reports lines that were skipped: the first ones each with its reason, then at most one line a second with
 * a count, so that a gigabyte of rubbish does not become a gigabyte of log. Of one thread.
 */
final class BadLines {
    static final int IN_FULL = 20;
    private static final long SECOND = 1_000_000_000L;

    private final String name;
    private final Consumer<String> log;
    private final LongSupplier nanos;
    private long count;
    private long untold;
    private long lastLine;
    private String lastReason;
    private long toldAt;

    /**
     * @param name of what the lines come from
     * @param nanos monotonic nanoseconds
     */
    BadLines(String name, Consumer<String> log, LongSupplier nanos) {
        this.name = name;
        this.log = log;
        this.nanos = nanos;
    }

    void add(long line, String reason) {
        count++;
        if (count <= IN_FULL) {
            log.accept(name + " line " + line + " skipped: " + reason
                    + (count == IN_FULL ? " (from here on one line a second with the count)" : ""));
            toldAt = nanos.getAsLong();
            return;
        }
        untold++;
        lastLine = line;
        lastReason = reason;
        tellIfDue();
    }

    /** Call now and then, so that a count does not wait for the next bad line. */
    void tellIfDue() {
        if (untold > 0 && nanos.getAsLong() - toldAt >= SECOND) {
            tell();
        }
    }

    /** Call at the end. */
    void tell() {
        if (untold > 0) {
            log.accept(name + ": " + untold + " more bad lines skipped, " + count + " in all; the latest was line "
                    + lastLine + ": " + lastReason);
            untold = 0;
            toldAt = nanos.getAsLong();
        }
    }

    long count() {
        return count;
    }
}
