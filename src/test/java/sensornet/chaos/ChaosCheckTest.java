package sensornet.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The check at the end of a chaos run, given results in which something is wrong: it has to complain. */
class ChaosCheckTest {
    private static final int EACH = 20;

    @TempDir
    Path dir;

    private final Violations violations = new Violations(text -> { });
    private Ledger ledger;
    private Ledger.Source first;
    private Ledger.Source second;
    /** What p1 and p2 were fed, in turns; the readings of both peers' files, until a test changes them. */
    private List<Row> rows;

    @BeforeEach
    void bothWereFed() {
        start(false);
    }

    private void start(boolean rowsNeverChange) {
        ledger = new Ledger(rowsNeverChange, violations);
        first = ledger.started(1);
        second = ledger.started(2);
        for (Ledger.Source source : List.of(first, second)) {
            ledger.trying(source, EACH);
            ledger.fed(source, EACH);
        }
        rows = new ArrayList<>(IntStream.rangeClosed(1, EACH).boxed()
                .flatMap(n -> List.of(row(2 * n - 1, 1, n), row(2 * n, 2, n)).stream()).toList());
    }

    private static Row row(long sequence, int host, int number) {
        return new Row(sequence, host, 1, number, number % Row.STAMPED == 0 ? "2026-11-24T12:00:00.001Z" : Row.TIME);
    }

    /** Gives them the numbers from 1 on, in the order of the list. */
    private void renumber() {
        for (int i = 0; i < rows.size(); i++) {
            Row r = rows.get(i);
            rows.set(i, new Row(i + 1, r.host(), r.run(), r.number(), r.time()));
        }
    }

    private Path write(String peer, List<Row> all) throws IOException {
        Path peerDir = Files.createDirectories(dir.resolve(peer));
        Map<String, List<String>> files = new TreeMap<>();
        for (Row r : all) {
            files.computeIfAbsent(Row.sensor(r.host()), s -> new ArrayList<>(List.of(Row.HEADER))).add(r.sequence()
                    + "," + r.time() + "," + Row.sensor(r.host()) + ",20." + (1_000_000 + r.number()) + "0,40."
                    + (10_000 + r.run()) + ",");
        }
        for (Map.Entry<String, List<String>> file : files.entrySet()) {
            Files.writeString(peerDir.resolve(file.getKey() + ".csv"), String.join("\n", file.getValue()) + "\n");
        }
        return peerDir;
    }

    private List<String> check(List<Row> atOne, List<Row> atOther) throws IOException {
        FinalCheck check = new FinalCheck(ledger, violations);
        check.clock(1, new FinalCheck.Clock(Set.of(0L, 86_400L), Instant.parse("2026-11-24T11:00:00Z"),
                Instant.parse("2026-11-24T13:00:00Z")));
        check.check(List.of(write("p1", atOne), write("p2", atOther)));
        return violations.texts();
    }

    private List<String> check() throws IOException {
        return check(rows, rows);
    }

    private void assertComplains(String guarantee, String words, List<String> found) {
        assertTrue(found.stream().anyMatch(v -> v.startsWith(guarantee + ": ") && v.contains(words)),
                () -> "wanted " + guarantee + " and \"" + words + "\": " + found);
    }

    @Test
    void whatIsRightIsNoViolation() throws IOException {
        rows.forEach(r -> ledger.seen("p1", r, 3));
        assertEquals(List.of(), check());
    }

    @Test
    void aReadingOfALivingPeerThatIsNowhere() throws IOException {
        rows.remove(rows.size() - 1);
        assertComplains("G3", "number 20 of p2 run 1 is missing", check());
    }

    @Test
    void aReadingInTheMiddleThatIsNowhere() throws IOException {
        rows.remove(8);
        renumber();
        assertComplains("G3", "number 5 of p1 run 1 is missing", check());
    }

    @Test
    void aHoleInTheSequence() throws IOException {
        ledger.ended(first);
        ledger.ended(second);
        rows.remove(rows.size() - 3);
        assertComplains("G1", "sequence 39 follows 37", check());
    }

    @Test
    void aShownReadingOfADeadPeerIsExcusedOnlyWhenAllWhoHadItLostTheirData() throws IOException {
        ledger.ended(second);
        Row shown = rows.remove(rows.size() - 1);
        ledger.seen("p2", shown, Ledger.bit(2) | Ledger.bit(3));
        ledger.lost(2);
        assertComplains("G5", "[p3] kept their data", check());

        start(false);
        violationsSoFar();
        ledger.ended(second);
        rows.remove(rows.size() - 1);
        ledger.seen("p2", shown, Ledger.bit(2) | Ledger.bit(3));
        ledger.lost(2);
        ledger.lost(3);
        assertEquals(known, check());
        assertEquals(1, ledger.excused());
    }

    private List<String> known = List.of();

    private void violationsSoFar() {
        known = violations.texts();
    }

