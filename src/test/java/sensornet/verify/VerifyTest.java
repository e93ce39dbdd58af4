package sensornet.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sensornet.verify.Verify.Verdict;

class VerifyTest {
    private static final String HEADER = new String(RowCheck.HEADER, StandardCharsets.US_ASCII) + "\n";

    @TempDir
    Path dir;

    @Test
    void directoriesWithTheSameRowsAreIdenticalAndTheHashIsThatOfTheRowsInOrder() throws Exception {
        Path a = record("a", 10, 3);
        Path b = record("b", 10, 3);
        Verdict v = verify(a, b);
        assertTrue(v.identical(), v.toString());
        assertEquals(10, v.upTo());
        StringBuilder rows = new StringBuilder();
        for (int i = 1; i <= 10; i++) {
            rows.append(row(i, 3));
        }
        assertEquals(sha256(rows.toString()), v.found().get(0).sha256());
        assertEquals(v.found().get(0).sha256(), v.found().get(1).sha256());
        assertEquals(3, v.found().get(0).sensors());
    }

    @Test
    void aShorterRecordIsComparedUpToItsEndUnlessMoreIsAskedFor() throws IOException {
        Path a = record("a", 10, 3);
        Path b = record("b", 7, 3);
        Verdict v = verify(a, b);
        assertTrue(v.identical());
        assertEquals(7, v.upTo());
        Verdict more = Verify.run(List.of(a, b), 10, (done, all) -> { });
        assertFalse(more.identical());
        assertEquals(8, more.first().sequence());
        assertNull(more.first().rowB());
        assertEquals(List.of("sequences 8 to 10 are missing"), more.found().get(1).problems());
    }

    @Test
    void oneChangedDigitIsFoundAndShown() throws IOException {
        Path a = record("a", 9, 2);
        Path b = record("b", 9, 2);
        Path file = b.resolve("s0.csv");
        Files.writeString(file, Files.readString(file).replace("4,t4,s0,4.5", "4,t4,s0,4.6"));
        Verdict v = verify(a, b);
        assertFalse(v.identical());
        assertEquals(4, v.first().sequence());
        assertEquals("4,t4,s0,4.5,,", v.first().rowA());
        assertEquals("4,t4,s0,4.6,,", v.first().rowB());
        assertEquals(1, v.differing());
    }

    @Test
    void gapsDuplicatesDisorderAndDamageAreProblems() throws IOException {
        assertProblem("sequence 3 is missing", file -> file.replace("3,t3,s0,3.5,,\n", ""));
        assertProblem("s0.csv line 4: sequence 2 comes after 3",
                file -> file.replace("2,t2,s0,2.5,,\n3,t3,s0,3.5,,\n", "3,t3,s0,3.5,,\n2,t2,s0,2.5,,\n"), "sequence 2 is missing");
        assertProblem("s0.csv line 4: sequence 2 stands there twice",
                file -> file.replace("2,t2,s0,2.5,,\n", "2,t2,s0,2.5,,\n2,t2,s0,2.5,,\n"));
        assertProblem("s0.csv: the first line is not the header but seq,timestamp,sensor_id,temperature_c,humidity_pct,"
                + "pressure_hpa; no row is read from it", file -> file.replace("sequence", "seq"));
        assertProblem("s0.csv: the first line is not the header but 1,t1,s0,1.5,,; no row is read from it",
                file -> file.substring(file.indexOf('\n') + 1), "sequence 1 is missing");
        assertProblem("s0.csv line 3 is no row of this sensor: 2,t2,s1,2.5,,",
                file -> file.replace("2,t2,s0", "2,t2,s1"), "sequence 2 is missing");
        assertProblem("s0.csv line 3 is no row of this sensor: 02,t2,s0,2.5,,",
                file -> file.replace("\n2,t2", "\n02,t2"), "sequence 2 is missing");
        assertProblem("s0.csv ends in the middle of a row", file -> file + "5,t5,");
    }

