package sensornet.process;

import static java.util.stream.Collectors.toCollection;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import sensornet.json.JsonReader;

/** What is in the jar is what the bill of materials and THIRD-PARTY.md say, and it is all that is needed. */
class JarContentsIT {
    private static final Path JAR = Path.of("target", "peer.jar");
    private static final Path BILL = Path.of("target", "bom.json");

    /** Where the classes of the program and of its libraries are. Anything else came by accident. */
    private static final List<String> PACKAGES = List.of("sensornet/", "picocli/", "org/slf4j/", "ch/qos/logback/",
            "com/opencsv/", "org/apache/commons/lang3/", "io/prometheus/");

    /** What opencsv would take a column of an SQL result with. Its library is left out; nothing here calls it. */
    private static final String FOR_SQL_RESULTS = "com.opencsv.ResultSetHelperService";

    /** The virtual machine does not look for an annotation that nobody asks for. */
    private static final String ANNOTATION = "javax.annotation.Nullable";

    /** One row of THIRD-PARTY.md, and one component of the bill. */
    private record Library(String name, String version, String licence, String sha256) implements Comparable<Library> {
        @Override
        public int compareTo(Library other) {
            return name.compareTo(other.name);
        }

        @Override
        public String toString() {
            return "\n| " + name + " | " + version + " | " + licence + " | `" + sha256 + "` |";
        }
    }

    /** CycloneDX insists on a network, and Maven passes over it with {@code -o}. What CI builds has a bill. */
    @BeforeAll
    static void aBillWasMade() {
        assumeTrue(Files.exists(BILL), BILL + " is missing: it is not made offline (mvn -o)");
    }

    @Test
    void thirdPartyNamesTheLibrariesOfTheBillWithTheirVersionsLicencesAndBytes() throws IOException {
        Set<Library> listed = new TreeSet<>();
        Matcher row = Pattern.compile("(?m)^\\| (\\S+:\\S+) \\| (\\S+) \\| ([^|]+) \\| `([0-9a-f]{64})` \\|$")
                .matcher(Files.readString(Path.of("THIRD-PARTY.md")));
        while (row.find()) {
            assertTrue(listed.add(new Library(row.group(1), row.group(2), row.group(3), row.group(4))), row.group());
        }
        // As lists: a sorted set would only compare the names.
        assertEquals(List.copyOf(billed()), List.copyOf(listed), "THIRD-PARTY.md is not what was built: put the expected rows there");
    }

    @Test
    void theLibrariesInTheJarAreThoseOfTheBill() throws IOException {
        Set<String> billed = billed().stream().map(l -> l.name() + " " + l.version())
                .collect(toCollection(TreeSet::new));
        Set<String> contained = new TreeSet<>();
        try (JarFile jar = new JarFile(JAR.toFile())) {
            for (ZipEntry entry : jar.stream().filter(e -> e.getName().endsWith("/pom.properties")).toList()) {
                Properties properties = new Properties();
                try (InputStream in = jar.getInputStream(entry)) {
                    properties.load(in);
                }
                String[] path = entry.getName().split("/");
                contained.add(path[2] + ":" + path[3] + " " + properties.getProperty("version"));
            }
        }
        assertTrue(contained.removeIf(name -> name.startsWith("sensornet:peer ")), contained::toString);
        // Its jar is not made by Maven and does not carry the file.
        contained.add("info.picocli:picocli " + CommandLine.VERSION);
        assertEquals(billed, contained);
    }

    @Test
    void theJarHasNoClassesButThoseOfTheProgramAndItsLibraries() throws IOException {
        try (JarFile jar = new JarFile(JAR.toFile())) {
            List<String> strange = jar.stream().map(ZipEntry::getName).filter(name -> name.endsWith(".class"))
                    .map(name -> name.replaceFirst("^META-INF/versions/\\d+/", ""))
                    .filter(name -> PACKAGES.stream().noneMatch(name::startsWith)).toList();
            assertEquals(List.of(), strange);
        }
    }

