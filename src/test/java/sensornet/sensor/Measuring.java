package sensornet.sensor;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The sensors of a peer, running, and what they have handed over. */
final class Measuring implements AutoCloseable {
    static final String TIME = "2026-03-01T06:00:00.000Z";
    static final Clock CLOCK = Clock.fixed(Instant.parse(TIME), ZoneOffset.UTC);

    private final List<String> payloads = new CopyOnWriteArrayList<>();
    final Sensors sensors;

    /** Every sensor is asked each 20 ms. */
    Measuring(Path sysfs, List<String> sources, String... options) {
        List<SensorSpec> specs = SensorSpec.parseAll(sources, "p");
        for (String option : options) {
            specs = SensorSpec.withOption(specs, option, text -> Duration.parse("PT" + text));
        }
        sensors = Sensors.start(specs, Duration.ofMillis(20), (b, n) ->
                payloads.addAll(List.of(new String(b, StandardCharsets.US_ASCII).split(";"))),
                new Sensors.World(InputStream.nullInputStream(), CLOCK, null, sysfs));
    }

    /** {@code sensor|temperature|humidity|pressure}, in their order. */
    List<String> taken() {
        return payloads.stream().map(p -> p.replaceFirst("^DATA\\|", "").replace("|" + TIME, "")).toList();
    }

    void await(String reading) {
        Eventually.until(() -> reading + ", but there is " + taken().stream().distinct().limit(10).toList(), () -> taken().contains(reading));
    }

    @Override
    public void close() {
        sensors.close();
    }
}
