package sensornet.bench;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

/**
 * From the write of a reading to a process's stdin to its row in the CSV files of all three, with readings into all
 * three at a fixed rate. Every latency holds the way through the pipe, and up to one look of the watch.
 */
final class Latency {
    private static final int PEERS = 3;
    private static final int SLOW = 200;
    private static final int FAST = 2_000;

    private Latency() {
    }

    static void run(Results results, Scale scale) throws Exception {
        for (Contender c : List.of(Contender.OURS, Contender.JGROUPS_TCP, Contender.JGROUPS_NIO, Contender.FLOOR)) {
            try (Group group = Group.started(c, PEERS, Bench.HEAP)) {
                // The virtual machines compile; nothing is measured.
                at(group, 0, FAST, scale.latencyWarmSeconds());
                record(results, c.name + " " + SLOW + "/s", at(group, PEERS, SLOW, scale.latencySlowSeconds()));
                record(results, c.name + " " + FAST + "/s", at(group, 2 * PEERS, FAST, scale.latencyFastSeconds()));
            } catch (IllegalStateException failed) {
                Bench.say("latency %s: %s", c.name, failed.getMessage());
                results.failed("latency of " + c.name, failed.getMessage());
            }
        }
    }

    private record Measured(double[] ms, double lagMs, Watch watch) {
    }

    private static Measured at(Group group, int firstSource, int perSecond, int seconds) throws Exception {
        List<Paced> feeds = new ArrayList<>();
        for (int i = 0; i < PEERS; i++) {
            feeds.add(new Paced(group.nodes.get(i), firstSource + i, perSecond, (double) i / PEERS));
        }
        for (Node node : group.nodes) {
            Await.until("CSV file of " + node.id, 10, () -> Files.exists(node.csv(Paced.SENSOR)));
        }
        // Rows of the first moment are left out; those that came before the watch looked have no time.
        try (Watch watch = new Watch(group.nodes.stream().map(n -> n.csv(Paced.SENSOR)).toList(), true)) {
            Await.until("readings fed", seconds + 30, () -> feeds.get(0).fed() >= seconds * perSecond);
            for (Paced feed : feeds) {
                feed.finish();
            }
            Await.until("rows of all readings", 30, () -> {
                for (Paced feed : feeds) {
                    for (int p = 0; p < PEERS; p++) {
                        group.nodes.get(p).checkAlive();
                        if (watch.next(p, feed.source()) < feed.fed()) {
                            return false;
                        }
                    }
                }
                return true;
            });
            watch.close();
            if (watch.misplaced() > 0) {
                throw new IllegalStateException(watch.misplaced() + " rows lost, doubled or out of order");
            }
            return new Measured(latencies(feeds, watch), feeds.stream().mapToDouble(Paced::lagMaxMs).max().orElse(0),
                    watch);
        }
    }

    private static double[] latencies(List<Paced> feeds, Watch watch) {
        List<Double> ms = new ArrayList<>();
        for (Paced feed : feeds) {
            for (int i = 0; i < feed.fed(); i++) {
                long last = 0;
                boolean everywhere = true;
                for (int p = 0; p < PEERS; p++) {
                    long at = watch.at(p, feed.source(), i);
                    everywhere &= at > 0;
                    last = Math.max(last, at);
                }
                if (everywhere) {
                    ms.add((last - feed.sentAt(i)) / 1e6);
                }
            }
        }
        return ms.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private static void record(Results results, String row, Measured m) {
        String s = "latency";
        results.put(s, row, "p50", "ms", Stats.percentile(50, m.ms));
        results.put(s, row, "p99", "ms", Stats.percentile(99, m.ms));
        results.put(s, row, "p99.9", "ms", Stats.percentile(99.9, m.ms));
        results.put(s, row, "max", "ms", Stats.max(m.ms));
        results.put(s, row, "readings", "", m.ms.length);
        results.put(s, row, "fed late, max", "ms", m.lagMs);
        results.put(s, row, "looks every", "us", m.watch.lookEveryMicros());
        results.put(s, row, "blind, max", "ms", m.watch.longestBlindMs());
        results.put(s, row, "watch cpu", "%", m.watch.cpuPercent());
        Bench.say("latency %s: p50 %.3f ms, p99 %.3f ms, p99.9 %.3f ms of %d", row, Stats.percentile(50, m.ms),
                Stats.percentile(99, m.ms), Stats.percentile(99.9, m.ms), m.ms.length);
    }
}
