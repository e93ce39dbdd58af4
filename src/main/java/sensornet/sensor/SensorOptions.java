package sensornet.sensor;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;

/** Every {@code --sensor-option} of a peer. What names a sensor beats what names none; of equals the last one counts. */
record SensorOptions(List<SensorOption> all) {
    static final SensorOptions NONE = new SensorOptions(List.of());
    /** Long enough for a slow bus, short enough to be seen. */
    static final Duration TIME_LIMIT = Duration.ofSeconds(10);

    SensorOptions {
        all = List.copyOf(all);
    }

    /**
     * Added to a value of that sensor, or null.
     *
     * @param reported the id that its reading carries
     * @param own the id of the source that reported it
     */
    BigDecimal offset(String reported, String own, Quantity quantity) {
        String value = value(reported, own, OptionKey.offset(quantity));
        return value == null ? null : new BigDecimal(value);
    }

    /** In place of that of {@link Ranges}, or null. */
    Range range(String reported, String own, Quantity quantity) {
        String value = value(reported, own, OptionKey.range(quantity));
        return value == null ? null : Range.parse(value);
    }

    HumidityUnit humidityUnit(String reported, String own, HumidityUnit byDefault) {
        String value = value(reported, own, OptionKey.HUMIDITY_UNIT);
        return value == null ? byDefault : HumidityUnit.named(value);
    }

    /** For one read or one run, or null. */
    Duration timeLimit(String reported, String own) {
        String value = value(reported, own, OptionKey.TIME_LIMIT);
        return value == null ? null : Duration.parse(value);
    }

    private String value(String reported, String own, OptionKey key) {
        for (String id : new String[]{reported, own, ""}) {
            for (int i = all.size() - 1; i >= 0; i--) {
                SensorOption option = all.get(i);
                if (option.key() == key && option.sensor().equals(id)) {
                    return option.value();
                }
            }
        }
        return null;
    }
}
