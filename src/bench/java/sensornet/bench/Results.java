package sensornet.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Every figure of a run, as section, row, column: for the table, the file, the goals and the charts. */
final class Results {
    record Figure(String section, String row, String column, String unit, double value) {
    }

    private final List<Figure> figures = new ArrayList<>();
    private final Map<String, String> failures = new LinkedHashMap<>();

    void put(String section, String row, String column, String unit, double value) {
        figures.add(new Figure(section, row, column, unit, value));
    }

    void failed(String section, String why) {
        failures.put(section, why);
    }

    boolean anyFailed() {
        return !failures.isEmpty();
    }

    /** NaN if it was not measured. */
    double get(String section, String row, String column) {
        return figures.stream().filter(f -> f.section.equals(section) && f.row.equals(row) && f.column.equals(column))
                .mapToDouble(Figure::value).findFirst().orElse(Double.NaN);
    }

    List<String> sections() {
        return figures.stream().map(Figure::section).distinct().toList();
    }

    List<String> rows(String section) {
        return figures.stream().filter(f -> f.section.equals(section)).map(Figure::row).distinct().toList();
    }

    List<Figure> columns(String section) {
        Map<String, Figure> columns = new LinkedHashMap<>();
        figures.stream().filter(f -> f.section.equals(section)).forEach(f -> columns.putIfAbsent(f.column, f));
        return new ArrayList<>(columns.values());
    }

    /** A table for each section. */
    String table() {
        StringBuilder s = new StringBuilder();
        for (String section : sections()) {
            s.append('\n').append(String.format("%-24s", section));
            columns(section).forEach(c -> s.append(String.format("%" + width(c) + "s",
                    c.unit.isEmpty() ? c.column : c.column + " " + c.unit)));
            s.append('\n');
            for (String row : rows(section)) {
                s.append(String.format("  %-22s", row));
                columns(section).forEach(c -> s.append(String.format("%" + width(c) + "s",
                        text(get(section, row, c.column)))));
                s.append('\n');
            }
        }
        failures.forEach((section, why) -> s.append("\nFAILED ").append(section).append(": ").append(why).append('\n'));
        return s.toString();
    }

    private static int width(Figure column) {
        return Math.max(11, column.column.length() + column.unit.length() + 3);
    }

    /** With as many digits as say something. */
    static String text(double value) {
        if (Double.isNaN(value)) {
            return "-";
        }
        double size = Math.abs(value);
        String format = size >= 100 || value == Math.rint(value) ? "%,.0f" : size >= 10 ? "%.1f" : "%.3f";
        return String.format(Locale.ROOT, format, value);
    }

    void write(Path file, List<Goals.Goal> goals) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        StringBuilder s = new StringBuilder("{\n  \"measured\": \"").append(Instant.now().truncatedTo(ChronoUnit.SECONDS))
                .append("\",\n  \"processors\": ").append(Runtime.getRuntime().availableProcessors())
                .append(",\n  \"java\": ").append(quoted(System.getProperty("java.version"))).append(",\n  \"figures\": [");
        String separator = "\n";
        for (Figure f : figures) {
            s.append(separator).append("    {\"section\": ").append(quoted(f.section)).append(", \"row\": ")
                    .append(quoted(f.row)).append(", \"column\": ").append(quoted(f.column)).append(", \"unit\": ")
                    .append(quoted(f.unit)).append(", \"value\": ").append(number(f.value)).append('}');
            separator = ",\n";
        }
        s.append("\n  ],\n  \"goals\": [");
        separator = "\n";
        for (Goals.Goal g : goals) {
            s.append(separator).append("    {\"goal\": ").append(quoted(g.what())).append(", \"value\": ")
                    .append(number(g.value())).append(", \"bound\": ").append(number(g.bound())).append(", \"reached\": ")
                    .append(g.reached()).append('}');
            separator = ",\n";
        }
        s.append("\n  ],\n  \"failures\": [");
        separator = "\n";
        for (Map.Entry<String, String> e : failures.entrySet()) {
            s.append(separator).append("    {\"section\": ").append(quoted(e.getKey())).append(", \"why\": ")
                    .append(quoted(e.getValue())).append('}');
            separator = ",\n";
        }
        Files.writeString(file, s.append("\n  ]\n}\n"));
    }

    private static String number(double value) {
        return Double.isFinite(value) ? Double.toString(value) : "null";
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replaceAll("[\\x00-\\x1f]", " ") + '"';
    }
}
