package sensornet.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import sensornet.Peer;
import sensornet.PeerConfig;
import sensornet.PeerFailure;

/** The program: reads the options, sets up logging, runs the peer, and turns whatever goes wrong into one line. */
public final class PeerCommand {
    static final int OK = 0;
    static final int FAILED = 1;
    static final int BAD_USAGE = 2;

    private final PeerRunner runner;
    private final PrintStream out;
    private final PrintStream err;

    PeerCommand(PeerRunner runner, PrintStream out, PrintStream err) {
        this.runner = runner;
        this.out = out;
        this.err = err;
    }

    public static void main(String[] args) {
        PeerRunner runner = config -> {
            Thread.setDefaultUncaughtExceptionHandler(PeerCommand::dead);
            return Peer.run(config, version());
        };
        System.exit(new PeerCommand(runner, System.out, System.err).execute(List.of(args), System.getenv()));
    }

    /** Runs until the peer ends; returns the exit code. */
    int execute(List<String> args, Map<String, String> environment) {
        try {
            Subcommand subcommand = args.isEmpty() ? null : Subcommands.named(args.get(0));
            if (subcommand != null) {
                return Subcommands.execute(subcommand, args.subList(1, args.size()), out, err);
            }
            RawOptions raw = RawOptions.read(args, environment);
            if (raw.help()) {
                out.print(usage());
                return OK;
            }
            if (raw.version()) {
                out.println(version());
                return OK;
            }
            PeerConfig config = ConfigReader.read(raw);
            if (raw.printConfig()) {
                config.warnings().forEach(this::tell);
                out.print(ConfigReader.table(raw, config));
                return OK;
            }
            return run(config);
        } catch (UsageException e) {
            tell(e.getMessage() + (e.getMessage().endsWith("?") ? " Try --help" : ". Try --help"));
            return BAD_USAGE;
        } catch (IOException e) {
            tell(e.getMessage());
            return FAILED;
        }
    }

    private int run(PeerConfig config) {
        try {
            Logging.start(config.logFile(), config.keepData());
        } catch (PeerFailure e) {
            tell(e.getMessage());
            return FAILED;
        }
        // Only now may a logger come into being.
        Logger log = LoggerFactory.getLogger(PeerCommand.class);
        config.warnings().forEach(log::warn);
        try {
            return runner.run(config);
        } catch (Exception e) {
            log.error("The peer failed: {}", reason(e), e);
            tell(reason(e));
            return FAILED;
        }
    }

    /** A peer with one thread missing would look alive and do only half its work: better that the others see it go. */
    private static void dead(Thread thread, Throwable e) {
        String line = "thread " + thread.getName() + " died of " + reason(e) + "; the peer stops, the log says more";
        LoggerFactory.getLogger(PeerCommand.class).error(line, e);
        System.err.println(oneLine(line));
        // Not on this thread: exit waits for the shutdown hooks, and this may be one of them.
        Thread exit = new Thread(() -> System.exit(FAILED), "exit");
        exit.setDaemon(true);
        exit.start();
    }

    private void tell(String line) {
        err.println(oneLine(line));
    }

    private static String oneLine(String text) {
        return "peer: " + text.replaceAll("\\R", " ");
    }

    /** Our own exceptions speak for themselves; of others the type is half of the message. */
    private static String reason(Throwable e) {
        return e instanceof PeerFailure ? e.getMessage() : e.toString();
    }

    static String usage() {
        CommandSpec spec = spec();
        List<String> footer = new ArrayList<>(List.of("", "Other commands, each with its own --help:"));
        for (CommandSpec other : Subcommands.specs()) {
            footer.add(String.format("  %-12s %s", other.name(), other.usageMessage().header()[0]));
        }
        footer.add("");
        footer.addAll(rules());
        spec.usageMessage().footer(footer.toArray(String[]::new));
        return new CommandLine(spec).getUsageMessage(CommandLine.Help.Ansi.OFF);
    }

    /** All options, with the examples in front. */
    static CommandSpec spec() {
        CommandSpec spec = RawOptions.spec();
        spec.usageMessage().width(110).sortOptions(false).abbreviateSynopsis(true)
                .header("Runs one peer of a distributed sensor log until Ctrl-C or SIGTERM.", "",
                        "  java -jar target/peer.jar --peer-id attic",
                        "      with a made-up sensor; start more in other terminals and they form one group",
                        "  java -jar target/peer.jar --peer-id cellar --sensor stdin < readings.csv",
                        "      replicates a file of readings to all of them", "");
        return spec;
    }

    /** What holds for all options. */
    static List<String> rules() {
        return List.of("Durations: 500ms, 5s, 2m; a bare number is seconds.",
                "Every option can also come from the environment (PEER_HEARTBEAT_INTERVAL=2s, PEER_KEEP_DATA=true,",
                "PEER_SEED=a:9999,b:9999) and from a file with options (@file). The command line wins over the",
                "file, the file over the environment.",
                "Exit codes: 0 left cleanly, 2 bad usage, 1 anything else.");
    }

    static String version() {
        Properties properties = new Properties();
        try (InputStream in = PeerCommand.class.getResourceAsStream("/version.properties")) {
            if (in != null) {
                properties.load(in);
            }
        } catch (IOException e) {
            // A build without the file still has an answer.
        }
        return "peer " + properties.getProperty("version", "unknown")
                + " (commit " + properties.getProperty("commit", "unknown") + ")";
    }
}
