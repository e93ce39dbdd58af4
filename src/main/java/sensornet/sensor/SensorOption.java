package sensornet.sensor;

import java.time.Duration;
import java.util.EnumSet;
import java.util.function.Function;

/**
 * One {@code --sensor-option}.
 *
 * @param sensor the id of a sensor; empty = every sensor of the peer
 * @param value checked
 */
record SensorOption(String sensor, OptionKey key, String value) {

    /**
     * Reads {@code [ID:]KEY=VALUE}.
     *
     * @throws IllegalArgumentException with one line
     */
    static SensorOption parse(String text, Function<String, Duration> durations) {
        int equals = text.indexOf('=');
        if (equals < 0) {
            throw new IllegalArgumentException("is not [ID:]KEY=VALUE, such as attic:temperature-offset=-0.7");
        }
        int colon = text.lastIndexOf(':', equals);
        String sensor = text.substring(0, Math.max(0, colon));
        if (colon >= 0) {
            SensorIds.check("sensor id", sensor);
        }
        String word = text.substring(colon + 1, equals);
        OptionKey key = OptionKey.named(word);
        if (key == null) {
            throw new IllegalArgumentException("there is no key " + Texts.shown(word) + ": known are "
                    + OptionKey.words(EnumSet.allOf(OptionKey.class)));
        }
        String value = text.substring(equals + 1);
        try {
            return new SensorOption(sensor, key, key.normalise(value, durations));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(word + " " + Texts.shown(value) + " " + e.getMessage());
        }
    }
}
