package sensornet.sensor;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The running sensors of one peer, each on a daemon thread of its own. */
public final class Sensors implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Sensors.class);
    private static final long STOP_MILLIS = 500;

    private final List<Thread> threads;

    private Sensors(List<Thread> threads) {
        this.threads = threads;
    }

    /**
     * Starts them all.
     *
     * @param interval for sources that are polled; 0 = as fast as the sink takes them
     * @param sink called by all their threads
     */
    public static Sensors start(List<SensorSpec> specs, Duration interval, ReadingSink sink) {
        return start(specs, interval, sink, System.in, Clock.systemUTC());
    }

    static Sensors start(List<SensorSpec> specs, Duration interval, ReadingSink sink, InputStream stdin, Clock clock) {
        List<Thread> threads = new ArrayList<>();
        for (SensorSpec spec : specs) {
            SensorSource source = Sources.named(spec.source()).create()
                    .apply(new Sources.Setup(spec.id(), interval, stdin, clock));
            Thread thread = new Thread(() -> run(spec, source, sink), "sensor-" + spec.id());
            // A read of standard input cannot be interrupted; it must not keep the process alive.
            thread.setDaemon(true);
            thread.start();
            threads.add(thread);
        }
        return new Sensors(threads);
    }

    private static void run(SensorSpec spec, SensorSource source, ReadingSink sink) {
        try {
            source.run(sink);
        } catch (InterruptedException | InterruptedIOException e) {
            LOG.debug("Sensor {} stopped", spec.id());
        } catch (IOException | RuntimeException e) {
            LOG.error("Sensor {} ({}) failed and ends, the peer stays: {}", spec.id(), spec.source(), e.toString(), e);
        }
    }

    /** Asks all to stop and waits a moment. A thread that reads standard input may stay in its read, but puts nothing more. */
    @Override
    public void close() {
        threads.forEach(Thread::interrupt);
        long until = System.nanoTime() + STOP_MILLIS * 1_000_000;
        try {
            for (Thread thread : threads) {
                thread.join(Math.max(1, (until - System.nanoTime()) / 1_000_000));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
