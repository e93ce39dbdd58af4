package sensornet.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import sensornet.PeerConfig;
import sensornet.PeerFailure;
import sensornet.group.Priority;
import sensornet.group.Settings.Seed;
import sensornet.sensor.SensorSpec;

class PeerCommandTest {
    /** What a command line came to; {@code config} is null if no peer was run. */
    private record Outcome(int code, String out, String err, PeerConfig config) {
    }

    @TempDir
    Path dir;

    /** These tests are not about the log file, so the set-up leaves logging alone. */
    @BeforeAll
    static void leaveLoggingAlone() {
        System.setProperty("logback.configurationFile", "logback-test.xml");
    }

    @AfterAll
    static void restoreLogging() {
        System.clearProperty("logback.configurationFile");
    }

    @Test
    void theDefaultsAreThoseOfTheContract() {
        PeerConfig c = run(Map.of()).config;
        assertEquals(c.peerId(), UUID.fromString(c.peerId()).toString());
        assertFalse(c.peerIdGiven());
        assertNotEquals(c.peerId(), run(Map.of()).config.peerId());
        PeerConfig expected = new PeerConfig(c.peerId(), false, "sensors", "127.0.0.1", 0, 9999, null, List.of(), Duration.ofSeconds(5),
                Duration.ofSeconds(20), Duration.ofSeconds(5), Duration.ofSeconds(2), List.of(new SensorSpec(c.peerId(), "mock")),
                Duration.ofSeconds(15), Priority.ID, 1, false, false, Path.of("data"), Path.of("logs"), 0, null, null, List.of());
        assertEquals(expected, c);
        assertEquals(Path.of("data", c.peerId()), c.peerDir());
        assertEquals(Path.of("logs", c.peerId() + "_log.txt"), c.logFile());
    }

    @Test
    void everyOptionArrives() {
        PeerConfig c = run(Map.of(), "--peer-id", "p1", "--group", "g", "--bind", "eth0", "--port=7", "--broadcast-port", "8",
                "--broadcast-address", "10.1.255.255", "--seed", "a:1", "--seed", "[::1]:2", "--heartbeat-interval", "100ms",
                "--heartbeat-timeout", "1", "--election-timeout", "2s", "--join-timeout", "1.5s", "--sensor", "x=mock", "--sensor",
                "stdin", "--sensor-interval", "0", "--priority", "numeric", "--quorum", "2", "--keep-data", "--fsync", "--data-dir",
                "/d", "--log-dir", "/l", "--http-port", "off").config;
        assertEquals(new PeerConfig("p1", true, "g", "eth0", 7, 8, "10.1.255.255", List.of(new Seed("a", 1), new Seed("::1", 2)),
                Duration.ofMillis(100), Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofMillis(1500),
                List.of(new SensorSpec("x", "mock"), new SensorSpec("p1-2", "stdin")), Duration.ZERO, Priority.NUMERIC, 2, true, true,
                Path.of("/d"), Path.of("/l"), -1, null, null, List.of()), c);
        assertEquals(100, c.settings().heartbeatIntervalMs());
        assertEquals(1500, c.settings().joinTimeoutMs());
        assertEquals("numeric", c.settings().options().priority());
    }

    @Test
    void printConfigShowsEveryValueAndWhereItCameFrom() throws IOException {
        Path file = Files.writeString(dir.resolve("options"), "--quorum 2\n--keep-data\n");
        Outcome shown = run(Map.of("PEER_GROUP", "env"), "--print-config", "--port", "3", "--peer-id", "p", "@" + file);
        assertEquals(0, shown.code);
        assertNull(shown.config);
        List<List<String>> rows = shown.out.lines().map(l -> List.of(l.split(" {2,}"))).toList();
        assertEquals(Opt.values().length + 1, rows.size());
        assertTrue(rows.contains(List.of("--port", "3", "command line")), shown.out);
        assertTrue(rows.contains(List.of("--group", "env", "environment PEER_GROUP")), shown.out);
        assertTrue(rows.contains(List.of("--quorum", "2", "@" + file)), shown.out);
        assertTrue(rows.contains(List.of("--keep-data", "true", "@" + file)), shown.out);
        assertTrue(rows.contains(List.of("--fsync", "false", "default")), shown.out);
        assertTrue(rows.contains(List.of("--broadcast-address", "-", "default")), shown.out);
        assertEquals(2, run(Map.of(), "--print-config", "--port", "70000").code);
    }

