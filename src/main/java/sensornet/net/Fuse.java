package sensornet.net;

import java.net.Socket;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Closes a socket at a deadline, whatever somebody waits for on it: a timeout of single reads would let a stranger who
 * sends a byte a second spend hours on one TLS handshake.
 */
final class Fuse implements AutoCloseable {
    /** Where reads keep the deadline themselves. */
    static final Fuse NONE = new Fuse();
    private static final ScheduledThreadPoolExecutor TIMER = timer();

    private final ScheduledFuture<?> task;
    private volatile boolean burnt;

    private Fuse() {
        task = null;
    }

    private Fuse(Socket socket, long nanos) {
        task = TIMER.schedule(() -> {
            burnt = true;
            Sockets.close(socket);
        }, Math.max(0, nanos - System.nanoTime()), TimeUnit.NANOSECONDS);
    }

    /** @param deadline in {@link System#nanoTime} */
    static Fuse lit(Socket socket, long deadline) {
        return new Fuse(socket, deadline);
    }

    private static ScheduledThreadPoolExecutor timer() {
        ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, r -> {
            Thread thread = new Thread(r, "handshake-deadlines");
            thread.setDaemon(true);
            return thread;
        });
        timer.setRemoveOnCancelPolicy(true);
        return timer;
    }

    boolean isBurnt() {
        return burnt;
    }

    @Override
    public void close() {
        if (task != null) {
            task.cancel(false);
        }
    }
}
