package sensornet.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code scripts/start-peers.sh}, the first thing that a newcomer runs. */
class LauncherIT {
    @RegisterExtension
    final Peers peers = new Peers();

    @Test
    void startsPeersPrefixesTheirLinesAndLeavesNoProcessBehind() throws Exception {
        Path data = peers.dir().resolve("data");
        Path console = peers.dir().resolve("launcher.out");
        Process script = new ProcessBuilder("scripts/start-peers.sh", "3", "--broadcast-port",
                "" + peers.broadcastPort(), "--sensor-interval", "100ms", "--data-dir", data.toString(),
                "--log-dir", peers.dir().resolve("logs").toString())
                .redirectErrorStream(true).redirectOutput(console.toFile()).start();
        List<ProcessHandle> family = List.of();
        try {
            Await.until("three peers write", () -> List.of("peer1", "peer2", "peer3").stream()
                    .allMatch(id -> CsvFiles.read(data.resolve(id)).bySensor().size() == 3));
            for (String id : List.of("peer1", "peer2", "peer3")) {
                Await.until("lines of " + id, () -> text(console).lines().anyMatch(l -> l.matches(id + " +\\| .*")));
            }
            Await.until("it says where the files are", () -> text(console).contains(": " + data + "/")
                    && text(console).lines().anyMatch(l -> l.contains(peers.dir().resolve("logs") + "/peer")));
            family = script.descendants().toList();
            assertTrue(family.size() >= 3);
            script.destroy();
            assertTrue(script.waitFor(20, TimeUnit.SECONDS), "does not end");
            assertEquals(0, script.exitValue(), () -> text(console));
            List<ProcessHandle> started = family;
            Await.until("all that it started is gone", () -> started.stream().noneMatch(LauncherIT::runs));
        } catch (AssertionError e) {
            System.out.println(text(console));
            throw e;
        } finally {
            script.descendants().forEach(ProcessHandle::destroyForcibly);
            family.forEach(ProcessHandle::destroyForcibly);
            script.destroyForcibly();
        }
    }

    /** A process that nobody has waited for is alive to the system, but it runs nothing any more. */
    private static boolean runs(ProcessHandle process) {
        return process.isAlive() && process.info().command().isPresent();
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return "";
        }
    }
}