    @TestFactory
    Stream<DynamicTest> aMistakeIsExitCodeTwoAndOneLine() {
        Map<String, String> mistakes = Map.ofEntries(
                Map.entry("--port 70000", "--port 70000 must be a whole number from 0 to 65535"),
                Map.entry("--port -1", "--port -1 must be a whole number from 0 to 65535"),
                Map.entry("--port x", "--port x must be a whole number from 0 to 65535"),
                Map.entry("--http-port none", "--http-port none must be a whole number from 0 to 65535, or off"),
                Map.entry("--broadcast-port 0", "--broadcast-port 0 must be a whole number from 1 to 65535"),
                Map.entry("--quorum 0", "--quorum 0 must be a whole number from 1 to 10000"),
                Map.entry("--quorum 99999999999999999999", "--quorum 99999999999999999999 must be a whole number from 1 to 10000"),
                Map.entry("--heartbeat-interval 5s --heartbeat-timeout 5000ms", "--heartbeat-timeout 5000ms must be longer than"
                        + " --heartbeat-interval 5s, else healthy peers would be given up"),
                Map.entry("--heartbeat-interval 1m", "--heartbeat-timeout 20s must be longer than --heartbeat-interval 1m, else"
                        + " healthy peers would be given up"),
                Map.entry("--join-timeout 0", "--join-timeout 0 must be at least 1ms"),
                Map.entry("--election-timeout 5h", "--election-timeout 5h is not a duration such as 500ms, 5s or 2m"),
                Map.entry("--sensor-interval -1", "--sensor-interval -1 is not a duration such as 500ms, 5s or 2m"),
                Map.entry("--sensor-interval 999999999m", "--sensor-interval 999999999m is longer than a year"),
                Map.entry("--peer-id a/b", "--peer-id a/b: peer id 'a/b' must be 1-64 of A-Z a-z 0-9 . _ -, starting with a letter"
                        + " or digit"),
                Map.entry("--peer-id a --peer-id b", "--peer-id is given 2 times, a and b: a peer has one id"),
                Map.entry("--peer-id nul", "--peer-id nul: peer id 'nul' is a device name on Windows: choose another"),
                Map.entry("--group -", "--group -: group name '-' must be 1-64 of A-Z a-z 0-9 . _ -, starting with a letter or digit"),
                Map.entry("--sensor mok", "--sensor mok: there is no source 'mok': known are mock, iio[:NAME|PATH],"
                        + " hwmon[:CHIP[/LABEL]|PATH], exec:COMMAND, follow:COMMAND, stdin, none"),
                Map.entry("--sensor stdin --sensor a=stdin", "--sensor stdin --sensor a=stdin: a peer can have the source 'stdin'"
                        + " only once"),
                Map.entry("--sensor exec", "--sensor exec: the source exec needs more: exec:COMMAND"),
                Map.entry("--sensor-option x:temperature-offset=1", "--sensor-option x:temperature-offset=1: there is no sensor 'x': this"
                        + " peer has p"),
                Map.entry("--sensor iio --sensor-option offset=1", "--sensor-option offset=1: there is no key 'offset': known are"
                        + " temperature-offset, humidity-offset, pressure-offset, temperature-range, humidity-range, pressure-range,"
                        + " humidity-unit, time-limit"),
                Map.entry("--sensor iio --sensor-option time-limit=1h", "--sensor-option time-limit=1h: time-limit '1h' is not a duration"
                        + " such as 500ms, 5s or 2m"),
                Map.entry("--priority uuid", "--priority uuid must be one of id, numeric"),
                Map.entry("--seed host", "--seed host must be HOST:PORT with a port from 1 to 65535"),
                Map.entry("--seed ::1:5", "--seed ::1:5 must be HOST:PORT with a port from 1 to 65535"),
                Map.entry("--seed h:0", "--seed h:0 must be HOST:PORT with a port from 1 to 65535"),
                Map.entry("--broadcast-address lan", "--broadcast-address lan must be an IPv4 address such as 192.168.1.255"),
                Map.entry("--broadcast-address 1.2.3.256", "--broadcast-address 1.2.3.256 must be an IPv4 address such as 192.168.1.255"),
                Map.entry("--broadcast-address 255.255.255.255", "--broadcast-address 255.255.255.255 leaves by one interface only,"
                        + " often the wrong one: give the subnet's broadcast address such as 192.168.1.255, or none to derive it from"
                        + " --bind"),
                Map.entry("--fsync=maybe", "--fsync maybe must be true or false"),
                Map.entry("--bind=", "--bind is empty: give it a value or leave it out"),
                Map.entry("--data-dir=", "--data-dir is empty: give it a value or leave it out"),
                Map.entry("--port", "Missing required parameter for option '--port' (N)"),
                Map.entry("--port --fsync", "Expected parameter for option '--port' but found '--fsync'"),
                Map.entry("--keepdata", "unknown option --keepdata: did you mean --keep-data?"),
                Map.entry("--xyzzy", "unknown option --xyzzy"),
                Map.entry("start", "unexpected argument 'start': every value belongs to an option"),
                Map.entry("@no/such/file", "the argument file no/such/file cannot be read: is the name right?"));
        return mistakes.entrySet().stream().map(m -> DynamicTest.dynamicTest(m.getKey(), () -> {
            Outcome outcome = run(Map.of("PEER_PEER_ID", "p"), m.getKey().split(" "));
            assertEquals("peer: " + m.getValue() + (m.getValue().endsWith("?") ? "" : ".") + " Try --help\n", outcome.err);
            assertEquals(2, outcome.code);
            assertEquals("", outcome.out);
            assertNull(outcome.config);
        }));
    }

