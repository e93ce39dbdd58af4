package sensornet.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What cannot start says so in one line on stderr, with the value, and harms nobody who runs. */
class BadUsageIT {
    @RegisterExtension
    final Peers peers = new Peers();

    @Test
    void anUnknownOption() {
        endsWith(2, "--frobnicate", peers.startQuick("p1", List.of("--frobnicate")));
    }

    @Test
    void valuesThatMakeNoSense() {
        endsWith(2, "70000", peers.startPlain("p1", List.of("--port", "70000")));
        endsWith(2, "soon", peers.startPlain("p2", List.of("--heartbeat-interval", "soon")));
        endsWith(2, "a/b", peers.startPlain("p3", List.of("--sensor", "a/b=mock")));
    }

    @Test
    void aTimeoutBelowItsIntervalNamesBoth() {
        String line = endsWith(2, "9s", peers.startPlain("p1",
                List.of("--heartbeat-interval", "9s", "--heartbeat-timeout", "3s")));
        assertTrue(line.contains("3s") && line.contains("--heartbeat-timeout"), line);
    }

    @Test
    void aPortInUse() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            String port = "" + taken.getLocalPort();
            endsWith(1, port, peers.start("p1", "--port", port));
        }
    }

    @Test
    void aDataDirectoryThatIsAFile() throws IOException {
        Path file = Files.createFile(peers.dir().resolve("file"));
        endsWith(1, file.toString(), peers.startAt(file, "p1", List.of("--broadcast-port", "" + peers.broadcastPort())));
    }

    @Test
    void aDataDirectoryThatMayNotBeWritten() throws IOException {
        Path dir = Files.createDirectory(peers.dir().resolve("read-only"));
        assertTrue(dir.toFile().setWritable(false));
        assumeFalse(Files.isWritable(dir), "root may write everywhere, so there is nothing to see here");
        endsWith(1, dir.toString(), peers.startAt(dir, "p1", List.of("--broadcast-port", "" + peers.broadcastPort())));
    }

    @Test
    void aSecondProcessOnTheSameDataTouchesNothing() throws IOException {
        PeerProcess first = peers.start("p1");
        Peers.awaitOneGroup(List.of(first));
        first.feed(Readings.lines("s", 1, 50));
        CsvFiles before = Peers.awaitSameRows(50, List.of(first));

        PeerProcess second = peers.start("p1", "--group", "another");
        endsWith(1, first.dataDir().resolve("p1").toString(), second);
        before.assertSameBytes(first.csv(), "after a second process tried");
        first.feed(Readings.lines("s", 51, 60));
        Peers.awaitSameRows(60, List.of(first));
    }

    @Test
    void aTakenPeerIdIsRefusedAndItsOwnerGoesOn() throws IOException {
        PeerProcess leader = peers.start("p1");
        PeerProcess owner = peers.start("p2");
        List<PeerProcess> two = List.of(leader, owner);
        Peers.awaitOneGroup(two);
        PeerProcess second = peers.startAt(peers.dir().resolve("elsewhere"), "p2", List.of("--sensor", "none",
                "--broadcast-port", "" + peers.broadcastPort(), "--join-timeout", "500ms"));
        endsWith(1, "p2", second);
        owner.feed(Readings.lines("s", 1, 10));
        Peers.awaitSameRows(10, two);
        Peers.awaitOneGroup(two);
    }

    @Test
    void optionsThatContradictTheGroupsAreRefusedWithBothValues() {
        PeerProcess first = peers.start("p1");
        Peers.awaitOneGroup(List.of(first));
        String line = endsWith(1, "--priority", peers.start("p2", "--priority", "numeric"));
        assertTrue(line.contains("numeric") && line.contains("id"), line);
        assertTrue(first.isAlive());
    }

    /** Ends with that code and one line that holds the value in question; returns the line. */
    private static String endsWith(int code, String value, PeerProcess peer) {
        assertEquals(code, peer.exitCode(), () -> "exit code; stderr: " + peer.stderr());
        List<String> stderr = peer.stderr();
        assertEquals(1, stderr.size(), () -> "one line, not " + stderr);
        String line = stderr.get(0);
        assertTrue(line.contains(value), () -> "does not name " + value + ": " + line);
        assertTrue(!line.contains("Exception") && !line.startsWith("\tat "), line);
        return line;
    }
}
