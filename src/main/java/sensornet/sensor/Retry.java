package sensornet.sensor;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;

/** A bus is disturbed at times (EIO) and fine a moment later. */
final class Retry {
    static final int ATTEMPTS = 3;
    private static final long PAUSE_MILLIS = 50;

    /** Waits; a test has its own. */
    interface Pause {
        void millis(long millis) throws InterruptedException;
    }

    private Retry() {
    }

    /** The same sensor, asked again if it fails. */
    static PolledSource.Poll poll(PolledSource.Poll poll) {
        return new PolledSource.Poll() {
            @Override
            public List<Reading> read(Instant now) throws IOException, InterruptedException {
                return of(() -> poll.read(now));
            }

            @Override
            public void stop() {
                poll.stop();
            }
        };
    }

    /** @throws IOException that of the last attempt */
    static <T> T of(Callable<T> read) throws IOException, InterruptedException {
        return of(read, Thread::sleep);
    }

    static <T> T of(Callable<T> read, Pause pause) throws IOException, InterruptedException {
        for (int attempt = 1; ; attempt++) {
            try {
                return read.call();
            } catch (IOException e) {
                if (attempt == ATTEMPTS) {
                    throw e;
                }
                pause.millis(PAUSE_MILLIS);
            } catch (RuntimeException | InterruptedException e) {
                throw e;
            } catch (Exception e) {
                throw new IOException(e.toString(), e);
            }
        }
    }
}