    @Test
    void theEnvironmentGivesEveryOption() {
        for (Opt opt : Opt.values()) {
            Outcome outcome = run(Map.of(opt.variable(), "!|"));
            if (opt == Opt.BIND || opt == Opt.DATA_DIR || opt == Opt.LOG_DIR) {
                assertEquals(0, outcome.code, opt.flag);
                assertTrue(outcome.config.toString().contains("!|"), opt.flag);
            } else {
                assertEquals(2, outcome.code, opt.flag);
                assertTrue(outcome.err.startsWith("peer: " + opt.variable() + "=!|"), outcome.err);
            }
        }
        PeerConfig c = run(Map.of("PEER_HEARTBEAT_INTERVAL", "3s", "PEER_SEED", "a:1, b:2", "PEER_SENSOR", "x=mock,none", "PEER_KEEP_DATA",
                "true", "PEER_FSYNC", "FALSE", "PEER_PEER_ID", "p", "PEER_PORT", "", "PATH", "/bin")).config;
        assertEquals(Duration.ofSeconds(3), c.heartbeatInterval());
        assertEquals(List.of(new Seed("a", 1), new Seed("b", 2)), c.seeds());
        assertEquals(List.of(new SensorSpec("x", "mock"), new SensorSpec("p-2", "none")), c.sensors());
        assertTrue(c.keepData() && !c.fsync());
        assertEquals(List.of(), c.warnings());
    }

    @Test
    void sensorsAndTheirOptionsComeFromEverywhere() throws IOException {
        String command = "x=exec:./read.sh a,b --c=d";
        String options = "[SensorOption[sensor=x, key=TEMPERATURE_OFFSET, value=-0.7], SensorOption[sensor=, key=TIME_LIMIT, value=PT0.5S]]";
        Path file = Files.writeString(dir.resolve("args"), "--sensor \"" + command + "\"\n--sensor-option x:temperature-offset=-0.7\n"
                + "--sensor-option time-limit=500ms\n");
        // In the environment a value a line, since commands hold commas.
        Map<String, String> environment = Map.of("PEER_SENSOR", command + "\n", "PEER_SENSOR_OPTION",
                "x:temperature-offset=-0.7,time-limit=500ms");
        for (PeerConfig c : List.of(run(environment).config, run(Map.of(), "@" + file).config, run(Map.of(), "--sensor", command,
                "--sensor-option", "x:temperature-offset=-0.7", "--sensor-option", "time-limit=500ms").config)) {
            assertEquals("[SensorSpec[id=x, source=exec, argument=./read.sh a,b --c=d, options=SensorOptions[all=" + options + "]]]",
                    c.sensors().toString());
        }
    }

    @Test
    void verifyWithoutADirectoryIsBadUsage() {
        Outcome outcome = run(Map.of(), "verify");
        assertEquals(2, outcome.code);
        assertTrue(outcome.err.contains("verify needs a directory"), outcome.err);
    }

    @Test
    void helpNamesTheCommands() {
        String commands = run(Map.of(), "--help").out.split("Other commands, each with its own --help:")[1];
        assertTrue(commands.contains("\n  sensors "), commands);
        Outcome help = run(Map.of(), "sensors", "--help");
        assertEquals(0, help.code);
        assertTrue(help.out.contains("Exit codes: 0 there is at least one, 1 there is none, 2 bad usage."), help.out);
    }

