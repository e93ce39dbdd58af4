package sensornet.sensor;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Reads of one device on a daemon thread of their own. A read that is stuck in the kernel can be neither interrupted nor
 * abandoned; here it holds up nothing but itself, and no second one is begun before it has come back. Of one thread.
 */
final class Deadline {
    private final Duration limit;
    private final ExecutorService worker;
    private Future<?> last;
    private long lastBegan;

    Deadline(String threadName, Duration limit) {
        this.limit = limit;
        worker = Executors.newSingleThreadExecutor(task -> {
            Thread thread = new Thread(task, threadName);
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * The result of {@code read}.
     *
     * @throws IOException it failed, has not ended in time, or an earlier one has still not ended
     */
    <T> T call(Callable<T> read) throws IOException, InterruptedException {
        if (last != null && !last.isDone()) {
            throw new IOException("a read that began " + (System.nanoTime() - lastBegan) / 1_000_000_000 + " s ago still hangs");
        }
        lastBegan = System.nanoTime();
        try {
            Future<T> future = worker.submit(read);
            last = future;
            return future.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            throw new InterruptedException("the peer stops");
        } catch (TimeoutException e) {
            throw new IOException("no answer within " + limit.toMillis() + " ms");
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            if (cause instanceof IOException io) {
                throw io;
            }
            if (cause instanceof InterruptedException interrupted) {
                throw interrupted;
            }
            if (cause instanceof RuntimeException runtime) {
                throw runtime;
            }
            throw new IOException(cause.toString(), cause);
        }
    }

    /** The thread ends when it can. */
    void end() {
        worker.shutdownNow();
    }
}
