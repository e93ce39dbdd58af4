package sensornet.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code verify} on the directories of real peers. */
class VerifyIT {
    @RegisterExtension
    final Peers peers = new Peers();

    @Test
    void runningPeersAreIdenticalTheHashIsThatOfTheShellAndOneChangedDigitIsShown() throws IOException, InterruptedException {
        List<PeerProcess> three = peers.startAll("a", "b", "c");
        Peers.awaitOneGroup(three);
        Streams streams = new Streams(three, 500);
        Streams.awaitMoreRows(three, 500);
        String[] dirs = three.stream().map(p -> p.dataDir().resolve(p.id()).toString()).toArray(String[]::new);
        Jar.Ended running = verify("table", dirs);
        assertEquals(0, running.code(), running.out() + running.err());
        assertTrue(running.out().contains("identical up to sequence "), running.out());
        Peers.awaitSameRows(streams.stop(three), three);
        three.forEach(PeerProcess::terminate);
        three.forEach(PeerProcess::exitCode);

        String hash = shell("tail -qn +2 " + dirs[0] + "/*.csv | sort -t, -nk1 | sha256sum").split(" ")[0];
        assertEquals(0, verify("json", dirs).code());
        assertTrue(verify("json", dirs).out().contains("\"sha256\":\"" + hash + "\""));

        Path file = three.get(1).dataDir().resolve("b").resolve(Streams.sensor(three.get(0)) + ".csv");
        Files.writeString(file, Files.readString(file).replaceFirst("(?m)^(\\d+,[^,]+,[^,]+,)", "$1" + "9"));
        Jar.Ended changed = verify("table", dirs);
        assertEquals(1, changed.code(), changed.out());
        assertTrue(changed.out().contains("different from sequence "), changed.out());
        assertEquals(2, verify("table", dirs[0], dirs[0] + "-none").code());
    }

    private static Jar.Ended verify(String format, String... dirs) {
        String[] args = new String[dirs.length + 3];
        args[0] = "verify";
        args[1] = "--format";
        args[2] = format;
        System.arraycopy(dirs, 0, args, 3, dirs.length);
        return Jar.run(args);
    }

    private static String shell(String command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("sh", "-c", command).start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor());
        return out;
    }
}
