package sensornet.sensor;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a source can physically give. A value outside is no measurement but a broken wire, a bit error or a wrong unit.
 * The chips' rows are the measuring ranges of their data sheets. {@code --sensor-option ID:<quantity>-range=MIN..MAX}
 * replaces an entry.
 *
 * @param of whom the row is about, as it is named in messages
 */
record Ranges(String of, Range temperature, Range humidity, Range pressure) {
    private static final Range PERCENT = Range.of("0", "100");
    /** For barometers without a row of their own. */
    private static final Range AIR = Range.of("300", "1100");

    /** Nothing can be outside, whatever an offset made of it. */
    static final Ranges PHYSICS = new Ranges("anything", Range.of("-273.15", "100000"), PERCENT, Range.of("0", "1000000"));
    /** Any program may stand for any instrument; but radio sensors decode noise to -204.8 °C now and then. */
    static final Ranges PROGRAM = new Ranges("a program", Range.of("-100", "1000"), PERCENT, Range.of("10", "2000"));
    /** Boards, processors, disks: what does not answer shows as 65261.85 °C (all bits set) or -128 °C. */
    static final Ranges HWMON = new Ranges("a hwmon chip", Range.of("-100", "250"), PERCENT, AIR);
    /** Thermocouple amplifiers are IIO devices too. */
    static final Ranges IIO = new Ranges("an IIO device", Range.of("-273.15", "2000"), PERCENT, AIR);

    private static final Map<String, Ranges> CHIPS = chips();

    private static Map<String, Ranges> chips() {
        List<Ranges> rows = List.of(
                chip("bme280", "-40", "85", AIR), chip("bmp280", "-40", "85", AIR), chip("bmp180", "-40", "85", AIR),
                chip("bmp085", "-40", "85", AIR), chip("bme680", "-40", "85", AIR), chip("bmp380", "-40", "85", Range.of("300", "1250")),
                chip("bmp580", "-40", "85", Range.of("300", "1250")), chip("dps310", "-40", "85", Range.of("300", "1200")),
                chip("ms5607", "-40", "85", Range.of("10", "1200")), chip("ms5611", "-40", "85", Range.of("10", "1200")),
                chip("mpl3115", "-40", "85", Range.of("200", "1100")), chip("lps22hb", "-40", "85", Range.of("260", "1260")),
                chip("lps25h", "-30", "105", Range.of("260", "1260")), chip("lps331ap", "-40", "85", Range.of("260", "1260")),
                chip("dht11", "-40", "80", AIR), chip("dht22", "-40", "80", AIR), chip("hts221", "-40", "120", AIR),
                chip("si7020", "-40", "125", AIR), chip("htu21", "-40", "125", AIR), chip("sht3x", "-40", "125", AIR),
                chip("sht4x", "-40", "125", AIR));
        Map<String, Ranges> byName = new HashMap<>();
        rows.forEach(r -> byName.put(r.of, r));
        return byName;
    }

    private static Ranges chip(String name, String coldest, String hottest, Range pressure) {
        return new Ranges(name, Range.of(coldest, hottest), PERCENT, pressure);
    }

    /** The row of that chip, else that of its kind; a name such as {@code dht11@4} is that of a {@code dht11}. */
    static Ranges ofChip(String name, Ranges kind) {
        int at = name.indexOf('@');
        return CHIPS.getOrDefault((at < 0 ? name : name.substring(0, at)).toLowerCase(Locale.ROOT), kind);
    }

    Range range(Quantity quantity) {
        return switch (quantity) {
            case TEMPERATURE -> temperature;
            case HUMIDITY -> humidity;
            case PRESSURE -> pressure;
        };
    }
}
