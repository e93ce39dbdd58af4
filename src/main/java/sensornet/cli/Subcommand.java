package sensornet.cli;

import java.io.IOException;
import java.io.PrintStream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Something else than running a peer: one word behind {@code java -jar peer.jar}. */
interface Subcommand {
    /** Its name, options, parameters and help; a new one at each call. {@code --help} is added to it. */
    CommandSpec spec();

    /**
     * Does it: data on {@code out}, messages on {@code err}.
     *
     * @return the exit code
     * @throws UsageException what was asked for makes no sense: one line, exit code 2
     * @throws IOException it failed: its message becomes one line, exit code 1
     */
    int run(ParseResult line, PrintStream out, PrintStream err) throws UsageException, IOException;
}
