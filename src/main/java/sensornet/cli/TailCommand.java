package sensornet.cli;

import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;
import sensornet.json.JsonReader;
import sensornet.status.HttpText;
import sensornet.status.RowFormat;

/**
 * {@code tail}: the delivered readings in their order, each once, from any peer of the group; when that one goes, from the
 * next. The sequence number of the last line is all that is needed to go on later, from whomever.
 */
final class TailCommand implements Subcommand {
    /** The peer shows a sign of life every five seconds. */
    private static final int SILENCE_MS = 20_000;
    private static final long AGAIN_MS = 500;

    private static final class Changed extends IOException {
        Changed(String message) {
            super(message);
        }
    }

    @Override
    public CommandSpec spec() {
        CommandSpec spec = CommandSpec.create().name("tail");
        spec.addOption(OptionSpec.builder("--from").type(String.class).paramLabel("SEQ|end").defaultValue("1")
                .description("The first sequence number wanted; end = only what is still to come. Default: 1.").build());
        spec.addOption(OptionSpec.builder("-f", "--follow").description("Go on as readings are delivered, until Ctrl-C.").build());
        spec.addOption(Format.option("csv", "json", "influx"));
        PeerOptions.addTo(spec);
        spec.usageMessage().header("Prints the delivered readings in sequence order, each once: the way out to other tools.", "",
                        "  java -jar peer.jar tail --follow", "      everything, and what comes",
                        "  java -jar peer.jar tail --from 1201 --follow --format json | mosquitto_pub -t sensors -l",
                        "      goes on behind sequence 1200, into MQTT", "")
                .footer("", "csv is as in the files, with the header line if it starts at 1; json is an object a line; influx is",
                        "InfluxDB's line protocol. Exit codes: 0 all printed, 1 no peer answers, or a merge of two groups has",
                        "changed the order of what was printed (the message says from where on), 2 bad usage.");
        return spec;
    }

    @Override
    public int run(ParseResult line, PrintStream out, PrintStream err) throws UsageException, IOException {
        RowFormat format = RowFormat.named(Format.of(line, "csv", "json", "influx"));
        boolean follow = line.hasMatchedOption("--follow");
        String from = line.matchedOptionValue("--from", "1");
        if (!from.equals("end") && !from.matches("[1-9]\\d{0,17}")) {
            throw new UsageException("--from " + from + " must be a sequence number from 1 on, or end");
        }
        HttpText asker = PeerOptions.asker(line);
        List<String> peers = PeerOptions.find(line);
        long next = from.equals("end") ? end(asker, peers.get(0)) : Long.parseLong(from);
        PrintStream lines = new PrintStream(new BufferedOutputStream(out, 64 * 1024), false, StandardCharsets.US_ASCII);
        Position position = new Position(next, format, lines);
        for (int turn = 0; ; turn++) {
            String peer = peers.get(turn % peers.size());
            try {
                stream(asker, peer, position, follow);
                return PeerCommand.OK;
            } catch (Changed e) {
                throw e;
            } catch (IOException e) {
                if (lines.checkError()) {
                    return PeerCommand.OK; // the reader of the pipe has gone
                }
                if (!follow && turn >= 2 * peers.size()) {
                    throw e;
                }
                err.println("peer: " + e.getMessage() + "; going on from sequence " + position.next);
            }
            pause();
            peers = again(line, peers);
        }
    }

    /** Peers come and go; if nobody answers now, those of before are tried again. */
    private static List<String> again(ParseResult line, List<String> before) throws UsageException {
        try {
            return PeerOptions.find(line);
        } catch (IOException e) {
            return before;
        }
    }

    private static void pause() throws IOException {
        try {
            Thread.sleep(AGAIN_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private static long end(HttpText asker, String peer) throws IOException {
        try {
            Map<?, ?> status = (Map<?, ?>) JsonReader.read(asker.get(peer, "/status?brief", SILENCE_MS));
            return (Long) ((Map<?, ?>) status.get("log")).get("delivered") + 1;
        } catch (RuntimeException e) {
            throw new IOException("the answer of " + peer + " is none of a peer", e);
        }
    }

    /** What was printed, over all peers it came from. */
    private static final class Position {
        private final RowFormat format;
        private final PrintStream lines;
        private long next;

        Position(long next, RowFormat format, PrintStream lines) {
            this.next = next;
            this.format = format;
            this.lines = lines;
        }

        void take(String line) throws IOException {
            if (line.startsWith("#changed ")) {
                throw new Changed(line.replaceFirst("#changed \\d+ ", "") + ": what was printed from there on may come again "
                        + "elsewhere; start again with --from");
            }
            String[] row = line.split(",", -1);
            if (row.length != 6) {
                return; // an empty line: the stream lives
            }
            if (row[0].matches("\\d{1,18}")) {
                long seq = Long.parseLong(row[0]);
                if (seq < next) {
                    return;
                }
                lines.print(format.line(row));
                lines.print('\n');
                next = seq + 1;
            } else if (format == RowFormat.CSV) {
                lines.print(line + "\n");
            }
        }
    }

    private static void stream(HttpText asker, String peer, Position position, boolean follow) throws IOException {
        HttpURLConnection connection = asker.open(peer, "/readings?from=" + position.next + (follow ? "&follow" : ""), SILENCE_MS);
        try (BufferedReader in = new BufferedReader(new InputStreamReader(connection.getInputStream(),
                StandardCharsets.US_ASCII), 64 * 1024)) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                position.take(line);
                if (!in.ready()) {
                    position.lines.flush();
                    if (position.lines.checkError()) {
                        throw new IOException("the output is closed");
                    }
                }
            }
            position.lines.flush();
            if (follow) {
                throw new IOException("the stream of " + peer + " ended");
            }
        } finally {
            position.lines.flush();
            connection.disconnect();
        }
    }
}
