package sensornet.sensor;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What {@code --sensor-option} can set. */
enum OptionKey {
    TEMPERATURE_OFFSET, HUMIDITY_OFFSET, PRESSURE_OFFSET,
    TEMPERATURE_RANGE, HUMIDITY_RANGE, PRESSURE_RANGE,
    HUMIDITY_UNIT, TIME_LIMIT;

    /** Of every source whose values are checked. */
    static final Set<OptionKey> VALUES = EnumSet.range(TEMPERATURE_OFFSET, PRESSURE_RANGE);

    /** As in the option, such as {@code humidity-unit}. */
    String word() {
        return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }

    static OptionKey offset(Quantity quantity) {
        return valueOf(quantity.name() + "_OFFSET");
    }

    static OptionKey range(Quantity quantity) {
        return valueOf(quantity.name() + "_RANGE");
    }

    /** The key of that word, or null. */
    static OptionKey named(String word) {
        return Arrays.stream(values()).filter(k -> k.word().equals(word)).findFirst().orElse(null);
    }

    static String words(Set<OptionKey> keys) {
        return keys.isEmpty() ? "none" : keys.stream().map(OptionKey::word).collect(Collectors.joining(", "));
    }

    /**
     * Checks a value and returns it in the form in which {@link SensorOptions} reads it.
     *
     * @param durations reads a duration as options are written, with the same kind of exception
     * @throws IllegalArgumentException with the rest of a sentence that begins with the value
     */
    String normalise(String value, Function<String, Duration> durations) {
        switch (this) {
            case TEMPERATURE_OFFSET, HUMIDITY_OFFSET, PRESSURE_OFFSET -> {
                if (!value.matches("[+-]?\\d{1,9}(\\.\\d{1,9})?")) {
                    throw new IllegalArgumentException("must be a number such as -0.7");
                }
                return new BigDecimal(value).toPlainString();
            }
            case TEMPERATURE_RANGE, HUMIDITY_RANGE, PRESSURE_RANGE -> {
                return Range.parse(value).toString();
            }
            case HUMIDITY_UNIT -> {
                HumidityUnit.named(value);
                return value;
            }
            default -> {
                Duration duration = durations.apply(value);
                if (duration.toMillis() < 1) {
                    throw new IllegalArgumentException("must be at least 1ms");
                }
                return duration.toString();
            }
        }
    }
}
