package sensornet.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import sensornet.json.JsonReader;

/** {@code status} and {@code tail} find peers by themselves and tell what those are doing. */
class StatusTailIT {
    @RegisterExtension
    final Peers peers = new Peers();

    private Jar.Ended status(String... more) {
        List<String> args = new ArrayList<>(List.of("status", "--broadcast-port", "" + peers.broadcastPort()));
        args.addAll(List.of(more));
        return Jar.run(args.toArray(String[]::new));
    }

    @Test
    void statusShowsAllPeersOfTheGroupAndItsExitCodeWhetherTheyAreWell() throws IOException {
        Jar.Ended none = status();
        assertEquals(1, none.code());
        assertTrue(none.err().contains("no peer of group sensors answers"), none.err());
        assertEquals("", none.out());

        List<PeerProcess> three = peers.startAll("a", "b", "c");
        PeerProcess leader = Peers.awaitOneGroup(three);
        leader.feed(Readings.lines("s", 1, 7));
        Peers.awaitSameRows(7, three);
        Jar.Ended well = status();
        assertEquals(0, well.code(), well.out() + well.err());
        assertTrue(well.out().contains("leader " + leader.id() + ", 3 members"), well.out());
        for (PeerProcess p : three) {
            assertTrue(well.out().contains("http://" + p.httpAddress() + "/"), well.out());
        }
        assertTrue(well.out().lines().anyMatch(l -> l.matches("s +7 .*")), well.out());

        leader.kill9();
        PeerProcess next = Peers.awaitOneGroup(Peers.without(three, leader));
        Jar.Ended less = status();
        assertEquals(3, less.code(), less.out() + less.err());
        assertTrue(less.out().contains("missing since they failed: " + leader.id()), less.out());

        Map<?, ?> json = (Map<?, ?>) JsonReader.read(status("--format", "json", "--peer", next.httpAddress()).out());
        Map<?, ?> only = (Map<?, ?>) ((List<?>) json.get("peers")).get(0);
        assertEquals(next.id(), ((Map<?, ?>) only.get("peer")).get("id"));
    }

    @Test
    void tailGoesOnWithAnotherPeerWhenItsOwnIsKilledAndPrintsEachReadingOnce() throws IOException, InterruptedException {
        List<PeerProcess> three = peers.startAll("a", "b", "c");
        Peers.awaitOneGroup(three);
        Streams streams = new Streams(three, 200);
        Streams.awaitMoreRows(three, 100);
        Process tail = Jar.start("tail", "--follow", "--broadcast-port", "" + peers.broadcastPort());
        ConcurrentLinkedQueue<String> lines = new ConcurrentLinkedQueue<>();
        Thread reader = new Thread(() -> read(tail.inputReader(), lines), "tail-reader");
        reader.start();
        try {
            Await.until("tail prints", () -> lines.size() > 200);
            three.get(0).kill9(); // the first that is found, in the order of ids
            List<PeerProcess> two = Peers.without(three, three.get(0));
            Peers.awaitOneGroup(two);
            Streams.awaitMoreRows(two, 200);
            int fed = streams.stop(two);
            CsvFiles csv = Peers.awaitSame("what was fed", two,
                    files -> files.readings("s-b").size() + files.readings("s-c").size() == fed);
            Await.until("tail has printed all " + csv.rowCount(), () -> lines.size() >= csv.rowCount() + 1);
            List<String> numbers = lines.stream().map(l -> l.substring(0, l.indexOf(','))).toList();
            List<String> expected = new ArrayList<>(List.of("sequence"));
            for (int i = 1; i <= csv.rowCount(); i++) {
                expected.add("" + i);
            }
            assertEquals(expected, numbers.subList(0, csv.rowCount() + 1));
            Jar.Ended rest = Jar.run("tail", "--from", "" + (csv.rowCount() - 1), "--peer", two.get(0).httpAddress());
            assertEquals(0, rest.code(), rest.err());
            assertEquals(lines.stream().skip(csv.rowCount() - 1).toList(), rest.out().lines().toList());
        } finally {
            tail.destroyForcibly();
            reader.join();
        }
    }

    private static void read(BufferedReader in, ConcurrentLinkedQueue<String> lines) {
        try {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                lines.add(line);
            }
        } catch (IOException e) {
            lines.add("broken," + e);
        }
    }
}
