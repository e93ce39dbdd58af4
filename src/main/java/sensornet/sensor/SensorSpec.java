package sensornet.sensor;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;

/**
 * One {@code --sensor}.
 *
 * @param id the sensor's id (readings of {@code stdin} and of programs may carry their own)
 * @param source one of the names in {@link Sources}
 * @param argument what stands behind the name and a colon: a device, a command; "" if nothing does
 * @param options every {@code --sensor-option} of the peer
 */
public record SensorSpec(String id, String source, String argument, SensorOptions options) {

    /** @throws IllegalArgumentException with one line */
    public SensorSpec {
        SensorIds.check("sensor id", id);
        Sources.Source known = Sources.named(source);
        if (known == null) {
            throw new IllegalArgumentException("there is no source " + Texts.shown(source) + ": known are " + Sources.names());
        }
        if (known.needsArgument() && argument.isBlank()) {
            throw new IllegalArgumentException("the source " + source + " needs more: " + known.form());
        }
        if (known.argument().isEmpty() && !argument.isEmpty()) {
            throw new IllegalArgumentException("the source " + source + " takes nothing behind its name, and not "
                    + Texts.shown(":" + argument));
        }
    }

    /** Without argument and options. */
    public SensorSpec(String id, String source) {
        this(id, source, "", SensorOptions.NONE);
    }

    /** As in the option. */
    String shown() {
        return argument.isEmpty() ? source : source + ":" + argument;
    }

    /**
     * Reads {@code [ID=]SOURCE[:ARGUMENT]}. An equals sign behind the first colon belongs to the argument.
     *
     * @throws IllegalArgumentException with one line
     */
    public static SensorSpec parse(String text, String defaultId) {
        int equals = text.indexOf('=');
        int first = text.indexOf(':');
        boolean named = equals >= 0 && (first < 0 || equals < first);
        String id = named ? text.substring(0, equals) : defaultId;
        String rest = named ? text.substring(equals + 1) : text;
        int colon = rest.indexOf(':');
        SensorSpec spec = new SensorSpec(id, colon < 0 ? rest : rest.substring(0, colon),
                colon < 0 ? "" : rest.substring(colon + 1), SensorOptions.NONE);
        if (colon >= 0 && spec.argument.isEmpty()) {
            throw new IllegalArgumentException("there is nothing behind the colon of " + Texts.shown(rest));
        }
        return spec;
    }

    /**
     * Reads all of a peer's sensors. A lone one without an id has the peer's; of several, number i has
     * {@code <peer id>-<i>}.
     *
     * @throws IllegalArgumentException with one line, also if two have one id or a source cannot be there twice
     */
    public static List<SensorSpec> parseAll(List<String> texts, String peerId) {
        List<SensorSpec> specs = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        Set<String> once = new HashSet<>();
        for (int i = 0; i < texts.size(); i++) {
            SensorSpec spec = parse(texts.get(i), texts.size() == 1 ? peerId : peerId + "-" + (i + 1));
            // Ids that differ only in case would share one CSV file where file names ignore case.
            if (!ids.add(spec.id.toLowerCase(Locale.ROOT))) {
                throw new IllegalArgumentException("the sensor id '" + spec.id + "' is there twice: every sensor needs its own");
            }
            if (Sources.named(spec.source).once() && !once.add(spec.source)) {
                throw new IllegalArgumentException("a peer can have the source '" + spec.source + "' only once");
            }
            specs.add(spec);
        }
        return List.copyOf(specs);
    }

    /**
     * The same sensors with one more {@code --sensor-option}, {@code [ID:]KEY=VALUE}.
     *
     * @param durations reads a duration as options are written
     * @throws IllegalArgumentException with one line, also if no sensor can have that option
     */
    public static List<SensorSpec> withOption(List<SensorSpec> specs, String text, Function<String, Duration> durations) {
        SensorOption option = SensorOption.parse(text, durations);
        checkTaken(specs, option);
        return specs.stream().map(spec -> {
            List<SensorOption> all = new ArrayList<>(spec.options.all());
            all.add(option);
            return new SensorSpec(spec.id, spec.source, spec.argument, new SensorOptions(all));
        }).toList();
    }

    private static void checkTaken(List<SensorSpec> specs, SensorOption option) {
        List<SensorSpec> meant = specs.stream().filter(s -> option.sensor().isEmpty() || option.sensor().equals(s.id)).toList();
        if (meant.isEmpty()) {
            // It may be an id that a source reports only when it runs, such as that of one radio sensor of many.
            meant = specs.stream().filter(s -> Sources.named(s.source).ownIds()).toList();
        }
        if (meant.isEmpty()) {
            throw new IllegalArgumentException("there is no sensor '" + option.sensor() + "': this peer has "
                    + String.join(", ", specs.stream().map(SensorSpec::id).toList()));
        }
        if (meant.stream().noneMatch(s -> Sources.named(s.source).keys().contains(option.key()))) {
            Sources.Source source = Sources.named(meant.get(0).source);
            throw new IllegalArgumentException("the source " + source.name() + " takes no " + option.key().word() + ": it takes "
                    + OptionKey.words(source.keys()));
        }
    }
}
