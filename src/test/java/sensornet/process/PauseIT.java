package sensornet.process;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A process that stands still and then goes on: its sockets live, its answers do not. */
class PauseIT {
    private static final List<String> IMPATIENT = List.of("--sensor", "stdin", "--join-timeout", "500ms",
            "--election-timeout", "1s", "--heartbeat-interval", "300ms", "--heartbeat-timeout", "1500ms");

    @RegisterExtension
    final Peers peers = new Peers();

    @Test
    void aLeaderPausedBeyondTheTimeoutComesBackWithAllItsReadings() throws IOException {
        pauseOneOfThree(true);
    }

    @Test
    void aMemberPausedBeyondTheTimeoutComesBackWithAllItsReadings() throws IOException {
        pauseOneOfThree(false);
    }

    private void pauseOneOfThree(boolean theLeader) throws IOException {
        List<PeerProcess> three = List.of("p1", "p2", "p3").stream()
                .map(id -> peers.startPlain(id, IMPATIENT)).toList();
        PeerProcess leader = Peers.awaitOneGroup(three);
        PeerProcess paused = theLeader ? leader : Peers.without(three, leader).get(0);
        List<PeerProcess> two = Peers.without(three, paused);
        Map<PeerProcess, Feeder> feeders = new HashMap<>();
        three.forEach(p -> feeders.put(p, new Feeder(p, "s-" + p.id(), 100)));
        Await.until("the stream runs", () -> three.stream().allMatch(p -> p.csv().rowCount() > 200));

        paused.pause();
        Peers.awaitOneGroup(two);
        int then = two.get(0).csv().rowCount();
        Await.until("the others go on", () -> two.get(0).csv().rowCount() > then + 100);
        paused.resume();
        Peers.awaitOneGroup(three);

        int fed = 0;
        for (Feeder feeder : feeders.values()) {
            fed += feeder.stop();
        }
        CsvFiles csv = Peers.awaitSameRows(fed, three);
        for (PeerProcess p : three) {
            assertEquals(Readings.rows(1, feeders.get(p).fed()), csv.readings("s-" + p.id()));
        }
    }
}
