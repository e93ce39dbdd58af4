package sensornet.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Everybody at the same instant, as after a power cut: the classic race in which each elects itself. */
class SimultaneousStartIT {
    private static final int READINGS_EACH = 20;

    @RegisterExtension
    final Peers peers = new Peers();

    @RepeatedTest(20)
    void fivePeersBecomeOneGroup() throws IOException {
        List<PeerProcess> five = Stream.of("p1", "p2", "p3", "p4", "p5").map(id -> peers.startAt(
                peers.dir().resolve("data"), id, PeerProcess.Launch.CHEAP, Stream.concat(Peers.QUICK.stream(),
                        Stream.of("--sensor", "stdin", "--broadcast-port", "" + peers.broadcastPort())).toList())).toList();
        // Taken before there is any group: they must get through all that follows.
        for (PeerProcess p : five) {
            p.feed(Readings.lines(Streams.sensor(p), 1, READINGS_EACH));
        }

        PeerProcess leader = Peers.awaitOneGroup(five);
        CsvFiles csv = Peers.awaitSameRows(five.size() * READINGS_EACH, five);
        for (PeerProcess p : five) {
            assertEquals(Readings.rows(1, READINGS_EACH), csv.readings(Streams.sensor(p)));
        }
        assertEquals(leader, Peers.awaitOneGroup(five), "the group stays as it is");
        assertViewsAreOneStory(five);
    }

    /** Views come in ascending order, and the same view has the same members for everybody. */
    private static void assertViewsAreOneStory(List<PeerProcess> peers) {
        Map<String, List<String>> members = new HashMap<>();
        for (PeerProcess p : peers) {
            long last = 0;
            for (PeerProcess.ViewLine view : p.views()) {
                long id = Long.parseLong(view.viewId());
                assertTrue(id >= last, () -> "views go back at " + p.id() + ": " + p.views());
                last = id;
                List<String> before = members.putIfAbsent(id + " of " + view.leader(), view.members());
                assertTrue(before == null || before.equals(view.members()), () -> view + " is " + before + " elsewhere");
            }
        }
    }
}
