package sensornet.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The benchmark; see {@code scripts/bench.sh} and {@code docs/benchmark.md}. */
public final class Bench {
    /** Of every measured process. */
    static final String HEAP = "-Xmx256m";
    /** Below it is everything that a run writes, but its results. */
    static Path dir;

    private interface Section {
        void run(Results results, Scale scale) throws Exception;
    }

    private static final Map<String, Section> SECTIONS = new LinkedHashMap<>();

    static {
        SECTIONS.put("throughput", Throughput::run);
        SECTIONS.put("latency", Latency::run);
        SECTIONS.put("failover", Failover::run);
        SECTIONS.put("growth", Growth::run);
        SECTIONS.put("history", HistoryLength::run);
        SECTIONS.put("sensors", SensorCount::run);
        SECTIONS.put("join", LateJoin::run);
        SECTIONS.put("flood", LongFlood::run);
        SECTIONS.put("jmh", Jmh::run);
    }

    private Bench() {
    }

    public static void main(String[] args) throws Exception {
        List<String> chosen = new ArrayList<>(List.of(args));
        Scale scale = chosen.remove("--quick") ? Scale.QUICK : Scale.FULL;
        boolean charts = chosen.remove("--charts");
        for (String name : chosen) {
            if (!SECTIONS.containsKey(name)) {
                System.err.println("no section " + name + ": choose from " + SECTIONS.keySet());
                System.exit(2);
            }
        }
        String parent = System.getenv().getOrDefault("BENCH_DIR", "target/bench/run");
        dir = Files.createTempDirectory(Files.createDirectories(Path.of(parent).toAbsolutePath()), "bench");
        Runtime.getRuntime().addShutdownHook(new Thread(() -> Group.delete(dir)));
        Results results = new Results();
        if (scale == Scale.FULL && !chosen.equals(List.of("jmh"))) {
            long start = System.nanoTime();
            say("used %,d MiB of memory once, in %.0f s", Machine.holdMemory(), (System.nanoTime() - start) / 1e9);
        }
        for (Map.Entry<String, Section> e : SECTIONS.entrySet()) {
            if (chosen.isEmpty() || chosen.contains(e.getKey())) {
                long start = System.nanoTime();
                try {
                    e.getValue().run(results, scale);
                } catch (Exception failure) {
                    say("%s failed: %s", e.getKey(), failure);
                    results.failed(e.getKey(), failure.toString());
                }
                say("%s took %.0f s", e.getKey(), (System.nanoTime() - start) / 1e9);
            }
        }
        List<Goals.Goal> goals = Goals.of(results);
        System.out.print(results.table());
        System.out.print(Goals.table(goals));
        results.write(Path.of("target/bench/results.json"), goals);
        if (charts) {
            Charts.write(results, Path.of("docs/bench"));
        }
        System.exit(results.anyFailed() ? 1 : 0);
    }

    /** On stderr, as it happens; the table goes to stdout. */
    static void say(String format, Object... args) {
        System.err.println(String.format(format, args));
    }
}
