package sensornet.status;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.regex.Pattern;
import sensornet.json.JsonWriter;

/** How delivered readings are written for other programs, a line each; digits stay as they came. */
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
                text.append(",\"").append(COLUMNS.get(i)).append("\":")
                        .append(NUMBER.matcher(row[i]).matches() ? row[i] : row[i].isEmpty() ? "null" : quoted(row[i]));
            }
            return text.append('}').toString();
        }
    },
    /** InfluxDB's line protocol, with nanoseconds. */
    INFLUX {
        @Override
        public String line(String[] row) {
            StringBuilder text = new StringBuilder(160).append("sensornet,sensor_id=").append(row[2]).append(' ');
            for (int i = 3; i < 6; i++) {
                if (NUMBER.matcher(row[i]).matches()) {
                    text.append(COLUMNS.get(i)).append('=').append(row[i]).append(',');
                }
            }
            text.append("sequence=").append(row[0]).append('i');
            try {
                Instant at = Instant.parse(row[1]);
                text.append(' ').append(Math.addExact(Math.multiplyExact(at.getEpochSecond(), 1_000_000_000L), at.getNano()));
            } catch (DateTimeParseException | ArithmeticException e) {
                // Without a time the receiver's clock is taken.
            }
            return text.toString();
        }
    };

    /** Of the CSV files. */
    public static final List<String> COLUMNS = List.of("sequence", "timestamp", "sensor_id", "temperature_c",
            "humidity_pct", "pressure_hpa");
    private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9]\\d*)(\\.\\d+)?([eE][+-]?\\d+)?");

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

    private static String quoted(String text) {
        return new JsonWriter().value(text).toString();
    }
}
