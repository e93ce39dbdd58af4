package sensornet.sensor;

import java.io.InputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * The sources that {@code --sensor} knows. To add one, write the class and one more line of {@link #KNOWN}. The
 * command line reads this before logging is set up, so that nothing here may hold a logger.
 */
final class Sources {

    /**
     * What a source may use.
     *
     * @param interval for sources that are polled; 0 = as fast as the group takes them
     * @param sysfs {@code /sys}
     */
    record Setup(SensorSpec spec, Duration interval, InputStream stdin, Clock clock, Path sysfs) {

        /** The id of the sensor. */
        String sensor() {
            return spec.id();
        }

        /** What stands behind the source's name and a colon, or "". */
        String argument() {
            return spec.argument();
        }

        SensorOptions options() {
            return spec.options();
        }
    }

    /** A running source's readings; {@code id} names its thread. */
    record Feed(String id, SensorSource source) {
    }

    /**
     * One kind of source.
     *
     * @param argument what stands behind the name, such as {@code :COMMAND}; in brackets if it may be left out; "" if
     *        nothing may stand there
     * @param keys what {@code --sensor-option} can set
     * @param once there can be only one of it in a peer
     * @param ownIds its readings may carry other ids than the sensor's
     * @param create makes the running sources; not one of them has a thread yet
     */
    record Source(String name, String argument, Set<OptionKey> keys, boolean once, boolean ownIds,
                  Function<Setup, List<Feed>> create) {

        /** A sensor that is asked at every interval; see {@link GuardedPoll} for what is done with its answers. */
        static Source polled(String name, String argument, Function<Setup, PolledSource.Poll> poll) {
            Set<OptionKey> keys = EnumSet.copyOf(OptionKey.VALUES);
            keys.add(OptionKey.TIME_LIMIT);
            return new Source(name, argument, keys, false, false, s -> one(s, UserSource.of(s, poll.apply(s))));
        }

        String form() {
            return name + argument;
        }

        boolean needsArgument() {
            return argument.startsWith(":");
        }
    }

    static final List<Source> KNOWN = List.of(
            new Source("mock", "", Set.of(), false, false,
                    s -> one(s, new PolledSource(new MockSource(s.sensor()), s.interval(), s.clock()))),
            new Source("iio", "[:NAME|PATH]", keys(OptionKey.HUMIDITY_UNIT, OptionKey.TIME_LIMIT), false, true, DeviceSources::iio),
            new Source("hwmon", "[:CHIP[/LABEL]|PATH]", keys(OptionKey.HUMIDITY_UNIT, OptionKey.TIME_LIMIT), false, true,
                    DeviceSources::hwmon),
            new Source("exec", ":COMMAND", keys(OptionKey.TIME_LIMIT), false, true, s -> one(s, ExecPoll.source(s))),
            new Source("follow", ":COMMAND", keys(OptionKey.TIME_LIMIT), false, true, s -> one(s, FollowSource.of(s))),
            new Source("stdin", "", Set.of(), true, true, s -> one(s, new StdinSource(s.stdin(), s.clock()))),
            new Source("none", "", Set.of(), false, false, s -> one(s, sink -> { })));

    private Sources() {
    }

    /** The source of that name, or null. */
    static Source named(String name) {
        return KNOWN.stream().filter(s -> s.name().equals(name)).findFirst().orElse(null);
    }

    static String names() {
        return String.join(", ", KNOWN.stream().map(Source::form).toList());
    }

    private static List<Feed> one(Setup setup, SensorSource source) {
        return List.of(new Feed(setup.sensor(), source));
    }

    private static Set<OptionKey> keys(OptionKey... more) {
        Set<OptionKey> keys = EnumSet.copyOf(OptionKey.VALUES);
        keys.addAll(List.of(more));
        return keys;
    }
}
