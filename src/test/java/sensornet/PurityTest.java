package sensornet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The protocol packages run in the simulation because they touch nothing of the real world; this keeps it so. */
class PurityTest {
    private static final Path MAIN = Path.of("src/main/java/sensornet");
    private static final List<String> PURE = List.of("model", "wire", "journal", "group", "order");
    private static final Pattern IMPURE = Pattern.compile(
            "java\\.net\\.|java\\.nio\\.(file|channels)|java\\.util\\.concurrent|java\\.time\\.|java\\.util\\.Timer"
                    + "|java\\.io\\.(?!ByteArrayOutputStream)|\\bThread\\b(?!s)|System\\.(nanoTime|currentTimeMillis|in|out|exit)"
                    + "|new Random\\(|Math\\.random|UUID\\.randomUUID|ThreadLocalRandom|SecureRandom|\\.wait\\(|\\.sleep\\(");

    @Test
    void protocolPackagesKnowNoSocketsFilesThreadsClocksOrUnseededRandomness() throws IOException {
        List<String> found = new ArrayList<>();
        for (String name : PURE) {
            for (Path file : sources(MAIN.resolve(name))) {
                int number = 0;
                for (String line : Files.readAllLines(file)) {
                    number++;
                    String code = line.strip();
                    boolean comment = code.startsWith("*") || code.startsWith("/*") || code.startsWith("//");
                    if (!comment && IMPURE.matcher(code.replaceAll("//.*", "")).find()) {
                        found.add(file + ":" + number + ": " + code);
                    }
                }
            }
        }
        assertEquals(List.of(), found);
    }

    /** An arrow in this direction only, so that each package can be read without the ones to its right. */
    @Test
    void packagesDependOnEachOtherInOneDirection() throws IOException {
        List<String> order = List.of("model", "wire", "journal", "group", "order");
        List<String> found = new ArrayList<>();
        for (int i = 0; i < order.size(); i++) {
            for (Path file : sources(MAIN.resolve(order.get(i)))) {
                for (String line : Files.readAllLines(file)) {
                    for (String later : order.subList(i + 1, order.size())) {
                        if (line.startsWith("import sensornet." + later + ".")) {
                            found.add(file + ": " + line);
                        }
                    }
                    if (line.matches("import sensornet\\.(net|store|sensor|cli)\\..*")) {
                        found.add(file + ": " + line);
                    }
                }
            }
        }
        assertEquals(List.of(), found);
    }

    private static List<Path> sources(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            List<Path> sources = files.filter(f -> f.toString().endsWith(".java")).sorted().toList();
            assertFalse(sources.isEmpty(), "no sources in " + directory);
            return sources;
        }
    }
}
