package sensornet.bench;

import java.util.List;

/** The same flood into groups of several sizes: readings a second, and CPU for a reading at the leader and elsewhere. */
final class Growth {
    private static final int LIMIT_SECONDS = 120;
    /** So much more for the floor, or its CPU would be too little to be measured. */
    private static final int FLOOR_TIMES = 4;

    private Growth() {
    }

    static void run(Results results, Scale scale) throws Exception {
        for (int size : scale.sizes()) {
            List<Readings.Input> inputs = Readings.files(Bench.dir, size, scale.sizeRows() / size);
            try (Group group = Group.started(Contender.OURS, size, Bench.HEAP)) {
                int leader = group.leader(group.nodes.get(0));
                record(results, size + " peers", Flood.run(group, inputs, 1, LIMIT_SECONDS), leader);
            }
            // What the fan-out alone costs the one who sends to all.
            try (Group group = Group.started(Contender.FLOOR, size, Bench.HEAP)) {
                record(results, size + " floor", Flood.run(group, inputs, FLOOR_TIMES, LIMIT_SECONDS), size - 1);
            }
        }
    }

    private static void record(Results results, String row, Flood flood, int leader) {
        double all = 0;
        int peers = flood.progress.warmCpuSeconds.length;
        for (int i = 0; i < peers; i++) {
            all += flood.cpuMicros(i);
        }
        String s = "growth";
        results.put(s, row, "warm", "/s", flood.warmRate);
        results.put(s, row, "whole", "/s", flood.wholeRate);
        results.put(s, row, "cpu of a member", "us", (all - flood.cpuMicros(leader)) / (peers - 1));
        results.put(s, row, "cpu of the leader", "us", flood.cpuMicros(leader));
        results.put(s, row, "blind, max", "ms", flood.progress.longestBlindMs);
        results.put(s, row, "others' load", "%", flood.progress.otherLoadPercent);
        Bench.say("growth %s: %,.0f/s warm", row, flood.warmRate);
    }
}
