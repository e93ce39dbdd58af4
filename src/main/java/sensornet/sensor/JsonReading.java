package sensornet.sensor;

import java.util.Map;

/**
 * The reading in a line of {@code rtl_433 -F json}, or of any program that prints such objects: {@code temperature_C},
 * {@code humidity} (percent) and {@code pressure_hPa} are the quantities; {@code model}, {@code id} and {@code channel}
 * make the sensor's id. {@code time} is taken if it says its zone (rtl_433: {@code -M time:iso:tz}), since without one
 * it is local time of nobody knows where.
 */
final class JsonReading {
    private JsonReading() {
    }

    /**
     * The reading, or null if the object holds none of the three quantities: radios also hear door bells.
     *
     * @param own the id where the object has no model
     * @param now for a line without a time in UTC
     * @throws IllegalArgumentException with one line
     */
    static Reading of(String line, String own, String now) {
        Map<String, FlatJson.Value> members = FlatJson.parse(line);
        String temperature = number(members, "temperature_C");
        String humidity = number(members, "humidity");
        String pressure = number(members, "pressure_hPa");
        if (temperature.isEmpty() && humidity.isEmpty() && pressure.isEmpty()) {
            if (members.containsKey("temperature_F")) {
                throw new IllegalArgumentException("temperature_F and not temperature_C: let rtl_433 convert with -C si");
            }
            return null;
        }
        return new Reading(id(members, own), time(members, now), temperature, humidity, pressure);
    }

    private static String number(Map<String, FlatJson.Value> members, String name) {
        FlatJson.Value value = members.get(name);
        if (value == null || !value.number() && value.text().equals("null")) {
            return "";
        }
        if (!value.number()) {
            throw new IllegalArgumentException(name + " " + Texts.shown(value.text()) + " is no number");
        }
        return value.text();
    }

    private static String id(Map<String, FlatJson.Value> members, String own) {
        FlatJson.Value model = members.get("model");
        if (model == null || model.text().isBlank()) {
            return own;
        }
        StringBuilder id = new StringBuilder(model.text());
        for (String part : new String[]{"id", "channel"}) {
            FlatJson.Value value = members.get(part);
            if (value != null && !value.text().isBlank()) {
                id.append('-').append(value.text());
            }
        }
        return SensorIds.safe(id.toString());
    }

    private static String time(Map<String, FlatJson.Value> members, String now) {
        FlatJson.Value time = members.get("time");
        if (time == null) {
            return now;
        }
        try {
            return Timestamps.normalise(time.text().strip().replaceFirst(" ", "T"));
        } catch (IllegalArgumentException e) {
            return now;
        }
    }
}
