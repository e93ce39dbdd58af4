package sensornet;

import java.util.function.IntSupplier;

/**
 * Makes SIGTERM and Ctrl-C a clean way out: exit code 0, where the JVM's own would be 143 or 130. A second signal ends
 * the process at once, with exit code 1.
 */
public final class StopSignal {

    private static final long LOOK_EVERY_MS = 20;

    private StopSignal() {
    }

    /**
     * Calls {@code leave} when the process is asked to stop, or is ending anyhow, and exits with what it returns.
     *
     * @param leave leaves the group and closes the files; called once, on a thread of its own; returns the exit code,
     *              also if all that was done before. Must not call {@code System.exit}, which would wait for itself
     * @param boundMillis after so long the process ends with code 1, whatever {@code leave} is waiting for
     */
    public static void onStop(IntSupplier leave, long boundMillis) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            Thread watchdog = new Thread(() -> {
                long deadline = System.nanoTime() + boundMillis * 1_000_000;
                try {
                    while (System.nanoTime() - deadline < 0 && signals() < 2) {
                        Thread.sleep(LOOK_EVERY_MS);
                    }
                    System.err.println(signals() < 2 ? "not gone " + boundMillis + "ms after the signal: stopping at once"
                            : "a second signal: stopping at once; the others have to find out");
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                Runtime.getRuntime().halt(1);
            }, "stop-watchdog");
            watchdog.setDaemon(true);
            watchdog.start();
            int code = 1;
            try {
                code = leave.getAsInt();
            } finally {
                System.out.flush();
                Runtime.getRuntime().halt(code);
            }
        }, "stop"));
    }

    /**
     * How many signals are being handled. The JVM gives each a thread of its own, which then waits for the shutdown
     * hooks, so a second signal shows as a second such thread; the one public way to hear of it. Were they named
     * otherwise, a second signal would do nothing, as in any Java program.
     */
    private static int signals() {
        ThreadGroup root = Thread.currentThread().getThreadGroup();
        while (root.getParent() != null) {
            root = root.getParent();
        }
        Thread[] threads = new Thread[root.activeCount() + 16];
        int n = root.enumerate(threads);
        int signals = 0;
        for (int i = 0; i < n; i++) {
            if (threads[i].getName().matches("SIG[A-Z]+ handler")) {
                signals++;
            }
        }
        return signals;
    }
}
