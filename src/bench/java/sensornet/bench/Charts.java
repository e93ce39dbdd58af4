package sensornet.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Which figures become which chart; what was not measured leaves its chart as it was. */
final class Charts {
    private final Results r;
    private final Path dir;

    private Charts(Results results, Path dir) {
        r = results;
        this.dir = dir;
    }

    static void write(Results results, Path dir) throws IOException {
        Files.createDirectories(dir);
        Charts charts = new Charts(results, dir);
        charts.throughput();
        charts.latency("200/s");
        charts.latency("2000/s");
        charts.failover();
        charts.growth("rate", "Readings a second, by size of the group", "all sources together, warm, on one machine",
                "warm", "");
        charts.growth("cpu", "CPU for a reading, by size of the group", "microseconds at one process, warm",
                "cpu of a member", "cpu of the leader");
    }

    private void throughput() throws IOException {
        Map<String, Double> bars = new LinkedHashMap<>();
        for (String row : r.rows("throughput")) {
            bars.put(row, r.get("throughput", row, "warm median"));
        }
        if (!bars.isEmpty()) {
            save("throughput", Svg.bars("Throughput of three peers", "readings a second, all sources together, warm, "
                    + "median of the runs", bars));
        }
    }

    private void latency(String rate) throws IOException {
        Map<String, double[]> rows = new LinkedHashMap<>();
        for (String row : r.rows("latency")) {
            if (row.endsWith(" " + rate)) {
                rows.put(row.substring(0, row.indexOf(' ')), new double[] {r.get("latency", row, "p50"),
                    r.get("latency", row, "p99"), r.get("latency", row, "p99.9")});
            }
        }
        if (!rows.isEmpty()) {
            save("latency-" + rate.replace("/s", ""), Svg.dots("From taken to a row in every CSV file, at " + rate
                    + " into each of three", "milliseconds, logarithmic", rows, "p50", "p99", "p99.9"));
        }
    }

    private void failover() throws IOException {
        String s = "failover, each";
        Map<String, double[]> rows = new LinkedHashMap<>();
        for (String row : r.rows(s)) {
            rows.put(row, r.columns(s).stream().mapToDouble(c -> r.get(s, row, c.column()))
                    .filter(v -> !Double.isNaN(v)).toArray());
        }
        if (!rows.isEmpty()) {
            save("failover", Svg.dots("Longest stand-still after kill -9 of the leader",
                    "milliseconds, logarithmic; a dot for each kill", rows));
        }
    }

    private void growth(String name, String title, String subtitle, String member, String leader) throws IOException {
        List<String> peers = r.rows("growth").stream().filter(row -> row.endsWith(" peers")).toList();
        if (peers.size() < 2) {
            return;
        }
        int[] xs = peers.stream().mapToInt(row -> Integer.parseInt(row.substring(0, row.indexOf(' ')))).toArray();
        Map<String, double[]> lines = new LinkedHashMap<>();
        lines.put(leader.isEmpty() ? "ours" : "ours, a member", growth(peers, member));
        if (!leader.isEmpty()) {
            lines.put("ours, the leader", growth(peers, leader));
        }
        save("growth-" + name, Svg.lines(title, subtitle + ", over the number of peers", xs, lines));
    }

    private double[] growth(List<String> rows, String column) {
        return rows.stream().mapToDouble(row -> r.get("growth", row, column)).toArray();
    }

    private void save(String name, String svg) throws IOException {
        Files.writeString(dir.resolve(name + ".svg"), svg);
    }
}
