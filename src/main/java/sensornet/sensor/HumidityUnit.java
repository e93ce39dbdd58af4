package sensornet.sensor;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.stream.Collectors;

/** In what a kernel driver states relative humidity. */
enum HumidityUnit {
    /**
     * Drivers older than Linux 4.18 print percent for the BME280, others thousandths of a percent. At most 100 is taken
     * for percent: as thousandths it would be 0.1 %, drier than any air that these chips can measure.
     */
    AUTO("auto"),
    PERCENT("percent"),
    MILLI_PERCENT("milli-percent");

    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);
    private final String word;

    HumidityUnit(String word) {
        this.word = word;
    }

    /** @throws IllegalArgumentException with the rest of a sentence that begins with the value */
    static HumidityUnit named(String word) {
        return Arrays.stream(values()).filter(u -> u.word.equals(word)).findFirst().orElseThrow(() ->
                new IllegalArgumentException("must be one of "
                        + Arrays.stream(values()).map(u -> u.word).collect(Collectors.joining(", "))));
    }

    /** In percent, all digits kept. */
    BigDecimal toPercent(BigDecimal value) {
        boolean percent = this == PERCENT || this == AUTO && value.compareTo(HUNDRED) <= 0;
        return percent ? value : value.movePointLeft(3);
    }
}
