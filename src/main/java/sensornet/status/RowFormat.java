package sensornet.status;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import sensornet.json.JsonWriter;

/**
 * How delivered readings are written for other programs, a line each. Digits stay as they came; where a sensor's spelling
 * of a number is none in the format ({@code +1.50}, {@code 0050}), the sign and the zeros in front go.
 */
public enum RowFormat {
    /** As in the CSV files. */
    CSV {
        @Override
        public String line(String[] row) {
            return String.join(",", row);
        }
    },
    /** An object per line. */
    JSON {
        @Override
        public String line(String[] row) {
            StringBuilder text = new StringBuilder(160).append("{\"sequence\":").append(row[0]).append(",\"timestamp\":")
                    .append(quoted(row[1])).append(",\"sensor_id\":").append(quoted(row[2]));
            for (int i = 3; i < 6; i++) {
                String number = number(row[i]);
                text.append(",\"").append(COLUMNS.get(i)).append("\":")
                        .append(number != null ? number : row[i].isEmpty() ? "null" : quoted(row[i]));
            }
            return text.append('}').toString();
        }
    },
    /**
     * InfluxDB's line protocol, with nanoseconds. Those reach from 1677 to 2262: a row of another year is a comment, for
     * without a time the receiver would take its own.
     */
    INFLUX {
        @Override
        public String line(String[] row) {
            StringBuilder text = new StringBuilder(160).append("sensornet,sensor_id=").append(row[2]).append(' ');
            for (int i = 3; i < 6; i++) {
                String number = number(row[i]);
                if (number != null && Double.isFinite(Double.parseDouble(number))) {
                    text.append(COLUMNS.get(i)).append('=').append(number).append(',');
                }
            }
            text.append("sequence=").append(row[0]).append('i');
            try {
                Instant at = OffsetDateTime.parse(row[1]).toInstant();
                text.append(' ').append(Math.addExact(Math.multiplyExact(at.getEpochSecond(), 1_000_000_000L), at.getNano()));
                return text.toString();
            } catch (DateTimeParseException | ArithmeticException e) {
                return "# the time of " + String.join(",", row) + " cannot be written in nanoseconds";
            }
        }
    };

    /** Of the CSV files. */
    public static final List<String> COLUMNS = List.of("sequence", "timestamp", "sensor_id", "temperature_c",
            "humidity_pct", "pressure_hpa");
    private static final Pattern NUMBER = Pattern.compile("\\+?(-?)0*(\\d(?:\\d*)(?:\\.\\d+)?(?:[eE][+-]?\\d+)?)");

    /** @param row in the order of {@link #COLUMNS} */
    public abstract String line(String[] row);

    /** Null if there is none of that name, in lower case. */
    public static RowFormat named(String name) {
        return switch (name) {
            case "csv" -> CSV;
            case "json" -> JSON;
            case "influx" -> INFLUX;
            default -> null;
        };
    }

    /** As JSON spells it, null if it is none. */
    private static String number(String text) {
        Matcher m = NUMBER.matcher(text);
        return m.matches() ? m.group(1) + m.group(2) : null;
    }

    private static String quoted(String text) {
        return new JsonWriter().value(text).toString();
    }
}
