package sensornet.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/**
 * The options as text, from three layers: what stands on the command line replaces what stands in argument files, and
 * that what stands in the environment, wherever on the line an {@code @file} is named. Knows where each value came
 * from, so that a message shows the text the user has to change.
 */
final class RawOptions {

    /**
     * One value.
     *
     * @param shown as the user wrote it, such as {@code --port 7} or {@code PEER_PORT=7}
     * @param from where it came from, in words
     */
    record Value(String text, String shown, String from) {
    }

    private final Map<Opt, List<Value>> values = new EnumMap<>(Opt.class);
    private final List<String> unknownVariables = new ArrayList<>();
    private boolean help;
    private boolean version;
    private boolean printConfig;

    private RawOptions() {
    }

    /** @throws UsageException with one line */
    static RawOptions read(List<String> args, Map<String, String> environment) throws UsageException {
        List<String> files = new ArrayList<>();
        List<String> line = new ArrayList<>();
        for (String arg : args) {
            if (arg.startsWith("@@")) {
                line.add(arg.substring(1));
            } else if (arg.length() > 1 && arg.startsWith("@")) {
                if (!Files.isReadable(Path.of(arg.substring(1)))) {
                    throw new UsageException("the argument file " + arg.substring(1) + " cannot be read: is the name right?");
                }
                files.add(arg);
            } else {
                line.add(arg);
            }
        }
        RawOptions options = new RawOptions();
        options.readEnvironment(environment);
        options.readArguments(files, true);
        options.readArguments(line, false);
        return options;
    }

    /** The value, its default, or null. */
    Value value(Opt opt) {
        List<Value> all = values(opt);
        return all.isEmpty() ? null : all.get(all.size() - 1);
    }

    /** All values of a repeatable option in their order; else the default, if any. */
    List<Value> values(Opt opt) {
        List<Value> given = values.get(opt);
        if (given != null) {
            return given;
        }
        return opt.byDefault == null ? List.of() : List.of(new Value(opt.byDefault, opt.flag + " " + opt.byDefault, "default"));
    }

    boolean isGiven(Opt opt) {
        return values.containsKey(opt);
    }

    boolean help() {
        return help;
    }

    boolean version() {
        return version;
    }

    /** Whether to show all values instead of running. */
    boolean printConfig() {
        return printConfig;
    }

    /** {@code PEER_...} variables that are no option: probably misspelt. */
    List<String> unknownVariables() {
        return unknownVariables;
    }

    private void readEnvironment(Map<String, String> environment) {
        for (Opt opt : Opt.values()) {
            String name = opt.variable();
            String given = environment.getOrDefault(name, "");
            String text = given.strip();
            if (!text.isEmpty()) {
                List<String> parts = opt.isRepeatable() ? parts(given) : List.of(text);
                values.put(opt, parts.stream().map(p -> new Value(p, name + "=" + text, "environment " + name))
                        .toList());
            }
        }
        for (String name : new TreeSet<>(environment.keySet())) {
            if (name.startsWith("PEER_") && Arrays.stream(Opt.values()).noneMatch(o -> o.variable().equals(name))) {
                unknownVariables.add(name);
            }
        }
    }

    /** One value a line, if there is a line end; else commas part them. A command with a comma in it needs the former. */
    private static List<String> parts(String text) {
        return text.indexOf('\n') >= 0 ? text.lines().map(String::strip).filter(l -> !l.isEmpty()).toList()
                : Arrays.stream(text.split(",", -1)).map(String::strip).toList();
    }

    private void readArguments(List<String> args, boolean files) throws UsageException {
        ParseResult result;
        try {
            result = new CommandLine(spec()).setExpandAtFiles(files).parseArgs(args.toArray(String[]::new));
        } catch (CommandLine.UnmatchedArgumentException e) {
            throw new UsageException(unknown(e));
        } catch (CommandLine.ParameterException e) {
            throw new UsageException(e.getMessage().lines().findFirst().orElse("the arguments cannot be read"));
        }
        String source = files ? String.join(" or ", args) : "command line";
        help |= result.hasMatchedOption("--help");
        version |= result.hasMatchedOption("--version");
        printConfig |= result.hasMatchedOption("--print-config");
        for (Opt opt : Opt.values()) {
            if (result.hasMatchedOption(opt.flag)) {
                List<String> texts = result.matchedOption(opt.flag).stringValues();
                if (opt == Opt.PEER_ID && texts.size() > 1) {
                    throw new UsageException(opt.flag + " is given " + texts.size() + " times, " + String.join(" and ", texts)
                            + ": a peer has one id");
                }
                values.put(opt, texts.stream().map(t -> new Value(t, opt.flag + " " + t, source)).toList());
            }
        }
    }

    private static String unknown(CommandLine.UnmatchedArgumentException e) {
        String first = e.getUnmatched().get(0);
        if (!first.startsWith("-")) {
            return "unexpected argument '" + first + "': every value belongs to an option";
        }
        List<String> similar = e.getSuggestions();
        return "unknown option " + first + (similar.isEmpty() ? "" : ": did you mean " + similar.get(0) + "?");
    }

    /** Everything is text for picocli: our own checks say what is wrong in our own words. */
    static CommandSpec spec() {
        CommandSpec spec = CommandSpec.create().name("peer");
        for (Opt opt : Opt.values()) {
            OptionSpec.Builder option = OptionSpec.builder(opt.flag).type(List.class).auxiliaryTypes(String.class)
                    .description(opt.help + (opt.byDefault == null || opt.isSwitch() ? "" : " Default: " + opt.byDefault + "."));
            if (opt.isSwitch()) {
                // A value is possible, so that --fsync=false can override the environment.
                option.arity("0..1").fallbackValue("true").paramLabel("true|false");
            } else {
                option.arity("1").paramLabel(opt.label);
            }
            spec.addOption(option.build());
        }
        spec.addOption(OptionSpec.builder("--print-config").description("Show every value and where it came from, and"
                + " exit.").build());
        spec.addOption(OptionSpec.builder("-h", "--help").usageHelp(true).description("Show this and exit.").build());
        spec.addOption(OptionSpec.builder("-V", "--version").versionHelp(true).description("Show the version and exit.").build());
        return spec;
    }
}
