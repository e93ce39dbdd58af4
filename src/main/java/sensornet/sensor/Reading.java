package sensornet.sensor;

import java.nio.charset.StandardCharsets;

/**
 * One reading, as text: nothing is converted, so numbers keep the digits they came with.
 *
 * @param sensor see {@link SensorIds}
 * @param timestamp ISO-8601 in UTC, ending in {@code Z}
 * @param temperature degrees Celsius; empty if the sensor has none
 * @param humidity percent; empty if the sensor has none
 * @param pressure hPa; empty if the sensor has none; at least one of the three is there
 */
public record Reading(String sensor, String timestamp, String temperature, String humidity, String pressure) {
    /** No payload is longer, in bytes. */
    static final int MAX_PAYLOAD = 4 + 1 + SensorIds.MAX_LENGTH + 1 + 30 + 3 * (1 + Numbers.MAX_LENGTH);

    /** @throws IllegalArgumentException with one line that names the field, its value and the rule */
    public Reading {
        SensorIds.check("sensor id", sensor);
        byte[] time = timestamp.getBytes(StandardCharsets.UTF_8);
        if (!Timestamps.isUtc(time, 0, time.length)) {
            throw new IllegalArgumentException("timestamp " + Texts.shown(timestamp) + " is not in UTC");
        }
        checkNumber("temperature", temperature);
        checkNumber("humidity", humidity);
        checkNumber("pressure", pressure);
        if (temperature.isEmpty() && humidity.isEmpty() && pressure.isEmpty()) {
            throw new IllegalArgumentException("temperature, humidity and pressure are all empty");
        }
    }

    /** As it travels: {@code DATA|sensor|timestamp|temperature|humidity|pressure}. */
    public byte[] payload() {
        return ("DATA|" + sensor + '|' + timestamp + '|' + temperature + '|' + humidity + '|' + pressure)
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static void checkNumber(String what, String text) {
        byte[] b = text.getBytes(StandardCharsets.UTF_8);
        if (b.length > 0 && !Numbers.isNumber(b, 0, b.length)) {
            throw new IllegalArgumentException(what + " " + Texts.shown(text) + " is no number (" + Numbers.RULE + ")");
        }
    }
}
