package sensornet.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Readings flow from everywhere while somebody is killed: with the default knobs, as a user runs it. */
class FailoverIT {
    @RegisterExtension
    final Peers peers = new Peers();

    @Test
    void killedLeaderLosesAndDoublesNothingOfTheOthers() throws Exception {
        killOneOfThreeUnderLoad(true);
    }

    @Test
    void killedMemberLosesAndDoublesNothingOfTheOthers() throws Exception {
        killOneOfThreeUnderLoad(false);
    }

    private void killOneOfThreeUnderLoad(boolean killLeader) throws IOException {
        List<PeerProcess> three = List.of("p1", "p2", "p3").stream()
                .map(id -> peers.startPlain(id, List.of("--sensor", "stdin"))).toList();
        PeerProcess leader = Peers.awaitOneGroup(three);
        PeerProcess victim = killLeader ? leader : Peers.without(three, leader).get(0);
        List<PeerProcess> two = Peers.without(three, victim);

        Map<PeerProcess, Feeder> feeders = new HashMap<>();
        three.forEach(p -> feeders.put(p, new Feeder(p, "s-" + p.id(), 500)));
        Await.until("the stream runs", () -> three.stream().allMatch(p -> p.csv().rowCount() > 1000));
        victim.kill9();
        // Far below the 20 s of silence: a killed peer is noticed by its socket.
        Peers.awaitOneGroup(two, Duration.ofSeconds(5));
        int then = feeders.get(two.get(0)).fed();
        Await.until("the stream goes on", () -> feeders.get(two.get(0)).fed() > then + 500);

        int fed = 0;
        for (PeerProcess p : two) {
            fed += feeders.get(p).stop();
        }
        int survivorsFed = fed;
        int ofVictim = awaitRowsOf(two, feeders);
        CsvFiles csv = Peers.assertSameRows(survivorsFed + ofVictim, two);
        for (PeerProcess p : two) {
            assertEquals(Readings.rows(1, feeders.get(p).fed()), csv.readings("s-" + p.id()));
        }
        // What the killed one had taken may be lost with it, but what is there is whole and in order.
        assertTrue(ofVictim > 0);
        assertEquals(Readings.rows(1, ofVictim), csv.readings("s-" + victim.id()));
        csv.assertStartsWith(victim.csv().withoutTornTail(), "what " + victim.id() + " had shown");
        feeders.values().forEach(Feeder::close);
    }

    /** Until the survivors have all of their own readings; how many of the killed one's they have. */
    private static int awaitRowsOf(List<PeerProcess> two, Map<PeerProcess, Feeder> feeders) {
        Await.until("everything fed to the survivors is in all CSVs", () -> two.stream().allMatch(at ->
                two.stream().allMatch(of -> at.csv().rowCount("s-" + of.id()) >= feeders.get(of).fed())));
        int own = two.stream().mapToInt(p -> feeders.get(p).fed()).sum();
        return two.get(0).csv().rowCount() - own;
    }
}
