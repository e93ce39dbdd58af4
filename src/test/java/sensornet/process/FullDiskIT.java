package sensornet.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** No room for one more byte, while readings stream in at every peer: who has no disk leaves, and nobody else suffers. */
class FullDiskIT {
    private static final int READINGS_A_SECOND = 300;

    @RegisterExtension
    final Peers peers = new Peers();

    private SmallDisk disk;

    @AfterEach
    void unmount() {
        if (disk != null) {
            disk.close();
        }
    }

    @Test
    void aLeaderWithAFullDiskLeavesAndComesBackWhenThereIsRoom() throws IOException {
        PeerProcess victim = startOnSmallDisk();
        assertEquals(victim, Peers.awaitOneGroup(List.of(victim)));
        fillTheDiskOf(victim, peers.startAll("p1", "p2"), victim.id());
    }

    @Test
    void aMemberWithAFullDiskLeavesAndComesBackWhenThereIsRoom() throws IOException {
        List<PeerProcess> others = peers.startAll("p1", "p2");
        PeerProcess leader = Peers.awaitOneGroup(others);
        fillTheDiskOf(startOnSmallDisk(), others, leader.id());
    }

    private PeerProcess startOnSmallDisk() throws IOException {
        if (disk == null) {
            disk = new SmallDisk(peers.dir().resolve("small"));
        }
        return peers.startAt(disk.dir(), "p3", Stream.concat(Peers.QUICK.stream(), Stream.of("--sensor", "stdin",
                "--keep-data", "--broadcast-port", "" + peers.broadcastPort())).toList());
    }

    private void fillTheDiskOf(PeerProcess victim, List<PeerProcess> others, String leader) throws IOException {
        List<PeerProcess> three = List.of(others.get(0), others.get(1), victim);
        assertEquals(leader, Peers.awaitOneGroup(three).id());
        Streams streams = new Streams(three, READINGS_A_SECOND);
        Streams.awaitMoreRows(List.of(victim), 1000);

        disk.fill();
        assertSaysSoAndEnds(victim);
        CsvFiles shown = victim.csv().withoutTornTail();
        Peers.awaitOneGroup(others);
        Streams.awaitMoreRows(others, READINGS_A_SECOND);

        int fed = streams.stop(others);
        CsvFiles without = Peers.awaitSame("what was fed", others,
                csv -> others.stream().mapToInt(p -> csv.rowCount(Streams.sensor(p))).sum() == fed);
        streams.assertAllIn(without, others);
        streams.assertBeginningIn(without, victim);
        without.assertStartsWith(shown, "rows that the peer with the full disk had shown");

        // A restart without room must not make it worse, neither for the group nor for what is on that disk.
        assertSaysSoAndEnds(startOnSmallDisk());
        Peers.awaitOneGroup(others);
        disk.makeRoom();
        PeerProcess back = startOnSmallDisk();
        List<PeerProcess> again = List.of(others.get(0), others.get(1), back);
        Peers.awaitOneGroup(again);
        back.feed(Readings.lines("later", 1, 100));
        CsvFiles csv = Peers.awaitSame("readings of the peer that came back", again, c -> c.rowCount("later") == 100);
        streams.assertAllIn(csv, others);
        streams.assertBeginningIn(csv, victim);
        csv.assertStartsWith(without, "rows from before the return");
    }

    private static void assertSaysSoAndEnds(PeerProcess peer) {
        assertEquals(1, peer.exitCode());
        assertEquals(1, peer.stderr().size(), () -> "one line on stderr: " + peer.stderr());
        assertTrue(peer.stderr().get(0).contains("No space left on device"), peer.stderr().get(0));
    }
}
