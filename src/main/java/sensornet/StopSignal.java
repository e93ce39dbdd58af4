package sensornet;

import java.util.function.IntSupplier;

/** Makes SIGTERM and Ctrl-C a clean way out: exit code 0, where the JVM's own would be 143 or 130. */
public final class StopSignal {

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
                try {
                    Thread.sleep(boundMillis);
                    Runtime.getRuntime().halt(1);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
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
}