    @Test
    void aNumberInTwoFilesIsADuplicate() throws IOException {
        Path a = record("a", 4, 1);
        Files.writeString(a.resolve("x.csv"), HEADER + "2,t2,x,1,,\n");
        assertEquals(List.of("sequence 2 stands in x.csv and in another file too"), verify(a).found().get(0).problems()
                .stream().map(p -> p.replace("s0.csv", "x.csv")).toList());
    }

    private interface Change {
        String in(String file);
    }

    private void assertProblem(String problem, Change change, String... others) throws IOException {
        Path a = record("a", 4, 1);
        Path file = a.resolve("s0.csv");
        Files.writeString(file, change.in(Files.readString(file)));
        Verdict v = verify(a);
        List<String> expected = new ArrayList<>(List.of(problem));
        expected.addAll(List.of(others));
        assertEquals(expected.stream().sorted().toList(), v.found().get(0).problems().stream().sorted().toList());
        assertFalse(v.identical());
    }

    @Test
    void whatIsNoDataDirectoryIsAnError() throws IOException {
        assertTrue(assertThrows(IOException.class, () -> verify(dir.resolve("none"))).getMessage().startsWith("there is no directory"));
        Path empty = Files.createDirectory(dir.resolve("empty"));
        assertTrue(assertThrows(IOException.class, () -> verify(empty)).getMessage().contains("no peer's data directory"));
        Path file = Files.writeString(dir.resolve("file"), "");
        assertTrue(assertThrows(IOException.class, () -> verify(file)).getMessage().contains("is a file"));
        Files.writeString(empty.resolve("journal"), "");
        assertTrue(verify(empty).identical());
    }

    @Test
    void thousandsOfSensorsAreMergedWithFewFilesOpen() throws IOException {
        Path a = record("a", 20_000, 3_000);
        Verdict v = verify(a, record("b", 20_000, 3_000));
        assertTrue(v.identical(), v.toString());
        assertEquals(20_000, v.found().get(0).rows());
        assertEquals(3_000, v.found().get(1).sensors());
    }

    @Test
    void rowsThatARunningPeerIsInTheMiddleOfWritingAreWaitedFor() throws Exception {
        Path a = record("a", 6, 2);
        Files.writeString(a.resolve("lock"), ProcessHandle.current().pid() + "\n");
        // As in the middle of a flush: 7 and 9 are there, 8 is a new sensor's and comes later, 10 is half written.
        Files.writeString(a.resolve("s1.csv"), row(7, 2) + row(9, 2) + "11,t1", StandardOpenOption.APPEND);
        Thread writer = new Thread(() -> {
            try {
                Files.writeString(a.resolve("late.csv"), HEADER + "8,t8,late,1,,\n");
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
        Verdict[] v = new Verdict[1];
        Thread reader = new Thread(() -> {
            try {
                v[0] = verify(a);
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
        reader.start();
        writer.start();
        writer.join();
        reader.join();
        assertTrue(v[0].identical(), v[0].toString());
        assertEquals(9, v[0].upTo());
    }

    private static Verdict verify(Path... directories) throws IOException {
        return Verify.run(List.of(directories), 0, (done, all) -> { });
    }

    /** Rows 1..n, of the sensors in turn. */
    private Path record(String name, int n, int sensors) throws IOException {
        Path path = Files.createDirectories(dir.resolve(name));
        StringBuilder[] files = new StringBuilder[sensors];
        for (int i = 0; i < sensors; i++) {
            files[i] = new StringBuilder(HEADER);
        }
        for (int seq = 1; seq <= n; seq++) {
            files[seq % sensors].append(row(seq, sensors));
        }
        for (int i = 0; i < sensors; i++) {
            Files.writeString(path.resolve("s" + i + ".csv"), files[i]);
        }
        return path;
    }

    private static String row(int seq, int sensors) {
        return seq + ",t" + seq + ",s" + seq % sensors + "," + seq + ".5,,\n";
    }

    private static String sha256(String text) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.US_ASCII)));
    }
}
