package sensornet.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class DataIT {
    @RegisterExtension
    final Peers peers = new Peers();

    @Test
    void everyPeerHasEveryReadingOfEverybody() throws IOException {
        List<PeerProcess> three = peers.startAll("p1", "p2", "p3");
        Peers.awaitOneGroup(three);
        for (int i = 1; i <= 200; i += 50) {
            for (PeerProcess p : three) {
                p.feed(Readings.lines("sensor-" + p.id(), i, i + 49));
            }
        }
        three.get(0).feed(Readings.lines("attic", 1, 10));

        CsvFiles csv = Peers.awaitSameRows(610, three);
        assertEquals(Set.of("attic", "sensor-p1", "sensor-p2", "sensor-p3"), csv.bySensor().keySet());
        for (PeerProcess p : three) {
            assertEquals(Readings.rows(1, 200), csv.readings("sensor-" + p.id()));
        }
    }

    @Test
    void polledSensorsAreNamedAfterThePeerOrByTheOption() {
        List<PeerProcess> three = List.of(
                peers.startQuick("p1", List.of("--sensor-interval", "50ms")),
                peers.startQuick("p2", List.of("--sensor", "a=mock", "--sensor", "b=mock", "--sensor-interval", "50ms")),
                peers.startQuick("p3", List.of("--sensor", "none")));
        Peers.awaitOneGroup(three);
        Set<String> sensors = Set.of("p1", "a", "b");
        Await.until("everybody has rows of " + sensors, () -> three.stream().allMatch(p ->
                p.csv().bySensor().keySet().equals(sensors) && p.csv().rowCount() > 60));
        // The stream goes on, so compare what all have: the shorter file is the beginning of the longer one.
        List<List<CsvFiles.Row>> rows = three.stream().map(p -> completeRows(p)).toList();
        int common = rows.stream().mapToInt(List::size).min().orElseThrow();
        assertEquals(1, rows.stream().map(r -> r.subList(0, common)).collect(Collectors.toSet()).size(),
                "the common rows differ");
    }

    /** The rows up to the first gap: files of a running stream are not read all at the same moment. */
    private static List<CsvFiles.Row> completeRows(PeerProcess p) {
        List<CsvFiles.Row> complete = new ArrayList<>();
        for (CsvFiles.Row row : p.csv().withoutTornTail().rows()) {
            if (row.sequence() == complete.size() + 1) {
                complete.add(row);
            }
        }
        assertTrue(complete.size() > 30, p.id() + " has only " + complete.size() + " rows before a gap");
        return complete;
    }

    @Test
    void aFileOfThousandsOfReadingsKeepsItsOrderAndDigits() throws IOException {
        List<PeerProcess> three = peers.startAll("p1", "p2", "p3");
        Peers.awaitOneGroup(three);
        List<String> input = new ArrayList<>(List.of("sensor_id,timestamp,temperature_c,humidity_pct,pressure_hpa"));
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 5000; i++) {
            String time = String.format("2010-%02d-%02dT%02d:%02d:00Z", 1 + i / 2400 % 12, 1 + i / 100 % 24,
                    i / 60 % 24, i % 60);
            String values = List.of("4.0,,1016.6", "-0.50,41.250,", "3.90,7,1000", "0,0,900.000").get(i % 4);
            input.add("seattle," + time + "," + values);
            expected.add(time + "," + values);
        }
        three.get(1).feed(input);
        three.get(1).endInput();

        CsvFiles csv = Peers.awaitSameRows(5000, three);
        assertEquals(expected, csv.readings("seattle"));
        assertTrue(three.get(1).isAlive(), "at the end of its input a peer stays");
    }
}
