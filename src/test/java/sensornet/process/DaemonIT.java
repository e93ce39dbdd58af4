package sensornet.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A peer as a service manager sees it. */
class DaemonIT {
    @RegisterExtension
    final Peers peers = new Peers();

    @Test
    void sigtermLeavesInUnderTwoSecondsUnderLoadAndWithReadingsThatNobodyTakes() throws IOException {
        List<PeerProcess> two = peers.startAll("a", "b");
        PeerProcess leader = Peers.awaitOneGroup(two);
        Streams streams = new Streams(two, 500);
        Streams.awaitMoreRows(two, 500);
        assertLeavesSoon(leader);
        streams.stop(Peers.without(two, leader));

        PeerProcess lonely = belowQuorum("c");
        assertLeavesSoon(lonely);
        assertTrue(lonely.logged("Leaving with 1 readings"), lonely::describe);
    }

    @Test
    void aSecondSigtermEndsAtOnce() throws IOException {
        PeerProcess lonely = belowQuorum("c");
        lonely.terminate();
        lonely.awaitLogged("Asked to stop");
        lonely.terminate();
        long start = System.nanoTime();
        assertEquals(1, lonely.exitCode());
        long ms = (System.nanoTime() - start) / 1_000_000;
        // It would have waited for a second for the reading to be taken.
        assertTrue(ms < 500, ms + " ms");
        assertTrue(lonely.log().stream().noneMatch(l -> l.contains("Leaving with")), lonely::describe);
        assertTrue(lonely.stderr().stream().anyMatch(l -> l.startsWith("a second signal: stopping at once")), lonely::describe);
    }

    private PeerProcess belowQuorum(String id) throws IOException {
        PeerProcess lonely = peers.start(id, "--quorum", "2", "--group", "lonely");
        lonely.awaitLogged("Below --quorum 2");
        lonely.feed(List.of("DATA|s||1||"));
        lonely.endInput();
        lonely.awaitLogged("stdin: end of input after 1 lines");
        return lonely;
    }

    private static void assertLeavesSoon(PeerProcess peer) {
        peer.terminate();
        long start = System.nanoTime(); // the command that sent the signal has ended
        assertEquals(0, peer.exitCode());
        long ms = (System.nanoTime() - start) / 1_000_000;
        assertTrue(ms < 2_000, peer.id() + " took " + ms + " ms");
    }
}