    @Test
    void theCommandLineWinsOverTheFileAndTheFileOverTheEnvironment() throws IOException {
        Path file = Files.writeString(dir.resolve("options"), "# all of them\n--port 2 --quorum=2\n--sensor \"b=mock\"\n--sensor c=mock\n"
                + "--keep-data\n--peer-id file\n");
        Map<String, String> environment = Map.of("PEER_PORT", "1", "PEER_QUORUM", "1", "PEER_SENSOR", "a=mock", "PEER_GROUP", "env",
                "PEER_KEEP_DATA", "false");
        for (String[] args : List.of(new String[]{"--port", "3", "@" + file}, new String[]{"@" + file, "--port", "3"})) {
            PeerConfig c = run(environment, args).config;
            assertEquals(3, c.port());
            assertEquals(2, c.quorum());
            assertEquals(List.of(new SensorSpec("b", "mock"), new SensorSpec("c", "mock")), c.sensors());
            assertEquals("env", c.group());
            assertTrue(c.keepData());
        }
        PeerConfig c = run(environment, "@" + file, "--sensor", "d=none", "--keep-data=false").config;
        assertEquals(List.of(new SensorSpec("d", "none")), c.sensors());
        assertFalse(c.keepData());
        assertEquals(5, run(environment, "--port", "4", "--port", "5").config.port());
        assertEquals("peer: unknown option --prot: did you mean --priority? Try --help\n",
                run(Map.of(), "@" + Files.writeString(dir.resolve("bad"), "--prot 1")).err);
    }

    @Test
    void whatCostsSomethingIsWarnedOf() {
        String quorum = "--quorum 2 without --keep-data: ";
        assertTrue(run(Map.of(), "--quorum", "2").config.warnings().get(0).startsWith(quorum));
        assertEquals(List.of(), run(Map.of(), "--quorum", "2", "--keep-data", "--peer-id", "p").config.warnings());
        assertTrue(run(Map.of(), "--keep-data").config.warnings().get(0).startsWith("--keep-data without --peer-id: "));
        assertEquals(List.of("environment variable PEER_HARTBEAT is no option and has no effect: is it misspelt?"),
                run(Map.of("PEER_HARTBEAT", "1")).config.warnings());
    }

    @Test
    void helpLeadsWithTwoExamplesAndNamesEveryOption() {
        Outcome help = run(Map.of(), "--help");
        assertEquals(0, help.code);
        assertEquals("", help.err);
        List<String> lines = help.out.lines().toList();
        assertTrue(lines.get(2).contains("java -jar target/peer.jar --peer-id attic"), help.out);
        assertTrue(lines.get(4).contains("--sensor stdin < readings.csv"), help.out);
        for (Opt opt : Opt.values()) {
            assertTrue(help.out.contains(" " + opt.flag), opt.flag);
            assertTrue(opt.byDefault == null || opt.isSwitch() || help.out.contains(opt.byDefault), opt.flag);
        }
        assertFalse(help.out.contains("PARAM"));
    }

    @Test
    void versionNamesTheCommit() {
        Outcome version = run(Map.of(), "--version");
        assertEquals(0, version.code);
        assertTrue(version.out.matches("peer \\d+\\.\\d+\\.\\d+ \\(commit [0-9a-z]+\\)\\R"), version.out);
    }

    @Test
    void aFailureIsExitCodeOneAndOneLineWithoutATrace() {
        for (Exception e : List.of(new PeerFailure("the port 7 is in use:\nchoose another --port"), new IllegalStateException("odd"))) {
            ByteArrayOutputStream err = new ByteArrayOutputStream();
            int code = new PeerCommand(config -> {
                throw e;
            }, System.out, new PrintStream(err)).execute(List.of(), Map.of());
            assertEquals(1, code);
            String line = err.toString(StandardCharsets.UTF_8);
            assertEquals(1, line.lines().count(), line);
            assertTrue(line.equals("peer: the port 7 is in use: choose another --port\n")
                    || line.equals("peer: java.lang.IllegalStateException: odd\n"), line);
        }
    }

    @Test
    void aConfigurationCanBeMadeWithoutTheEnvironment() throws Exception {
        assertEquals("p", ConfigReader.read(RawOptions.read(List.of("--peer-id", "p"), Map.of())).peerId());
        assertThrows(UsageException.class, () -> ConfigReader.read(RawOptions.read(List.of("--port", "x"), Map.of())));
    }

    private static Outcome run(Map<String, String> environment, String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        PeerConfig[] seen = new PeerConfig[1];
        int code = new PeerCommand(config -> {
            seen[0] = config;
            return 0;
        }, new PrintStream(out), new PrintStream(err)).execute(List.of(args), environment);
        return new Outcome(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8), seen[0]);
    }
}