    @Test
    void aDeadPeersUnshownLastReadingsMayBeGoneButNotOneBeforeOthers() throws IOException {
        ledger.ended(second);
        rows.remove(rows.size() - 1);
        assertEquals(List.of(), check());
        rows.removeIf(r -> r.host() == 2 && r.number() == 7);
        renumber();
        assertComplains("G2", "one before it is nowhere", check());
    }

    @Test
    void aReadingThatIsThereTwice() throws IOException {
        rows.add(11, rows.get(10));
        renumber();
        assertComplains("G4", "reading 6 of p1 run 1 after its number 6", check());
    }

    @Test
    void twoReadingsOfOneSourceThatChangedPlaces() throws IOException {
        Collections.swap(rows, 10, 12);
        renumber();
        assertComplains("G2", "reading 6 of p1 run 1 after its number 7", check());
    }

    @Test
    void filesThatDifferInOneRow() throws IOException {
        List<Row> other = new ArrayList<>(rows);
        other.set(4, row(5, 1, 4));
        assertComplains("G1", "differ from byte", check(rows, other));
    }

    @Test
    void filesOfWhichOneGoesOn() throws IOException {
        assertComplains("G1", "differ from byte", check(rows, rows.subList(0, rows.size() - 1)));
    }

    @Test
    void aFileThatIsMissing() throws IOException {
        assertComplains("G1", "has the files", check(rows, rows.stream().filter(r -> r.host() == 1).toList()));
    }

    @Test
    void aReadingThatWasNeverFed() throws IOException {
        rows.add(row(41, 1, EACH + 1));
        assertComplains("G4", "never fed", check());
    }

    @Test
    void aRowWithADigitChanged() throws IOException {
        Path one = write("p1", rows);
        Path file = one.resolve("s-p1.csv");
        Files.writeString(file, Files.readString(file).replaceFirst(",40\\.10001,", ",40.1000,"));
        FinalCheck check = new FinalCheck(ledger, violations);
        check.check(List.of(one, write("p2", rows)));
        assertComplains("G4", "no row that was fed", violations.texts());
        assertComplains("G1", "differ", violations.texts());
    }

    @Test
    void aTimeThatNoClockEverSaid() throws IOException {
        rows.replaceAll(r -> r.host() == 1 && r.number() == 10
                ? new Row(r.sequence(), 1, 1, 10, "2026-11-26T12:00:00Z") : r);
        assertComplains("time", "no clock of p1", check());
    }

    @Test
    void withAQuorumARowThatChangedSinceItWasSeen() throws IOException {
        start(true);
        rows.forEach(r -> ledger.seen("p1", r, 3));
        Collections.swap(rows, 10, 11);
        renumber();
        assertComplains("G7", "sequence 11 was reading 6 of p1 run 1 and is now reading 6 of p2 run 1", check());
    }

    @Test
    void withAQuorumARowThatIsGone() throws IOException {
        start(true);
        rows.forEach(r -> ledger.seen("p1", r, 3));
        ledger.ended(second);
        ledger.lost(1);
        ledger.lost(2);
        rows.remove(rows.size() - 1);
        assertComplains("G7", "sequence 40 was reading 20 of p2 run 1 and is gone", check());
    }

    @Test
    void withAQuorumTwoPeersThatShowDifferentRowsAtOneNumber() {
        start(true);
        ledger.seen("p1 run 1", row(7, 1, 4), 1);
        ledger.seen("p2 run 1", row(7, 2, 4), 2);
        assertComplains("G7", "p2 run 1 shows at sequence 7 reading 4 of p2 run 1", violations.texts());
    }

    // ---- views

    private List<String> views(Map<String, List<ViewLine>> views) {
        new ViewCheck(violations).check(views);
        return violations.texts();
    }

    @Test
    void viewsThatAscendAndAgreeAreRight() {
        ViewLine both = new ViewLine(2, "p1", List.of("p1", "p2"));
        // Two sides of a partition may count alike.
        assertEquals(List.of(), views(Map.of("p1 run 1", List.of(both, new ViewLine(3, "p1", List.of("p1"))),
                "p2 run 1", List.of(both, new ViewLine(3, "p2", List.of("p2"))))));
    }

    @Test
    void aViewThatComesAfterAHigherOne() {
        assertComplains("G9", "after", views(Map.of("p1 run 1", List.of(new ViewLine(3, "p1", List.of("p1")),
                new ViewLine(2, "p1", List.of("p1"))))));
    }

    @Test
    void oneViewWithTwoMemberLists() {
        assertComplains("G9", "with other members", views(Map.of("p1 run 1",
                List.of(new ViewLine(3, "p1", List.of("p1", "p2"))), "p2 run 1",
                List.of(new ViewLine(3, "p1", List.of("p1", "p2", "p3"))))));
    }

    @Test
    void aViewWithoutItsLeaderOrWithoutWhoInstalledIt() {
        assertComplains("G9", "without its leader", views(Map.of("p1 run 1",
                List.of(new ViewLine(3, "p2", List.of("p1"))))));
        assertComplains("G9", "without itself", views(Map.of("p1 run 1",
                List.of(new ViewLine(3, "p2", List.of("p2"))))));
    }
}
