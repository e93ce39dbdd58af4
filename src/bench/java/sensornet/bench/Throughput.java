package sensornet.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Three processes, each fed as fast as it takes: readings a second, all contenders in turn, several times. Each run is
 * three equal floods with pauses: the first finds fresh processes, which compile themselves most of the time; by the
 * third they have done with that.
 */
final class Throughput {
    /** Of one run; one that comes to a stand-still is said and counted, and gives no figure. */
    private static final int LIMIT_SECONDS = 40;
    private static final double BLIND_MS = 500;
    private static final long PAUSE_MS = 4000;
    private static final int MAX_TRIES = 3;
    /** No run is begun later than that. */
    private static final int SECTION_SECONDS = 600;

    /** Of fresh processes, and of warm ones. */
    private record Run(Flood fresh, Flood warm) {
    }

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
        Map<Contender, List<Run>> runs = new LinkedHashMap<>();
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
                    Run pair = undisturbed(e.getKey(), e.getValue());
                    Flood warm = pair.warm;
                    Bench.say("throughput %-22s %,9.0f/s warm, %,9.0f/s fresh, %.1f s, %.2f us CPU a reading and process,"
                            + " harness %.1f s CPU, others %.0f %% of the machine", e.getKey().name, warm.wholeRate,
                            pair.fresh.wholeRate, warm.seconds, warm.cpuMicros(), warm.progress.harnessCpuSeconds,
                            warm.progress.otherLoadPercent);
                    runs.get(e.getKey()).add(pair);
                } catch (IllegalStateException failed) {
                    stuck.merge(e.getKey(), 1, Integer::sum);
                    Bench.say("throughput %s: %s", e.getKey().name, failed.getMessage());
                }
            }
        }
        runs.forEach((contender, floods) -> record(results, contender.name, floods, stuck.getOrDefault(contender, 0)));
    }

    /** Once more, a few times, when the machine stood still meanwhile. */
    private static Run undisturbed(Contender contender, List<Readings.Input> inputs) throws Exception {
        for (int tries = 1; ; tries++) {
            try (Group group = Group.started(contender, 3, Bench.HEAP)) {
                Flood fresh = Flood.run(group, inputs, 1, LIMIT_SECONDS);
                pause();
                Flood.run(group, inputs, 1, 1, LIMIT_SECONDS);
                pause();
                Flood warm = Flood.run(group, inputs, 2, 1, LIMIT_SECONDS);
                double blind = Math.max(fresh.progress.longestBlindMs, warm.progress.longestBlindMs);
                if (blind < BLIND_MS || tries == MAX_TRIES) {
                    return new Run(fresh, warm);
                }
                Bench.say("throughput %s once more: the machine stood still for %.0f ms", contender.name, blind);
            }
        }
    }

    private static void pause() throws Exception {
        Machine.sync();
        Thread.sleep(PAUSE_MS);
    }

    private static void record(Results results, String name, List<Run> runs, int stuck) {
        List<Flood> floods = runs.stream().map(Run::warm).toList();
        double[] warm = floods.stream().mapToDouble(f -> f.wholeRate).toArray();
        double[] fresh = runs.stream().mapToDouble(r -> r.fresh.wholeRate).toArray();
        results.put("throughput", name, "warm median", "/s", Stats.median(warm));
        results.put("throughput", name, "warm best", "/s", Stats.max(warm));
        results.put("throughput", name, "fresh median", "/s", Stats.median(fresh));
        results.put("throughput", name, "fresh best", "/s", Stats.max(fresh));
        results.put("throughput", name, "cpu", "us", Stats.median(floods.stream().mapToDouble(Flood::cpuMicros).toArray()));
        results.put("throughput", name, "stand-still", "ms", Math.max(
                Stats.max(runs.stream().mapToDouble(r -> r.fresh.progress.longestStillMs).toArray()),
                Stats.max(floods.stream().mapToDouble(f -> f.progress.longestStillMs).toArray())));
        results.put("throughput", name, "others' load", "%",
                Stats.median(floods.stream().mapToDouble(f -> f.progress.otherLoadPercent).toArray()));
        results.put("throughput", name, "blind, max", "ms",
                Stats.max(floods.stream().mapToDouble(f -> f.progress.longestBlindMs).toArray()));
        results.put("throughput", name, "runs", "", floods.size());
        results.put("throughput", name, "stuck runs", "", stuck);
    }
}
