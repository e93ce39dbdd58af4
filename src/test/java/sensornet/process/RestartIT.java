package sensornet.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RestartIT {
    @RegisterExtension
    final Peers peers = new Peers();

    @Test
    void aKilledGroupComesBackWithItsHistoryThoughOneFileIsTorn() throws IOException {
        List<PeerProcess> before = startThree("--keep-data");
        Peers.awaitOneGroup(before);
        before.get(0).feed(Readings.lines("s", 1, 2000));
        CsvFiles shown = Peers.awaitSameRows(2000, before);
        before.forEach(PeerProcess::kill9);
        Path torn = before.get(1).dataDir().resolve("p2").resolve("s.csv");
        try (FileChannel file = FileChannel.open(torn, StandardOpenOption.WRITE)) {
            file.truncate(file.size() - 7);
        }

        List<PeerProcess> after = startThree("--keep-data");
        Peers.awaitOneGroup(after);
        shown.assertSameBytes(Peers.awaitSameRows(2000, after), "after the restart");
        after.get(2).feed(Readings.lines("s", 2001, 2500));
        assertEquals(Readings.rows(1, 2500), Peers.awaitSameRows(2500, after).readings("s"));
    }

    @Test
    void aPeerThatComesBackFetchesWhatItMissed() throws IOException {
        List<PeerProcess> three = startThree("--keep-data");
        Peers.awaitOneGroup(three);
        three.get(0).feed(Readings.lines("s", 1, 500));
        Peers.awaitSameRows(500, three);
        three.get(2).kill9();
        List<PeerProcess> two = three.subList(0, 2);
        Peers.awaitOneGroup(two);
        two.get(1).feed(Readings.lines("t", 1, 500));
        Peers.awaitSameRows(1000, two);

        PeerProcess back = peers.start("p3", "--keep-data");
        List<PeerProcess> again = List.of(two.get(0), two.get(1), back);
        Peers.awaitOneGroup(again);
        Peers.awaitSameRows(1000, again);
    }

    @Test
    void withoutKeepDataAPeerStartsAnewAndGetsItAllFromTheGroup() throws IOException {
        List<PeerProcess> three = startThree();
        PeerProcess leader = Peers.awaitOneGroup(three);
        leader.feed(Readings.lines("s", 1, 500));
        Peers.awaitSameRows(500, three);
        leader.kill9();
        Peers.awaitOneGroup(Peers.without(three, leader));

        PeerProcess back = peers.start(leader.id());
        List<PeerProcess> again = List.of(Peers.without(three, leader).get(0), Peers.without(three, leader).get(1), back);
        Peers.awaitOneGroup(again);
        CsvFiles csv = Peers.awaitSameRows(500, again);
        assertEquals(Readings.rows(1, 500), csv.readings("s"));
        assertTrue(back.isAlive());
    }

    private List<PeerProcess> startThree(String... options) {
        return List.of("p1", "p2", "p3").stream().map(id -> peers.start(id, options)).toList();
    }
}
