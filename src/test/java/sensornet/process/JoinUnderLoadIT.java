package sensornet.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A peer that joins while over 2,000 readings a second stream in gets everything, and the stream does not stop for it. */
class JoinUnderLoadIT {
    private static final int READINGS_A_SECOND = 2100;
    /** So that the joiner has something to fetch while the stream goes on. */
    private static final int HISTORY = 50_000;
    /** A bound on "does not stop", not a measure of speed: machines with other work to do shall pass. */
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

    @RegisterExtension
    final Peers peers = new Peers();

    @Test
    void theStreamGoesOnWhileAPeerJoinsAndItGetsEverything() throws IOException {
        List<PeerProcess> three = peers.startAll("p1", "p2", "p3");
        PeerProcess leader = Peers.awaitOneGroup(three);
        leader.feed(Readings.lines("past", 1, HISTORY));
        Peers.awaitSameRows(HISTORY, three);
        Streams streams = new Streams(three, READINGS_A_SECOND / three.size());
        PeerProcess member = Peers.without(three, leader).get(0);
        Streams.awaitMoreRows(three, READINGS_A_SECOND);

        GrowthWatch watch = new GrowthWatch(member.dataDir().resolve(member.id()));
        PeerProcess joiner = peers.start("p4");
        List<PeerProcess> four = Stream.concat(three.stream(), Stream.of(joiner)).toList();
        assertEquals(leader, Peers.awaitOneGroup(four));
        Streams.awaitMoreRows(List.of(member, joiner), READINGS_A_SECOND);
        Duration pause = watch.stop();
        assertTrue(pause.compareTo(LONGEST_PAUSE) < 0, () -> "no new row at " + member.id() + " for " + pause);

        int fed = streams.stop(three);
        CsvFiles csv = Peers.awaitSame(fed + " rows of the stream", four, c -> c.rowCount() >= HISTORY + fed);
        assertEquals(HISTORY + fed, csv.rowCount());
        assertEquals(Readings.rows(1, HISTORY), csv.readings("past"));
        streams.assertAllIn(csv, three);
    }

    /** Looks at the size of a peer's files all the time, on its own thread, for the longest time without growth. */
    private static final class GrowthWatch {
        private static final long LOOK_EVERY = 10_000_000;

        private final Path dir;
        private final Thread thread = new Thread(this::run, "growth-watch");
        private long longest;
        private volatile boolean stopping;

        GrowthWatch(Path dir) {
            this.dir = dir;
            thread.setDaemon(true);
            thread.start();
        }

        private void run() {
            long size = size();
            long pause = 0;
            long before = System.nanoTime();
            while (!stopping) {
                LockSupport.parkNanos(LOOK_EVERY);
                long now = System.nanoTime();
                long seen = size();
                // When this very thread stood still, that says nothing about the peer.
                pause = seen > size ? 0 : pause + Math.min(now - before, 10 * LOOK_EVERY);
                longest = Math.max(longest, pause);
                before = now;
                size = seen;
            }
        }

        private long size() {
            try (Stream<Path> files = Files.list(dir)) {
                long sum = 0;
                for (Path file : files.filter(f -> f.toString().endsWith(".csv")).toList()) {
                    sum += Files.size(file);
                }
                return sum;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** The longest time without growth. */
        Duration stop() {
            stopping = true;
            try {
                thread.join();
            } catch (InterruptedException e) {
                throw new AssertionError("interrupted", e);
            }
            return Duration.ofNanos(longest);
        }
    }
}
