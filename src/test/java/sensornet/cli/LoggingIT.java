package sensornet.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** In processes of their own, since a process sets up its logging once. */
class LoggingIT {

    /** A peer whose run is three log lines, or with a group called "wait" lasts until its input ends. */
    public static final class Program {
        public static void main(String[] args) {
            System.exit(new PeerCommand(config -> {
                LoggerFactory.getLogger("test").info("Peer ID: {}", config.peerId());
                LoggerFactory.getLogger("test").warn("two\nlines", new IllegalStateException("trace"));
                LoggerFactory.getLogger("test").debug("not shown");
                if (config.group().equals("flood")) {
                    for (int i = 0; i < 5_000; i++) {
                        LoggerFactory.getLogger("test").info("line {}", i);
                    }
                    System.out.println("waits");
                    System.in.read();
                }
                if (config.group().equals("wait")) {
                    System.out.println("waits");
                    System.in.read();
                    LoggerFactory.getLogger("test").info("last line");
                }
                if (config.group().equals("fail")) {
                    throw new IllegalStateException("broken");
                }
                return 0;
            }, System.out, System.err).execute(List.of(args), java.util.Map.of()));
        }
    }

    private record Ended(int code, String out, String err) {
    }

    @TempDir
    Path dir;

    @Test
    void consoleAndFileShowTheSameLinesAndOnlyTheFileHasTraces() throws Exception {
        Ended ended = run(List.of());
        assertEquals(0, ended.code);
        assertEquals("", ended.err);
        List<String> console = ended.out.lines().toList();
        assertEquals(2, console.size(), ended.out);
        assertTrue(console.get(0).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z INFO  \\[main] Peer ID: p"), ended.out);
        assertTrue(console.get(1).endsWith("WARN  [main] two lines"), ended.out);
        List<String> file = Files.readAllLines(logFile());
        assertEquals(console, file.subList(0, 2));
        assertEquals("java.lang.IllegalStateException: trace", file.get(2));
    }

    @Test
    void theLogBeginsAnewUnlessDataIsKept() throws Exception {
        run(List.of());
        long once = Files.size(logFile());
        run(List.of());
        assertEquals(once, Files.size(logFile()));
        run(List.of(), "--keep-data");
        assertEquals(2 * once, Files.size(logFile()));
    }

    @Test
    void aSecondProcessDoesNotTouchTheLogOfTheFirst() throws Exception {
        Process first = start(List.of(), "--group", "wait");
        try {
            while (!"waits".equals(first.inputReader().readLine())) {
                assertTrue(first.isAlive());
            }
            List<String> before = Files.readAllLines(logFile());
            run(List.of());
            List<String> after = Files.readAllLines(logFile());
            assertEquals(before, after.subList(0, before.size()));
            first.getOutputStream().close();
            assertTrue(first.waitFor(20, TimeUnit.SECONDS));
            List<String> end = Files.readAllLines(logFile());
            assertEquals(after, end.subList(0, after.size()));
            assertTrue(end.get(end.size() - 1).endsWith("last line"));
        } finally {
            first.destroyForcibly();
        }
    }

    @Test
    void aFullLogIsPackedAsideAndTheSecondProcessStillDoesNotEmptyTheNewOne() throws Exception {
        Process first = start(List.of("-Dpeer.log.max.size=50KB"), "--group", "flood");
        try {
            while (!"waits".equals(first.inputReader().readLine())) {
                assertTrue(first.isAlive());
            }
            List<String> before = Files.readAllLines(logFile());
            assertTrue(before.get(before.size() - 1).endsWith("line 4999"), before::toString);
            assertTrue(Files.size(logFile()) < 200_000, "size of the log");
            run(List.of());
            List<String> after = Files.readAllLines(logFile());
            assertEquals(before, after.subList(0, before.size()));
        } finally {
            first.destroyForcibly();
        }
        try (var files = Files.list(logFile().getParent())) {
            assertTrue(files.anyMatch(f -> f.getFileName().toString().matches("p_log\\.txt\\.\\d{4}-\\d\\d-\\d\\d\\.0\\.gz")));
        }
    }

    @Test
    void aFailureShowsNoTraceOnTheConsole() throws Exception {
        Ended ended = run(List.of(), "--group", "fail");
        assertEquals(1, ended.code);
        assertEquals("peer: java.lang.IllegalStateException: broken" + System.lineSeparator(), ended.err);
        assertFalse(ended.out.contains("\tat "), ended.out);
        assertTrue(Files.readString(logFile()).contains("\tat "));
    }

    @Test
    void aLogThatCannotBeWrittenIsExitCodeOneAndOneLine() throws Exception {
        Files.writeString(dir.resolve("logs"), "a file, no directory");
        Ended ended = run(List.of());
        assertEquals(1, ended.code);
        assertEquals("peer: cannot write the log file " + logFile() + " (a file is in the way of the directory): choose another"
                + " directory with --log-dir" + System.lineSeparator(), ended.err);
        assertEquals("", ended.out);
    }

    @Test
    void aSetUpOfTheUsersOwnReplacesOurs() throws Exception {
        Path own = Files.writeString(dir.resolve("own.xml"), "<configuration><appender name='A' class='ch.qos.logback.core.ConsoleAppender'>"
                + "<encoder><pattern>own %msg%n%nopex</pattern></encoder></appender><root level='INFO'><appender-ref ref='A'/></root>"
                + "</configuration>");
        assertTrue(run(List.of("-Dlogback.configurationFile=" + own)).out.startsWith("own Peer ID: p"));
        assertFalse(Files.exists(logFile()));
    }

    private Path logFile() {
        return dir.resolve("logs").resolve("p_log.txt");
    }

    private Ended run(List<String> jvm, String... args) throws IOException, InterruptedException {
        Process process = start(jvm, args);
        try {
            process.getOutputStream().close();
            String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
            assertTrue(process.waitFor(20, TimeUnit.SECONDS));
            return new Ended(process.exitValue(), out, err);
        } finally {
            process.destroyForcibly();
        }
    }

    private Process start(List<String> jvm, String... args) throws IOException {
        // Without the test resources, whose logback-test.xml would come first.
        String classes = String.join(java.io.File.pathSeparator, List.of(System.getProperty("java.class.path")
                .split(java.io.File.pathSeparator)).stream().filter(e -> !e.endsWith("test-classes")).toList());
        Path program = Path.of("target", "logging-it");
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1", "-Xshare:auto"));
        command.addAll(jvm);
        command.addAll(List.of("-cp", copyOfProgram(program) + java.io.File.pathSeparator + classes, Program.class.getName(),
                "--peer-id", "p", "--log-dir", dir.resolve("logs").toString()));
        command.addAll(List.of(args));
        return new ProcessBuilder(command).start();
    }

    private static Path copyOfProgram(Path root) throws IOException {
        String name = Program.class.getName().replace('.', '/') + ".class";
        Path to = root.resolve(name);
        Files.createDirectories(to.getParent());
        try (var in = LoggingIT.class.getClassLoader().getResourceAsStream(name)) {
            Files.copy(in, to, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        }
        return root;
    }
}
