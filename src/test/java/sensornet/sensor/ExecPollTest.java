package sensornet.sensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real programs, run by running sensors. */
class ExecPollTest {
    @TempDir
    Path dir;

    @Test
    void aProgramIsRunAtEveryIntervalAndItsLinesAreReadings() throws IOException {
        Path script = script("echo run >> " + dir + "/runs", "echo ',,21.50,,'", "echo '{\"model\":\"X\",\"id\":7,\"humidity\":40.0}'");
        try (Measuring measuring = new Measuring(dir, List.of("x=exec:" + script))) {
            measuring.await("x|21.50||");
            measuring.await("X-7||40.0|");
            Eventually.until("it was run several times", () -> measuring.taken().size() >= 6);
        }
        int runs = Files.readAllLines(dir.resolve("runs")).size();
        assertTrue(runs >= 3, "" + runs);
    }

    @Test
    void aCommandMayHaveArgumentsQuotesCommasAndPipes() {
        try (Measuring measuring = new Measuring(dir, List.of("x=exec:printf '%s\\n' 'DATA|x||1.0|2,|1000' | tr -d ,"))) {
            measuring.await("x|1.0|2|1000");
        }
    }

    @Test
    void aProgramThatFailsHasGivenNoReadingAndItsCodeAndStderrAreSaid() throws IOException {
        Path script = script("echo ',,21.50,,'", "echo 'no bus' >&2", "echo 'no such chip' >&2", "test -e " + dir + "/ok");
        try (Logged log = new Logged(); Measuring measuring = new Measuring(dir, List.of("x=exec:" + script))) {
            log.await("WARN Sensor x: no reading: '" + shown(script) + "' failed: exit code 1, stderr 'no such chip'");
            log.await("INFO Sensor x: stderr: 'no bus'");
            assertEquals(List.of(), measuring.taken());
            Files.createFile(dir.resolve("ok"));
            measuring.await("x|21.50||");
            log.await("INFO Sensor x: reading is good again");
            assertEquals(1, log.count("WARN"), log.lines().toString());
        }
    }

    @Test
    void aProgramThatIsNotThereIsSaid() {
        try (Logged log = new Logged(); Measuring measuring = new Measuring(dir, List.of("x=exec:/no/such/program"))) {
            log.await("WARN Sensor x: no reading: '/no/such/program' failed: exit code 127, stderr '");
        }
    }

    @Test
    void aProgramThatHangsIsEndedWithAllItsChildrenAndHoldsUpNothingElse() throws IOException {
        Path script = script("sleep 1000 &", "echo $! >> " + dir + "/child", "sleep 1000");
        try (Logged log = new Logged(); Measuring measuring = new Measuring(dir, List.of("x=exec:" + script, "y=exec:echo ,,1,,"),
                "x:time-limit=0.2S")) {
            log.await("WARN Sensor x: no reading: '" + shown(script) + "' did not end within 200 ms and was ended");
            int before = measuring.taken().size();
            Eventually.until("the other one goes on", () -> measuring.taken().size() > before + 3);
            long child = Long.parseLong(Files.readAllLines(dir.resolve("child")).get(0));
            Eventually.until("its child is gone", () -> ProcessHandle.of(child).map(p -> !p.isAlive()).orElse(true));
        }
    }

    @Test
    void aProgramThatPrintsNothingOrRubbishIsSaid() throws IOException {
        try (Logged log = new Logged(); Measuring measuring = new Measuring(dir, List.of("x=exec:true", "y=exec:echo 21.5; echo ,,1,,",
                "z=exec:head -c 100000 /dev/zero"))) {
            log.await("WARN Sensor x: no reading: 'true' printed nothing: exit code 0, nothing on stderr");
            log.await("WARN Sensor y: a line that is no reading was skipped: number of fields is 1");
            measuring.await("y|1||");
            log.await("WARN Sensor z: no reading: it printed more than 65536 bytes");
        }
    }

    @Test
    void aChildThatKeepsThePipeDoesNotHoldUpTheReading() throws IOException {
        Path script = script("echo ',,21.50,,'", "sleep 3 &");
        try (Measuring measuring = new Measuring(dir, List.of("x=exec:" + script))) {
            measuring.await("x|21.50||");
        }
    }

    @Test
    void aRunningProgramEndsWithThePeerAndInSilence() throws IOException {
        Path script = script("echo $$ > " + dir + "/pid.tmp", "mv " + dir + "/pid.tmp " + dir + "/pid", "sleep 1000");
        try (Logged log = new Logged()) {
            long pid;
            try (Measuring measuring = new Measuring(dir, List.of("x=exec:" + script))) {
                Eventually.until("it runs", () -> Files.exists(dir.resolve("pid")));
                pid = Long.parseLong(Files.readString(dir.resolve("pid")).strip());
                assertTrue(ProcessHandle.of(pid).isPresent());
            }
            Eventually.until("it is gone", () -> ProcessHandle.of(pid).map(p -> !p.isAlive()).orElse(true));
            assertEquals(List.of(), log.lines());
        }
    }

    private Path script(String... lines) throws IOException {
        Path file = Files.writeString(dir.resolve("read.sh"), "#!/bin/sh\n" + String.join("\n", lines) + "\n");
        assertTrue(file.toFile().setExecutable(true));
        return file;
    }

    private static String shown(Path script) {
        String text = Texts.shown(script.toString());
        return text.substring(1, text.length() - 1);
    }
}
