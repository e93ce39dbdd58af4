package sensornet.cli;

import java.io.PrintStream;

/** How far long work is, on a terminal only: not in the first second, and a few times a second. One thread. */
final class ProgressBar {
    private static final long QUIET_NANOS = 1_000_000_000L;
    private static final long EVERY_NANOS = 200_000_000L;
    private static final int WIDTH = 40;

    private final PrintStream err;
    private final boolean terminal = System.console() != null;
    private long nextAt = System.nanoTime() + QUIET_NANOS;
    private boolean shown;

    ProgressBar(PrintStream err) {
        this.err = err;
    }

    void show(long done, long all) {
        if (!terminal || System.nanoTime() - nextAt < 0) {
            return;
        }
        nextAt = System.nanoTime() + EVERY_NANOS;
        int percent = all == 0 ? 100 : (int) Math.min(100, 100 * done / all);
        int filled = WIDTH * percent / 100;
        err.printf("\r[%s%s] %3d %%", "#".repeat(filled), "-".repeat(WIDTH - filled), percent);
        err.flush();
        shown = true;
    }

    /** The line is free again for what comes. */
    void clear() {
        if (shown) {
            err.print("\r" + " ".repeat(WIDTH + 8) + "\r");
            err.flush();
        }
    }
}
