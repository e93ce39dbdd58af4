package sensornet.sensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real programs, followed by running sensors. */
class FollowSourceTest {
    @TempDir
    Path dir;

    @Test
    void everyLineIsAReadingAtOnce() throws IOException {
        Path script = script("echo '{\"model\":\"X\",\"id\":7,\"temperature_C\":1.50}'", "echo 's,,2.50,,'", "exec sleep 1000");
        try (Measuring measuring = new Measuring(dir, List.of("radio=follow:" + script), "X-7:temperature-offset=-0.5")) {
            measuring.await("X-7|1.00||");
            measuring.await("s|2.50||");
        }
    }

    @Test
    void aProgramThatEndsIsStartedAgainLaterAndLater() throws Exception {
        List<Long> pauses = Collections.synchronizedList(new ArrayList<>());
        try (Logged log = new Logged()) {
            FollowSource source = new FollowSource("radio", "echo ,,1,,; echo rubbish; echo 'usb_claim error' >&2; exit 3", null,
                    Measuring.CLOCK, SensorOptions.NONE, ms -> {
                pauses.add(ms);
                if (pauses.size() == 8) {
                    throw new InterruptedException();
                }
            });
            List<String> taken = new ArrayList<>();
            try {
                source.run((b, n) -> taken.add(new String(b)));
            } catch (InterruptedException e) {
                assertEquals(List.of(1000L, 2000L, 4000L, 8000L, 16_000L, 32_000L, 60_000L, 60_000L), pauses);
            }
            assertEquals(8, taken.size());
            log.await("ended (exit code 3, stderr 'usb_claim error') after ");
            log.await(" s, 2 lines: 1 readings, 1 bad; it is started again in 1 s");
            log.await("WARN Sensor radio line 2 skipped: number of fields is 1");
            log.await("INFO Sensor radio: stderr: 'usb_claim error'");
        }
    }

    @Test
    void aProgramThatRanWellForAWhileStartsAnew() {
        Backoff backoff = new Backoff();
        backoff.after(Duration.ZERO);
        backoff.after(Duration.ofSeconds(59));
        assertEquals(Duration.ofSeconds(4), backoff.after(Duration.ofSeconds(1)));
        assertEquals(Duration.ofSeconds(1), backoff.after(Duration.ofMinutes(1)));
        assertEquals(Duration.ofSeconds(2), backoff.after(Duration.ZERO));
    }

    @Test
    void aProgramIsReadOnlyAsFastAsTheGroupTakes() throws Exception {
        Path progress = dir.resolve("progress");
        Path script = script("i=0", "while [ $i -lt 200000 ]; do i=$((i+1)); echo \",,$i,,\"; echo $i > " + progress + "; done");
        SensorSpec spec = SensorSpec.parse("radio=follow:" + script, "p");
        AtomicLong puts = new AtomicLong();
        Sensors sensors = Sensors.start(List.of(spec), Duration.ZERO, (b, n) -> {
            puts.incrementAndGet();
            new java.util.concurrent.CountDownLatch(1).await();
        }, new Sensors.World(null, Measuring.CLOCK, null, dir));
        try {
            // A full pipe (64 KiB) and our buffer are all that can be under way: the program stands still.
            String[] last = {""};
            long[] since = {0};
            Eventually.until("the program stands still", () -> {
                String now = read(progress);
                if (now.isEmpty() || !now.equals(last[0])) {
                    last[0] = now;
                    since[0] = System.nanoTime();
                }
                return System.nanoTime() - since[0] > 1_000_000_000L;
            });
            assertEquals(1, puts.get());
            assertTrue(Long.parseLong(last[0]) < 60_000, last[0]);
        } finally {
            sensors.close();
        }
    }

    @Test
    void aProgramThatHangsSilentlyIsEndedIfAUserSaysHowLongSilenceCanBe() throws IOException {
        Path script = script("echo ',,1,,'", "exec sleep 1000");
        try (Logged log = new Logged(); Measuring measuring = new Measuring(dir, List.of("radio=follow:" + script),
                "radio:time-limit=0.2S")) {
            log.await("has been silent for its time-limit of 200 ms and is ended");
            log.await("is started again in 1 s");
            Eventually.until("it is started again", () -> measuring.taken().size() == 2);
        }
    }

    @Test
    void theWholeTreeOfProcessesEndsWithThePeerAlsoIfItDoesNotWantTo() throws IOException {
        Path script = script("trap '' TERM", "sleep 1000 &", "echo $! > " + dir + "/child", "echo \",,$$,,\"", "while true; do sleep 0.1; done");
        try (Logged log = new Logged()) {
            long pid;
            try (Measuring measuring = new Measuring(dir, List.of("radio=follow:" + script), "temperature-range=0..99999999")) {
                Eventually.until("it runs", () -> !measuring.taken().isEmpty());
                pid = Long.parseLong(measuring.taken().get(0).split("\\|")[1]);
            }
            long child = Long.parseLong(Files.readString(dir.resolve("child")).strip());
            for (long id : new long[]{pid, child}) {
                Eventually.until(id + " is gone", () -> ProcessHandle.of(id).map(p -> !p.isAlive()).orElse(true));
            }
            assertEquals(List.of(), log.lines());
        }
    }

    @Test
    void aFloodOfStderrIsAFewLinesOfLog() {
        List<String> log = new ArrayList<>();
        long[] now = {0};
        LimitedLog limited = new LimitedLog("stderr: ", log::add, () -> now[0], Duration.ofSeconds(10));
        for (int i = 0; i < 1000; i++) {
            limited.line("x" + i);
        }
        assertEquals(LimitedLog.LINES, log.size());
        assertEquals("stderr: 'x0'", log.get(0));
        now[0] += 10_000_000_000L;
        limited.line("y");
        assertEquals(List.of("stderr: (990 more lines, not shown)", "stderr: 'y'"), log.subList(10, 12));
    }

    private static String read(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file).strip() : "";
        } catch (IOException e) {
            return "";
        }
    }

    private Path script(String... lines) throws IOException {
        Path file = Files.writeString(dir.resolve("follow.sh"), "#!/bin/sh\n" + String.join("\n", lines) + "\n");
        assertTrue(file.toFile().setExecutable(true));
        return file;
    }
}
