package sensornet.process;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A stream of readings into each of several peers, of one sensor each, named after the peer. */
final class Streams {
    private final Map<PeerProcess, Feeder> feeders = new LinkedHashMap<>();

    Streams(List<PeerProcess> peers, int linesPerSecondEach) {
        peers.forEach(p -> feeders.put(p, new Feeder(p, sensor(p), linesPerSecondEach)));
    }

    static String sensor(PeerProcess peer) {
        return "s-" + peer.id();
    }

    /** Until each of these peers shows so many more rows than now. */
    static void awaitMoreRows(List<PeerProcess> peers, int more) {
        Map<PeerProcess, Integer> now = new LinkedHashMap<>();
        peers.forEach(p -> now.put(p, p.csv().rowCount()));
        Await.until("each of " + peers.stream().map(PeerProcess::id).toList() + " shows " + more + " more rows than "
                + now.values(), () -> peers.stream().allMatch(p -> p.csv().rowCount() >= now.get(p) + more));
    }

    /** Returns how many readings were fed in all to these, which must be alive. */
    int stop(List<PeerProcess> peers) {
        return peers.stream().mapToInt(p -> feeders.get(p).stop()).sum();
    }

    /** Every reading that was fed to these peers is there, once and in the order in which it was fed. */
    void assertAllIn(CsvFiles csv, List<PeerProcess> peers) {
        peers.forEach(p -> assertEquals(Readings.rows(1, feeders.get(p).fed()), csv.readings(sensor(p)),
                "readings of " + p.id()));
    }

    /**
     * What is there of readings fed to a peer that died is a beginning of them: once each, in order, without a gap.
     * Returns how many are there.
     */
    int assertBeginningIn(CsvFiles csv, PeerProcess dead) {
        List<String> there = csv.readings(sensor(dead));
        assertEquals(Readings.rows(1, there.size()), there, "readings of " + dead.id());
        feeders.get(dead).close();
        return there.size();
    }
}
