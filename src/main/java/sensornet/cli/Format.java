package sensornet.cli;

import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** How subcommands show what they found. */
final class Format {
    private Format() {
    }

    /** {@code --format}, with these words to choose from; the first is the default. */
    static OptionSpec option(String... words) {
        return OptionSpec.builder("--format").type(String.class).paramLabel(String.join("|", words))
                .defaultValue(words[0]).description("Default: " + words[0] + ".").build();
    }

    /** @throws UsageException it is none of these words */
    static String of(ParseResult line, String... words) throws UsageException {
        String text = line.matchedOptionValue("--format", words[0]);
        for (String word : words) {
            if (word.equals(text)) {
                return word;
            }
        }
        throw new UsageException("--format " + text + " must be one of " + String.join(", ", words));
    }

    /** Coloured on a terminal only, and never with {@code NO_COLOR}. */
    static String good(String text) {
        return Ansi.AUTO.string("@|green " + text + "|@");
    }

    /** As {@link #good}, for what somebody should look at. */
    static String bad(String text) {
        return Ansi.AUTO.string("@|bold,red " + text + "|@");
    }
}
