package sensornet.process;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** One real {@code java -jar target/peer.jar}; seen from outside only, as a user sees it. */
final class PeerProcess {
    private static final Path JAR = Path.of("target", "peer.jar");
    private static final Pattern VIEW =
            Pattern.compile("Updated group view: view_id=(\\S+) leader=(\\S+) members=\\[(.*)]");

    /** A line {@code Updated group view} of the log. */
    record ViewLine(String viewId, String leader, List<String> members) {
    }

    /** How the process is started: a command that starts it, such as {@code ip netns exec}, and options for Java. */
    record Launch(List<String> command, List<String> jvm) {
        static final Launch PLAIN = new Launch(List.of(), List.of("-Xmx64m"));
        /** Less work until it runs, for tests that start very many. */
        static final Launch CHEAP = new Launch(List.of(), List.of("-Xmx48m", "-Xshare:auto",
                "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));

        static Launch by(String... command) {
            return new Launch(List.of(command), PLAIN.jvm);
        }
    }

    private final String id;
    private final Path dataDir;
    private final Path logDir;
    private final Path console;
    private final Path errors;
    private final Process process;
    private final BufferedWriter stdin;

    PeerProcess(String id, Path dataDir, Path logDir, Path output, Launch launch, List<String> options) {
        this.id = id;
        this.dataDir = dataDir;
        this.logDir = logDir;
        this.console = output.resolve(id + ".out");
        this.errors = output.resolve(id + ".err");
        if (!Files.exists(JAR)) {
            throw new IllegalStateException(JAR + " is missing: run mvn package before these tests");
        }
        List<String> command = new ArrayList<>(launch.command);
        command.add(javaCommand());
        command.addAll(launch.jvm);
        command.addAll(List.of("-jar", JAR.toString(), "--peer-id", id, "--data-dir", dataDir.toString(),
                "--log-dir", logDir.toString()));
        command.addAll(options);
        ProcessBuilder builder = new ProcessBuilder(command);
        // What the developer's shell sets must not change what is tested, nor add lines to the peer's output.
        builder.environment().keySet().removeIf(k -> k.startsWith("PEER_") || k.startsWith("JAVA_")
                || k.startsWith("JDK_JAVA") || k.equals("_JAVA_OPTIONS"));
        try {
            Files.createDirectories(output);
            process = builder.redirectOutput(console.toFile()).redirectError(errors.toFile()).start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        stdin = new BufferedWriter(new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
    }

    private static String javaCommand() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    String id() {
        return id;
    }

    Path dataDir() {
        return dataDir;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    // ---- stdin

    /** Blocks while the peer does not read. */
    void feed(List<String> lines) throws IOException {
        for (String line : lines) {
            stdin.write(line);
            stdin.write('\n');
        }
        stdin.flush();
    }

    void endInput() throws IOException {
        stdin.close();
    }

    // ---- signals and exit

    void kill9() {
        kill9(List.of(this));
    }

    /** As a power cut of the whole room: none of them sees another one die first. */
    static void kill9(List<PeerProcess> peers) {
        Commands.run(Stream.concat(Stream.of("kill", "-KILL"),
                peers.stream().map(p -> Long.toString(p.process.pid()))).toArray(String[]::new));
        peers.forEach(PeerProcess::exitCode);
    }

    void terminate() {
        signal("TERM");
    }

    void pause() {
        signal("STOP");
    }

    void resume() {
        signal("CONT");
    }

    long pid() {
        return process.pid();
    }

    private void signal(String name) {
        Commands.run("kill", "-" + name, Long.toString(process.pid()));
    }

    /** Waits for the end. */
    int exitCode() {
        try {
            if (!process.waitFor(Await.PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError(id + " does not end");
            }
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
        return process.exitValue();
    }

    /** For cleaning up: never throws, never waits long. */
    void destroy() {
        process.destroyForcibly();
        try {
            process.waitFor(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    // ---- what it shows

    List<String> stderr() {
        return lines(errors);
    }

    List<String> log() {
        return lines(logDir.resolve(id + "_log.txt"));
    }

    /** Whether a log line holds these words, with no longer id or number in the last place. */
    boolean logged(String words) {
        Pattern pattern = Pattern.compile(Pattern.quote(words) + "(?![A-Za-z0-9_-])");
        return log().stream().anyMatch(line -> pattern.matcher(line).find());
    }

    void awaitLogged(String words) {
        Await.until(id + " logs: " + words, () -> logged(words));
    }

    /** Host and port of its page, when it has said so. */
    String httpAddress() {
        awaitLogged("Page, /status and /metrics at");
        return log().stream().filter(l -> l.contains("Page, /status")).reduce((a, b) -> b).orElseThrow()
                .replaceAll(".*https?://([^/]+)/.*", "$1");
    }

    /** Every view it installed, in order. */
    List<ViewLine> views() {
        List<ViewLine> views = new ArrayList<>();
        for (String line : log()) {
            Matcher m = VIEW.matcher(line);
            if (m.find()) {
                List<String> members = m.group(3).isEmpty() ? List.of() : List.of(m.group(3).split(", "));
                views.add(new ViewLine(m.group(1), m.group(2), members));
            }
        }
        return views;
    }

    /** Null before the first. */
    ViewLine lastView() {
        List<ViewLine> views = views();
        return views.isEmpty() ? null : views.get(views.size() - 1);
    }

    CsvFiles csv() {
        return CsvFiles.read(dataDir.resolve(id));
    }

    /** For the failure report. */
    String describe() {
        StringBuilder s = new StringBuilder("==== ").append(id).append(": ")
                .append(process.isAlive() ? "alive" : "ended with exit code " + process.exitValue())
                .append(", rows in its CSVs: ").append(csv().rowCount())
                .append("\nlast view: ").append(lastView());
        appendTail(s, "stderr", stderr());
        appendTail(s, "console", log().isEmpty() ? lines(console) : List.of());
        appendTail(s, "log", log());
        return s.append('\n').toString();
    }

    private static void appendTail(StringBuilder s, String what, List<String> lines) {
        if (!lines.isEmpty()) {
            s.append("\n-- ").append(what).append(" (last of ").append(lines.size()).append(" lines)");
            lines.subList(Math.max(0, lines.size() - 30), lines.size()).forEach(line -> s.append('\n').append(line));
        }
    }

    private static List<String> lines(Path file) {
        if (!Files.exists(file)) {
            return List.of();
        }
        // ISO-8859-1 takes any bytes: the last line may be half written.
        try (Stream<String> lines = Files.lines(file, StandardCharsets.ISO_8859_1)) {
            return lines.toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
