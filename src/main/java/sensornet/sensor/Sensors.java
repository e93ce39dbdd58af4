package sensornet.sensor;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The running sensors of one peer, each on a daemon thread of its own. */
public final class Sensors implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Sensors.class);
    private static final long STOP_MILLIS = 500;
    /** For programs that have to be ended by force, on a busy host. */
    private static final long STOP_PROGRAMS_MILLIS = 1000;

    /** What sensors take from the world around the peer; a test has its own. */
    record World(InputStream stdin, Clock clock, Instant built, Path sysfs) {
        static World real() {
            return new World(System.in, Clock.systemUTC(), BuildTime.get(), Sysfs.ROOT);
        }
    }

    private record Running(Sources.Feed feed, Thread thread) {
    }

    private final List<Running> running;

    private Sensors(List<Running> running) {
        this.running = running;
    }

    /**
     * Starts them all.
     *
     * @param interval for sources that are polled; 0 = as fast as the sink takes them
     * @param sink called by all their threads
     */
    public static Sensors start(List<SensorSpec> specs, Duration interval, ReadingSink sink) {
        return start(specs, interval, sink, World.real());
    }

    static Sensors start(List<SensorSpec> specs, Duration interval, ReadingSink sink, World world) {
        ReadingSink checked = new ClockCheck(sink, world.clock, world.built, LOG::warn, LOG::info);
        List<Running> running = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        for (SensorSpec spec : specs) {
            Sources.Setup setup = new Sources.Setup(spec, interval, world.stdin, world.clock, world.sysfs);
            for (Sources.Feed feed : Sources.named(spec.source()).create().apply(setup)) {
                // The options were checked for that; but several devices of one option have ids of their own.
                if (!ids.add(feed.id().toLowerCase(Locale.ROOT))) {
                    LOG.warn("Two sensors are called {}, and their readings share one file: give one of them another id", feed.id());
                }
                Thread thread = new Thread(() -> run(feed, spec, checked), "sensor-" + feed.id());
                // A read of standard input or of a stuck device cannot be interrupted; it must not keep the process alive.
                thread.setDaemon(true);
                thread.start();
                running.add(new Running(feed, thread));
            }
        }
        return new Sensors(running);
    }

    private static void run(Sources.Feed feed, SensorSpec spec, ReadingSink sink) {
        try {
            feed.source().run(sink);
        } catch (InterruptedException | InterruptedIOException e) {
            LOG.debug("Sensor {} stopped", feed.id());
        } catch (IOException | RuntimeException e) {
            LOG.error("Sensor {} ({}) failed and ends, the peer stays: {}", feed.id(), spec.shown(), e.toString(), e);
        }
    }

    /**
     * Asks all to stop and waits a moment. A thread that reads standard input or a stuck device may stay in its read, but
     * puts nothing more.
     */
    @Override
    public void close() {
        // All at the same time: a program that has to be ended by force must not take the time of the others.
        List<Thread> stops = new ArrayList<>();
        for (Running sensor : running) {
            Thread stop = new Thread(sensor.feed.source()::stop, "stop-" + sensor.feed.id());
            stop.setDaemon(true);
            stop.start();
            stops.add(stop);
            sensor.thread.interrupt();
        }
        long began = System.nanoTime();
        try {
            join(stops, began + STOP_PROGRAMS_MILLIS * 1_000_000);
            join(running.stream().map(Running::thread).toList(), began + STOP_MILLIS * 1_000_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void join(List<Thread> threads, long until) throws InterruptedException {
        for (Thread thread : threads) {
            thread.join(Math.max(1, (until - System.nanoTime()) / 1_000_000));
        }
    }
}
