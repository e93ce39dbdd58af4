package sensornet.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Three processes, each fed as fast as it takes: readings a second, all contenders in turn, several times. */
final class Throughput {
    /** Of one run; one that comes to a stand-still is said and counted, and gives no figure. */
    private static final int LIMIT_SECONDS = 40;
    private static final double BLIND_MS = 500;
    private static final int MAX_TRIES = 3;
    /** No run is begun later than that. */
    private static final int SECTION_SECONDS = 360;

    private Throughput() {
    }

    static void run(Results results, Scale scale) throws Exception {
        List<Readings.Input> many = Readings.files(Bench.dir, 3, scale.floodLines());
        List<Readings.Input> few = Readings.files(Bench.dir, 3, scale.jgroupsLines());
        List<Readings.Input> packed = Readings.files(Bench.dir, 3, scale.jgroupsPackedLines());
        Map<Contender, List<Readings.Input>> all = new LinkedHashMap<>();
        all.put(Contender.FLOOR, many);
        all.put(Contender.OURS, many);
        all.put(Contender.JGROUPS_TCP, few);
        all.put(Contender.JGROUPS_NIO, few);
        all.put(Contender.JGROUPS_TCP_PACKED, packed);
        all.put(Contender.JGROUPS_NIO_PACKED, packed);
        Map<Contender, List<Flood>> runs = new LinkedHashMap<>();
        Map<Contender, Integer> stuck = new LinkedHashMap<>();
        long end = System.nanoTime() + SECTION_SECONDS * 1_000_000_000L;
        // In turn, so that whatever else the machine does hits everybody alike.
        for (int run = 0; run < scale.floodRuns(); run++) {
            for (Map.Entry<Contender, List<Readings.Input>> e : all.entrySet()) {
                if (System.nanoTime() > end) {
                    break;
                }
                runs.computeIfAbsent(e.getKey(), c -> new ArrayList<>());
                try {
                    Flood flood = undisturbed(e.getKey(), e.getValue());
                    Bench.say("throughput %-22s %,9.0f/s warm, %,9.0f/s whole, %.1f s, %.2f us CPU a reading and process,"
                            + " harness %.1f s CPU, others %.0f %% of the machine", e.getKey().name, flood.warmRate, flood.wholeRate, flood.seconds,
                            flood.cpuMicros(), flood.progress.harnessCpuSeconds,
                            flood.progress.otherLoadPercent);
                    runs.get(e.getKey()).add(flood);
                } catch (IllegalStateException failed) {
                    stuck.merge(e.getKey(), 1, Integer::sum);
                    Bench.say("throughput %s: %s", e.getKey().name, failed.getMessage());
                }
            }
        }
        runs.forEach((contender, floods) -> record(results, contender.name, floods, stuck.getOrDefault(contender, 0)));
    }

    /** Once more, a few times, when the machine stood still meanwhile. */
    private static Flood undisturbed(Contender contender, List<Readings.Input> inputs) throws Exception {
        for (int tries = 1; ; tries++) {
            try (Group group = Group.started(contender, 3, Bench.HEAP)) {
                Flood flood = Flood.run(group, inputs, 1, LIMIT_SECONDS);
                if (flood.progress.longestBlindMs < BLIND_MS || tries == MAX_TRIES) {
                    return flood;
                }
                Bench.say("throughput %s once more: the machine stood still for %.0f ms", contender.name,
                        flood.progress.longestBlindMs);
            }
        }
    }

    private static void record(Results results, String name, List<Flood> floods, int stuck) {
        double[] warm = floods.stream().mapToDouble(f -> f.warmRate).toArray();
        double[] whole = floods.stream().mapToDouble(f -> f.wholeRate).toArray();
        results.put("throughput", name, "warm median", "/s", Stats.median(warm));
        results.put("throughput", name, "warm best", "/s", Stats.max(warm));
        results.put("throughput", name, "whole median", "/s", Stats.median(whole));
        results.put("throughput", name, "whole best", "/s", Stats.max(whole));
        results.put("throughput", name, "cpu", "us", Stats.median(floods.stream().mapToDouble(Flood::cpuMicros).toArray()));
        results.put("throughput", name, "stand-still", "ms",
                Stats.max(floods.stream().mapToDouble(f -> f.progress.longestStillMs).toArray()));
        results.put("throughput", name, "others' load", "%",
                Stats.median(floods.stream().mapToDouble(f -> f.progress.otherLoadPercent).toArray()));
        results.put("throughput", name, "blind, max", "ms",
                Stats.max(floods.stream().mapToDouble(f -> f.progress.longestBlindMs).toArray()));
        results.put("throughput", name, "runs", "", floods.size());
        results.put("throughput", name, "stuck runs", "", stuck);
    }
}
