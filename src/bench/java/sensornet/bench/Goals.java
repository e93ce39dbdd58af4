package sensornet.bench;

import java.util.ArrayList;
import java.util.List;

/** What the product is to reach, most of it as ratios of figures of the same run, and whether it does. */
final class Goals {
    /** @param atMost whether the value may be at most the bound, or has to be at least */
    record Goal(String section, String what, double value, double bound, boolean atMost, String unit) {
        boolean reached() {
            return atMost ? value <= bound : value >= bound;
        }
    }

    private final Results r;
    private final List<Goal> goals = new ArrayList<>();

    private Goals(Results results) {
        r = results;
    }

    /** Those of the sections that were measured. */
    static List<Goal> of(Results results) {
        Goals g = new Goals(results);
        g.throughput();
        g.latency();
        g.failover();
        g.growth();
        return g.goals.stream().filter(x -> !Double.isNaN(x.value)).toList();
    }

    static String table(List<Goal> goals) {
        StringBuilder s = new StringBuilder("\ngoals\n");
        goals.forEach(g -> s.append(String.format("  %-78s %10s %-2s  %s %s %-2s  %s%n", g.what, Results.text(g.value),
                g.unit, g.atMost ? "at most " : "at least", Results.text(g.bound), g.unit,
                g.reached() ? "reached" : "NOT REACHED")));
        return s.toString();
    }

    private void add(String section, String what, double value, boolean atMost, double bound, String unit) {
        goals.add(new Goal(section, what, value, bound, atMost, unit));
    }

    private void throughput() {
        String s = "throughput";
        double ours = r.get(s, "ours", "warm median");
        add(s, "throughput, ratio to the floor (warm medians)", ours / r.get(s, "floor", "warm median"), false, 0.5, "");
        add(s, "throughput, ratio to JGroups' best plain run", ours / best("jgroups-tcp", "jgroups-nio"), false, 5, "");
        add(s, "throughput, ratio to JGroups' best packed run",
                ours / best("jgroups-tcp-packed100", "jgroups-nio-packed100"), false, 3, "");
    }

    private double best(String... rows) {
        double[] all = List.of(rows).stream().mapToDouble(row -> r.get("throughput", row, "warm best"))
                .filter(v -> !Double.isNaN(v)).toArray();
        return Stats.max(all);
    }

    private void latency() {
        String s = "latency";
        double ours = r.get(s, "ours 200/s", "p50");
        add(s, "latency p50 at 200/s a peer", ours, true, 0.5, "ms");
        add(s, "latency p50 at 200/s a peer, ratio to JGroups with tcp_nodelay",
                ours / r.get(s, "jgroups-tcp 200/s", "p50"), true, 1.5, "");
        add(s, "latency p99 at 200/s a peer, ratio to JGroups with tcp_nodelay",
                r.get(s, "ours 200/s", "p99") / r.get(s, "jgroups-tcp 200/s", "p99"), true, 1, "");
    }

    private void failover() {
        add("failover", "stand-still after kill -9 of the leader, median", r.get("failover", "ours", "median"), true, 100,
                "ms");
        add("failover", "stand-still after kill -9 of the leader, worst", r.get("failover", "ours", "worst"), true, 300,
                "ms");
    }

    private void growth() {
        add("growth", "CPU a reading and member, from 3 to 12 peers (without the leader's)",
                r.get("growth", "12 peers", "cpu of a member") / r.get("growth", "3 peers", "cpu of a member"), true, 1.5,
                "");
        add("history", "restart of 10,000,000 rows with --keep-data in -Xmx128m",
                r.get("history", "10,000,000 rows", "restart"), true, 5, "s");
        add("join", "late join of 1,000,000 rows", r.get("join", "1,000,000 rows", "join"), true, 3, "s");
        add("join", "slowest of the stream meanwhile, ratio to before", r.get("join", "1,000,000 rows", "slowest"), false,
                0.5, "");
        add("flood", "longest stand-still of a flood in -Xmx256m", r.get("flood", "ours", "stand-still"), true, 200, "ms");
        add("flood", "RSS of the second half of a flood, ratio to the first",
                r.get("flood", "ours", "rss 2nd half") / r.get("flood", "ours", "rss 1st half"), true, 1.1, "");
    }
}
