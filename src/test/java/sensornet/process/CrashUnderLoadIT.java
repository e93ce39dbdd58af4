package sensornet.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Everybody dies in the same moment, in the middle of a stream, and what a power cut does to files is done to two of them. */
class CrashUnderLoadIT {
    private static final int READINGS_A_SECOND_EACH = 500;

    /** What each peer showed before the crash, and what all show in the end. */
    private record Outcome(List<CsvFiles> shown, CsvFiles last) {
    }

    @RegisterExtension
    final Peers peers = new Peers();

    @Test
    void allComeBackToOneHistory() throws IOException {
        crashAndComeBack("--keep-data");
    }

    @Test
    void withAQuorumNoRowThatWasEverWrittenChanges() throws IOException {
        Outcome outcome = crashAndComeBack("--keep-data", "--quorum", "2");
        outcome.shown.forEach(s -> outcome.last.assertStartsWith(s, "rows that were shown before the crash"));
    }

    private Outcome crashAndComeBack(String... options) throws IOException {
        List<PeerProcess> before = start(options);
        Peers.awaitOneGroup(before);
        Streams streams = new Streams(before, READINGS_A_SECOND_EACH);
        Streams.awaitMoreRows(before, 3 * READINGS_A_SECOND_EACH);
        PeerProcess.kill9(before);
        List<CsvFiles> shown = before.stream().map(p -> p.csv().withoutTornTail()).toList();
        tearLastLine(journalOf(before.get(0)));
        Files.write(journalOf(before.get(1)), new byte[4096], StandardOpenOption.APPEND);

        List<PeerProcess> after = start(options);
        Peers.awaitOneGroup(after);
        assertSaysWhatWasTorn(after.get(0));
        assertSaysWhatWasTorn(after.get(1));
        for (PeerProcess p : after) {
            p.feed(Readings.lines("later-" + p.id(), 1, 100));
        }
        CsvFiles csv = Peers.awaitSame("readings from after the crash", after,
                c -> after.stream().allMatch(p -> c.rowCount("later-" + p.id()) == 100));
        for (PeerProcess p : before) {
            int there = streams.assertBeginningIn(csv, p);
            int most = shown.stream().mapToInt(s -> s.rowCount(Streams.sensor(p))).max().orElseThrow();
            assertTrue(there >= most, () -> "of " + most + " readings of " + p.id() + " that were shown, " + there
                    + " are left");
        }
        for (PeerProcess p : after) {
            assertEquals(Readings.rows(1, 100), csv.readings("later-" + p.id()));
        }
        return new Outcome(shown, csv);
    }

    private List<PeerProcess> start(String... options) {
        return Stream.of("p1", "p2", "p3").map(id -> peers.start(id, options)).toList();
    }

    private static Path journalOf(PeerProcess peer) {
        return peer.dataDir().resolve(peer.id()).resolve("journal");
    }

    private static void tearLastLine(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        int from = bytes.length - 1;
        while (from > 0 && bytes[from - 1] != '\n') {
            from--;
        }
        Files.write(file, Arrays.copyOf(bytes, (from + bytes.length) / 2));
    }

    private static void assertSaysWhatWasTorn(PeerProcess peer) throws IOException {
        List<String> said = peer.log().stream().filter(l -> l.contains("the journal was torn")).toList();
        assertEquals(1, said.size(), () -> peer.id() + " says once what was torn: " + peer.log());
        assertTrue(said.get(0).contains(" WARN "), said.get(0));
        try (Stream<Path> files = Files.list(peer.dataDir().resolve(peer.id()))) {
            List<Path> kept = files.filter(f -> said.get(0).contains(" " + f.getFileName() + ";")).toList();
            assertEquals(1, kept.size(), () -> "what was cut off is kept beside: " + said.get(0));
            assertTrue(Files.size(kept.get(0)) > 0);
        }
    }
}
