package sensornet.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Hosts on a network that falls apart and heals, while readings stream in at every one of them. */
class PartitionIT {
    private static final int READINGS_A_SECOND = 100;
    /** What both sides have to do while they are apart: more than what was on its way when they were cut. */
    private static final int ROWS_APART = 200;

    @RegisterExtension
    final Peers peers = new Peers();

    private Lan lan;
    private List<PeerProcess> all;
    private Streams streams;

    @AfterEach
    void removeTheNetwork() {
        if (lan != null) {
            lan.close();
        }
    }

    @Test
    void everySideWorksOnAndAllBecomeOneGroupAgain() {
        startHosts(4);
        // The leader and one more on one side, two on the other.
        PeerProcess leader = Peers.awaitOneGroup(all);
        PeerProcess withIt = Peers.without(all, leader).get(0);
        apart(List.of(leader, withIt), false);
        // Then one member alone.
        leader = Peers.awaitOneGroup(all);
        apart(List.of(Peers.without(all, leader).get(1)), true);

        CsvFiles csv = everythingOnce();
        List<String> moved = all.stream().flatMap(p -> p.log().stream()).filter(l -> l.contains("Cut ")).toList();
        assertTrue(!moved.isEmpty() && moved.stream().allMatch(l -> l.contains("WARN")),
                () -> "the losing side of a merge says what it cut: " + moved);
        csv.assertComplete();
    }

    @Test
    void withAQuorumTheSmallerSideWaitsAndNoRowThatWasEverWrittenChanges() {
        startHosts(3, "--quorum", "2", "--keep-data");
        List<CsvFiles> shown = new ArrayList<>();
        PeerProcess leader = Peers.awaitOneGroup(all);
        shown.addAll(minorityWaits(leader, false));
        leader = Peers.awaitOneGroup(all);
        shown.addAll(minorityWaits(Peers.without(all, leader).get(0), true));

        CsvFiles csv = everythingOnce();
        shown.forEach(s -> csv.assertStartsWith(s, "rows that were shown during a partition"));
    }

    private void startHosts(int count, String... options) {
        lan = new Lan(count);
        all = IntStream.rangeClosed(1, count).mapToObj(i -> peers.startAt(peers.dir().resolve("data"), "p" + i,
                lan.host(i), Stream.concat(Stream.of("--bind", Lan.INTERFACE, "--broadcast-port", "9999", "--sensor",
                        "stdin", "--join-timeout", "500ms", "--election-timeout", "1s", "--heartbeat-interval",
                        "300ms", "--heartbeat-timeout", "1500ms"), Stream.of(options)).toList())).toList();
        Peers.awaitOneGroup(all);
        streams = new Streams(all, READINGS_A_SECOND);
        Streams.awaitMoreRows(all, 100);
    }

    /** In default mode: both sides show more and more rows, and after the partition they are one again. */
    private void apart(List<PeerProcess> cutOff, boolean cable) {
        List<PeerProcess> rest = all.stream().filter(p -> !cutOff.contains(p)).toList();
        cutOff.forEach(p -> cut(p, cable));
        Peers.awaitOneGroup(rest);
        Peers.awaitOneGroup(cutOff);
        Streams.awaitMoreRows(all, ROWS_APART);
        heal(cutOff);
    }

    /** With a quorum: the one that is cut off shows not one more row; returns what everybody showed meanwhile. */
    private List<CsvFiles> minorityWaits(PeerProcess alone, boolean cable) {
        List<PeerProcess> rest = Peers.without(all, alone);
        cut(alone, cable);
        Peers.awaitOneGroup(rest);
        Peers.awaitOneGroup(List.of(alone));
        CsvFiles atFirst = alone.csv();
        Streams.awaitMoreRows(rest, ROWS_APART);
        List<CsvFiles> shown = all.stream().map(p -> p.csv().withoutTornTail()).toList();
        atFirst.assertSameBytes(alone.csv(), "at " + alone.id() + ", which is alone, after a while");
        heal(List.of(alone));
        return shown;
    }

    private void cut(PeerProcess peer, boolean cable) {
        if (cable) {
            lan.pullCable(hostOf(peer));
        } else {
            lan.moveToIsland(hostOf(peer));
        }
    }

    private void heal(List<PeerProcess> cutOff) {
        cutOff.forEach(p -> lan.heal(hostOf(p)));
        Peers.awaitOneGroup(all);
        Streams.awaitMoreRows(all, 100);
    }

    private int hostOf(PeerProcess peer) {
        return 1 + all.indexOf(peer);
    }

    private CsvFiles everythingOnce() {
        int fed = streams.stop(all);
        CsvFiles csv = Peers.awaitSame(fed + " rows", all, c -> c.rowCount() >= fed);
        assertEquals(fed, csv.rowCount());
        streams.assertAllIn(csv, all);
        return csv;
    }
}
