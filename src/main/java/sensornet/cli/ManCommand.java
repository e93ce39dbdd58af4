package sensornet.cli;

import java.io.PrintStream;
import java.util.Arrays;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/** {@code man}: the manual page in roff, made from the same options and texts as {@code --help}. */
final class ManCommand implements Subcommand {
    @Override
    public CommandSpec spec() {
        CommandSpec spec = CommandSpec.create().name("man");
        spec.usageMessage().header("Prints the manual page.", "",
                "  java -jar peer.jar man > /usr/local/share/man/man1/peer.1", "      then: man peer", "");
        return spec;
    }

    @Override
    public int run(ParseResult line, PrintStream out, PrintStream err) {
        out.print(page());
        return PeerCommand.OK;
    }

    static String page() {
        StringBuilder roff = new StringBuilder(".TH PEER 1 \"\" \"").append(escaped(PeerCommand.version())).append("\" \"\"\n");
        CommandSpec root = PeerCommand.spec();
        roff.append(".SH NAME\npeer \\- a distributed sensor log without a server\n.SH SYNOPSIS\n.B peer\n[options]\n");
        for (CommandSpec sub : Subcommands.specs()) {
            roff.append(".br\n.B peer ").append(escaped(sub.name())).append("\n[options]\n");
        }
        roff.append(".SH DESCRIPTION\n");
        preformatted(roff, root.usageMessage().header());
        roff.append(".SH OPTIONS\n");
        options(roff, root);
        roff.append(".SH COMMANDS\n");
        for (CommandSpec sub : Subcommands.specs()) {
            roff.append(".SS ").append(escaped(sub.name())).append('\n');
            preformatted(roff, sub.usageMessage().header());
            options(roff, sub);
            preformatted(roff, sub.usageMessage().footer());
        }
        roff.append(".SH ENVIRONMENT AND EXIT STATUS\n");
        preformatted(roff, PeerCommand.rules().toArray(String[]::new));
        roff.append(".SH FILES\n");
        preformatted(roff, "data/PEER_ID/SENSOR_ID.csv   the readings", "data/PEER_ID/journal         every reading in order, with checksums",
                "logs/PEER_ID_log.txt         the log");
        return roff.toString();
    }

    private static void options(StringBuilder roff, CommandSpec spec) {
        for (PositionalParamSpec p : spec.positionalParameters()) {
            item(roff, p.paramLabel(), p);
        }
        for (OptionSpec o : spec.options()) {
            boolean value = o.arity().max() > 0;
            item(roff, String.join(", ", o.names()) + (value ? " " + o.paramLabel() : ""), o);
        }
    }

    private static void item(StringBuilder roff, String name, ArgSpec arg) {
        roff.append(".TP\n.B ").append(escaped(name)).append('\n')
                .append(escaped(String.join(" ", arg.description()))).append('\n');
    }

    private static void preformatted(StringBuilder roff, String... lines) {
        roff.append(".PP\n.nf\n");
        Arrays.stream(lines).forEach(l -> roff.append(escaped(l)).append('\n'));
        roff.append(".fi\n");
    }

    /** A backslash begins a command, a hyphen is no minus, and a dot or an apostrophe at the front of a line is a request. */
    static String escaped(String text) {
        String plain = text.replace("\\", "\\e").replace("-", "\\-");
        return plain.startsWith(".") || plain.startsWith("'") ? "\\&" + plain : plain;
    }
}
