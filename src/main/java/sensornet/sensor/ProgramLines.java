package sensornet.sensor;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.function.Consumer;

/** Lines that a program prints: JSON objects or the forms of {@code stdin}, in which a missing id means the sensor's own. Of one thread. */
final class ProgramLines implements LinePump.Lines {
    private final String own;
    private final StdinParser parser;
    private final Clock clock;
    private final Gate gate;
    private final Consumer<String> info;
    private long withoutValues;

    ProgramLines(String own, Clock clock, Gate gate, Consumer<String> info) {
        this.own = own;
        this.parser = new StdinParser(clock);
        this.clock = clock;
        this.gate = gate;
        this.info = info;
    }

    @Override
    public boolean parse(byte[] line, int from, int to, PayloadBuffer out) {
        Reading reading = reading(new String(line, from, to - from, StandardCharsets.UTF_8));
        Reading passed = reading == null ? null : gate.pass(reading);
        if (passed == null) {
            return false;
        }
        out.next().add(passed.payload());
        return true;
    }

    /**
     * The line's reading, not yet through the gate; null if it has none: blank, a header, or an object that measures
     * nothing.
     *
     * @throws IllegalArgumentException a bad line; the message says why in one line
     */
    Reading reading(String line) {
        String text = line.strip();
        if (!text.startsWith("{")) {
            return parser.reading(text, own);
        }
        Reading reading = JsonReading.of(text, own, Timestamps.format(clock.instant()));
        if (reading == null && withoutValues++ == 0) {
            info.accept("Sensor " + own + ": a line without temperature_C, humidity or pressure_hPa is no reading: "
                    + Texts.shown(text) + " (more of them are only counted)");
        }
        return reading;
    }

    /** Lines that were good JSON and no reading. */
    long withoutValues() {
        return withoutValues;
    }
}
