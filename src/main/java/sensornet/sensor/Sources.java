package sensornet.sensor;

import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/** The sources that {@code --sensor} knows. To add one, write the class and one more line of {@link #KNOWN}. */
final class Sources {

    /**
     * What a source may use.
     *
     * @param interval for sources that are polled; 0 = as fast as the group takes them
     */
    record Setup(String sensor, Duration interval, InputStream stdin, Clock clock) {
    }

    /** @param once there can be only one of it in a peer */
    record Source(String name, boolean once, Function<Setup, SensorSource> create) {
    }

    static final List<Source> KNOWN = List.of(
            new Source("mock", false, s -> new PolledSource(new MockSource(s.sensor()), s.interval(), s.clock())),
            new Source("stdin", true, s -> new StdinSource(s.stdin(), s.clock())),
            new Source("none", false, s -> sink -> { }));

    private Sources() {
    }

    /** The source of that name, or null. */
    static Source named(String name) {
        return KNOWN.stream().filter(s -> s.name().equals(name)).findFirst().orElse(null);
    }

    static String names() {
        return String.join(", ", KNOWN.stream().map(Source::name).toList());
    }
}
