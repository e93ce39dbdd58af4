package sensornet.cli;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;
import sensornet.status.HttpText;
import sensornet.status.PeerFinder;
import sensornet.status.PeerFinder.Found;

/** How subcommands that look at running peers find them: the one that is named, or who answers in the group. */
final class PeerOptions {
    private static final long FIND_MS = 700;

    private PeerOptions() {
    }

    static void addTo(CommandSpec spec) {
        spec.addOption(OptionSpec.builder("--peer").type(String.class).paramLabel("HOST:PORT")
                .description("Ask this HTTP port of a peer. Default: all peers that answer on this machine and its networks.")
                .build());
        spec.addOption(OptionSpec.builder("--group").type(String.class).paramLabel("NAME")
                .description("As given to the peers; also PEER_GROUP. Default: " + Opt.GROUP.byDefault + ".").build());
        spec.addOption(OptionSpec.builder("--broadcast-port").type(String.class).paramLabel("N")
                .description("As given to the peers; also PEER_BROADCAST_PORT. Default: " + Opt.BROADCAST_PORT.byDefault + ".")
                .build());
        for (Opt opt : List.of(Opt.TLS_KEYSTORE, Opt.TLS_PASSWORD_FILE)) {
            spec.addOption(OptionSpec.builder(opt.flag).type(String.class).paramLabel(opt.label)
                    .description("As for a peer, if the peers speak TLS: any certificate of the group; also " + opt.variable()
                            + ".").build());
        }
    }

    /** How to ask them. */
    static HttpText asker(ParseResult line) throws UsageException, IOException {
        Path keystore = path(line, Opt.TLS_KEYSTORE);
        Opt named = keystore == null ? Opt.TLS_PASSWORD_FILE : Opt.TLS_KEYSTORE;
        return new HttpText(TlsOptions.load(keystore, path(line, Opt.TLS_PASSWORD_FILE), named.flag));
    }

    private static Path path(ParseResult line, Opt opt) throws UsageException {
        String text = line.matchedOptionValue(opt.flag, fromEnvironment(opt));
        try {
            return text == null ? null : Path.of(text);
        } catch (InvalidPathException e) {
            throw new UsageException(opt.flag + " " + text + " is no path: " + e.getReason());
        }
    }

    static String group(ParseResult line) {
        return line.matchedOptionValue("--group", fromEnvironment(Opt.GROUP));
    }

    private static String fromEnvironment(Opt opt) {
        String text = System.getenv(opt.variable());
        return text == null || text.isBlank() ? opt.byDefault : text;
    }

    /**
     * HTTP ports of peers; never empty.
     *
     * @throws IOException nobody answers
     */
    static List<String> find(ParseResult line) throws UsageException, IOException {
        String peer = line.matchedOptionValue("--peer", null);
        if (peer != null) {
            if (!peer.matches("(https?://)?[A-Za-z0-9._\\[\\]:%-]+:\\d{1,5}")) {
                throw new UsageException("--peer " + peer + " must be HOST:PORT, the HTTP port that the peer tells at its start");
            }
            return List.of(peer.replaceFirst("^http://", ""));
        }
        String group = group(line);
        String port = line.matchedOptionValue("--broadcast-port", fromEnvironment(Opt.BROADCAST_PORT));
        if (!port.matches("\\d{1,5}") || Integer.parseInt(port) < 1 || Integer.parseInt(port) > 65_535) {
            throw new UsageException("--broadcast-port " + port + " must be a whole number from 1 to 65535");
        }
        if (!sensornet.sensor.SensorIds.isValid(group)) {
            throw new UsageException("--group " + group + " is no name of a group");
        }
        List<Found> found = PeerFinder.find(group, Integer.parseInt(port), FIND_MS, f -> false);
        List<String> pages = found.stream().filter(f -> f.http() != null).map(Found::http).toList();
        if (pages.isEmpty()) {
            throw new IOException(found.isEmpty() ? "no peer of group " + group + " answers on UDP port " + port
                    + ": is one running, with other --group or --broadcast-port, or on another network (--peer HOST:PORT)?"
                    : "the peers " + found.stream().map(f -> f.member().id()).toList()
                    + " have no page that can be reached from here: start them with --http-port, or ask on their own machines");
        }
        if (path(line, Opt.TLS_KEYSTORE) == null && pages.stream().allMatch(p -> p.startsWith("https://"))) {
            throw new IOException("the peers " + found.stream().map(f -> f.member().id()).toList()
                    + " speak TLS: add --tls-keystore and --tls-password-file, those of any peer of the group");
        }
        return pages;
    }
}
