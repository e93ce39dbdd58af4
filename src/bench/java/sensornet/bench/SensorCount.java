package sensornet.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** The same flood from one sensor and from very many, each of which has a CSV file of its own at every peer. */
final class SensorCount {
    private static final int PEERS = 3;
    private static final int LIMIT_SECONDS = 150;

    private SensorCount() {
    }

    static void run(Results results, Scale scale) throws Exception {
        for (int count : scale.sensors()) {
            List<Readings.Input> inputs = new ArrayList<>();
            for (int p = 0; p < PEERS; p++) {
                inputs.add(Readings.file(Bench.dir, p, scale.sensorRows() / PEERS, names(p, count)));
            }
            try (Group group = Group.started(Contender.OURS, PEERS, Bench.HEAP)) {
                Flood flood = Flood.run(group, inputs, 1, LIMIT_SECONDS);
                String row = String.format(Locale.ROOT, "%,d sensors", count);
                String s = "sensors";
                results.put(s, row, "whole", "/s", flood.wholeRate);
                results.put(s, row, "cpu", "us", flood.cpuMicros());
                results.put(s, row, "open files, max", "", flood.progress.openFiles);
                results.put(s, row, "live heap", "MiB", group.nodes.get(0).liveHeapMiB());
                results.put(s, row, "rss, max", "MiB",
                        Math.max(flood.progress.firstHalfRssMiB, flood.progress.secondHalfRssMiB));
                results.put(s, row, "others' load", "%", flood.progress.otherLoadPercent);
                Bench.say("%s: %,.0f/s, %d open files", row, flood.wholeRate, flood.progress.openFiles);
            }
        }
    }

    /** Of those of all peers together; fewer sensors than peers are shared. */
    private static List<String> names(int peer, int count) {
        if (count < PEERS) {
            return List.of("tray-0");
        }
        return IntStream.range(0, count).filter(i -> i % PEERS == peer).mapToObj(i -> "tray-" + i).toList();
    }
}
