package sensornet.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** Every {@link Subcommand}, and how one is parsed and run. */
final class Subcommands {
    private static final List<Subcommand> ALL = List.of(new StatusCommand(), new TailCommand(), new VerifyCommand(),
            new SensorsCommand(), new CompletionCommand(), new ManCommand());

    private Subcommands() {
    }

    /** The one of that name, or null. */
    static Subcommand named(String name) {
        return ALL.stream().filter(c -> c.spec().name().equals(name)).findFirst().orElse(null);
    }

    /** For the help of the peer: a line each. */
    static List<CommandSpec> specs() {
        return ALL.stream().map(Subcommands::specOf).toList();
    }

    /** @param args what stands behind the subcommand's name */
    static int execute(Subcommand command, List<String> args, PrintStream out, PrintStream err)
            throws UsageException, IOException {
        CommandLine line = new CommandLine(specOf(command));
        ParseResult result;
        try {
            result = line.parseArgs(args.toArray(String[]::new));
        } catch (CommandLine.ParameterException e) {
            throw new UsageException(e.getMessage().lines().findFirst().orElse("the arguments cannot be read"));
        }
        if (result.hasMatchedOption("--help")) {
            out.print(line.getUsageMessage(CommandLine.Help.Ansi.OFF));
            return PeerCommand.OK;
        }
        return command.run(result, out, err);
    }

    private static CommandSpec specOf(Subcommand command) {
        CommandSpec spec = command.spec();
        spec.usageMessage().width(110).sortOptions(false);
        return spec.addOption(OptionSpec.builder("-h", "--help").usageHelp(true).description("Show this and exit.").build());
    }
}