    @Test
    void theJarCarriesTheBillTheListAndTheLicences() throws IOException {
        try (JarFile jar = new JarFile(JAR.toFile())) {
            assertEquals(Files.readString(BILL), text(jar, "META-INF/sbom/application.cdx.json"));
            assertEquals(Files.readString(Path.of("THIRD-PARTY.md")), text(jar, "META-INF/THIRD-PARTY.md"));
            assertTrue(text(jar, "META-INF/licenses/Apache-2.0.txt").contains("Apache License"));
            assertTrue(text(jar, "META-INF/licenses/EPL-2.0.md").contains("Eclipse Public License"));
            assertTrue(text(jar, "META-INF/licenses/MIT-slf4j.txt").contains("QOS.ch"));
            assertTrue(text(jar, "META-INF/NOTICE").contains("Apache Commons Lang"));
            assertTrue(text(jar, "page/uPlot.LICENSE").contains("MIT"));
        }
    }

    @Test
    void everyClassThatTheProgramCanReachIsThere() {
        Map<String, Set<String>> uses = new HashMap<>();
        Set<String> missing = new HashSet<>();
        Matcher line = Pattern.compile("(?m)^ +(\\S+) +-> (\\S+) +(.+?) *$").matcher(jdeps());
        while (line.find()) {
            uses.computeIfAbsent(line.group(1), k -> new HashSet<>()).add(line.group(2));
            if (line.group(3).equals("not found") && !line.group(2).equals(ANNOTATION)) {
                missing.add(line.group(2));
            }
        }
        Deque<String> toVisit = new ArrayDeque<>(uses.keySet().stream()
                .filter(user -> user.startsWith("sensornet.")).toList());
        Set<String> reached = new HashSet<>(toVisit);
        List<String> broken = new ArrayList<>();
        while (!toVisit.isEmpty()) {
            String user = toVisit.poll();
            if (user.equals(FOR_SQL_RESULTS)) {
                continue;
            }
            for (String used : uses.getOrDefault(user, Set.of())) {
                if (missing.contains(used)) {
                    broken.add(user + " -> " + used);
                } else if (reached.add(used)) {
                    toVisit.add(used);
                }
            }
        }
        assertTrue(reached.contains("com.opencsv.RFC4180Parser") && reached.contains("com.opencsv.CSVWriter"),
                "what the test goes by is not there: " + reached);
        assertEquals(List.of(), broken);
    }

    private static String jdeps() {
        StringWriter out = new StringWriter();
        PrintWriter print = new PrintWriter(out);
        int code = ToolProvider.findFirst("jdeps").orElseThrow()
                .run(print, print, "-verbose:class", "-filter:none", "--multi-release", "base", JAR.toString());
        assertEquals(0, code, out::toString);
        return out.toString();
    }

    private static Set<Library> billed() throws IOException {
        Map<?, ?> bill = (Map<?, ?>) JsonReader.read(Files.readString(BILL));
        Set<Library> libraries = new TreeSet<>();
        for (Object each : (List<?>) bill.get("components")) {
            Map<?, ?> component = (Map<?, ?>) each;
            libraries.add(new Library(component.get("group") + ":" + component.get("name"),
                    (String) component.get("version"), licence((List<?>) component.get("licenses")),
                    sha256((List<?>) component.get("hashes"))));
        }
        return libraries;
    }

    /** Of one who offers several, any may be chosen. */
    private static String licence(List<?> licences) {
        return String.join(" or ", licences.stream().map(each -> ((Map<?, ?>) each).get("license"))
                .map(each -> (Map<?, ?>) each)
                .map(each -> String.valueOf(each.containsKey("id") ? each.get("id") : each.get("name"))).toList());
    }

    private static String sha256(List<?> hashes) {
        return hashes.stream().map(each -> (Map<?, ?>) each).filter(each -> "SHA-256".equals(each.get("alg")))
                .map(each -> (String) each.get("content")).findFirst().orElseThrow();
    }

    private static String text(JarFile jar, String name) throws IOException {
        ZipEntry entry = jar.getEntry(name);
        assertTrue(entry != null, name + " is not in the jar");
        try (InputStream in = jar.getInputStream(entry)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
