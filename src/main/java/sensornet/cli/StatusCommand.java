package sensornet.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;
import sensornet.json.JsonReader;
import sensornet.status.HttpText;

/** {@code status}: who leads, who is there, how far everybody is, and what the sensors say. */
final class StatusCommand implements Subcommand {
    static final int NOT_WELL = 3;
    private static final int ASK_MS = 2_000;

    @Override
    public CommandSpec spec() {
        CommandSpec spec = CommandSpec.create().name("status");
        PeerOptions.addTo(spec);
        spec.addOption(OptionSpec.builder("--watch").type(String.class).arity("0..1").fallbackValue("2s").paramLabel("D")
                .description("Again and again, every 2s or as often as given, until Ctrl-C.").build());
        spec.addOption(OptionSpec.builder("--sensors").type(Integer.class).paramLabel("N").defaultValue("20")
                .description("How many sensors to list. Default: 20.").build());
        spec.addOption(Format.option("table", "json"));
        spec.usageMessage().header("Shows the peers of a group as they are now.", "",
                        "  java -jar peer.jar status", "      all that answer on this machine and its networks",
                        "  java -jar peer.jar status --watch", "      the same, every two seconds",
                        "  java -jar peer.jar status --peer 127.0.0.1:8080 --format json", "      one of them, for programs", "")
                .footer("", "Exit codes: 0 all that answered are in one view that takes readings, 1 nobody answered, 2 bad usage,",
                        "3 they are not well: peers are missing, below the quorum, or not in one view.");
        return spec;
    }

    @Override
    public int run(ParseResult line, PrintStream out, PrintStream err) throws UsageException, IOException {
        boolean json = Format.of(line, "table", "json").equals("json");
        int sensors = line.matchedOptionValue("--sensors", 20);
        if (sensors < 0 || sensors > 10_000) {
            throw new UsageException("--sensors " + sensors + " must be a whole number from 0 to 10000");
        }
        HttpText asker = PeerOptions.asker(line);
        if (!line.hasMatchedOption("--watch")) {
            return show(line, asker, json, sensors, out, err, false);
        }
        long every = every(line.matchedOptionValue("--watch", "2s"));
        while (true) {
            try {
                show(line, asker, json, sensors, out, err, true);
            } catch (IOException e) {
                out.println(e.getMessage()); // it may come back
            }
            out.flush();
            try {
                Thread.sleep(every);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return PeerCommand.OK;
            }
            if (out.checkError()) {
                return PeerCommand.OK; // the reader of a pipe has gone
            }
        }
    }

    private static long every(String text) throws UsageException {
        try {
            Duration every = Durations.parse(text);
            if (every.toMillis() >= 100) {
                return every.toMillis();
            }
        } catch (IllegalArgumentException e) {
            throw new UsageException("--watch " + text + " " + e.getMessage());
        }
        throw new UsageException("--watch " + text + " must be at least 100ms");
    }

    private static int show(ParseResult line, HttpText asker, boolean json, int sensors, PrintStream out, PrintStream err,
                            boolean again) throws UsageException, IOException {
        List<String> answers = new ArrayList<>();
        IOException failure = null;
        for (String peer : PeerOptions.find(line)) {
            try {
                answers.add(asker.get(peer, "/status?sensors=" + sensors, ASK_MS).strip());
            } catch (IOException e) {
                err.println("peer: " + e.getMessage());
                failure = e;
            }
        }
        if (answers.isEmpty()) {
            throw failure == null ? new IOException("nobody answers") : new IOException("none of the peers answers", failure);
        }
        List<Map<?, ?>> peers = new ArrayList<>();
        try {
            for (String answer : answers) {
                peers.add((Map<?, ?>) JsonReader.read(answer));
            }
        } catch (IllegalArgumentException | ClassCastException e) {
            throw new IOException("the answer is none of a peer: " + e.getMessage(), e);
        }
        if (again && !json && System.console() != null) {
            out.print("\u001b[H\u001b[2J");
        }
        GroupTable table = new GroupTable(peers);
        out.print(json ? "{\"peers\":[" + String.join(",", answers) + "]}\n" : table.toString());
        return failure == null && table.isWell() ? PeerCommand.OK : NOT_WELL;
    }
}
