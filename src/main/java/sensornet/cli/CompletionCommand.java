package sensornet.cli;

import java.io.PrintStream;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code completion}: the script that lets bash and zsh complete options and commands. */
final class CompletionCommand implements Subcommand {
    @Override
    public CommandSpec spec() {
        CommandSpec spec = CommandSpec.create().name("completion");
        spec.usageMessage().header("Prints the completion script for bash and zsh.", "",
                        "  alias peer='java -jar /opt/sensornet/peer.jar'", "  source <(peer completion)", "")
                .footer("", "In zsh after: autoload -U +X bashcompinit && bashcompinit");
        return spec;
    }

    @Override
    public int run(ParseResult line, PrintStream out, PrintStream err) {
        CommandSpec root = RawOptions.spec();
        Subcommands.specs().forEach(s -> root.addSubcommand(s.name(), s));
        out.print(AutoComplete.bash("peer", new CommandLine(root)));
        return PeerCommand.OK;
    }
}
