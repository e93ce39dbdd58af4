package sensornet.bench;

import java.util.List;

/** A flood that lasts: does the stream ever stand still, does memory grow? */
final class LongFlood {
    private static final int PEERS = 3;
    private static final int LIMIT_SECONDS = 180;

    private LongFlood() {
    }

    static void run(Results results, Scale scale) throws Exception {
        List<Readings.Input> inputs = Readings.files(Bench.dir, PEERS, scale.floodLines());
        try (Group group = Group.started(Contender.OURS, PEERS, Bench.HEAP)) {
            Flood flood = Flood.run(group, inputs, scale.longFloodTimes(), LIMIT_SECONDS);
            String s = "flood";
            String row = "ours";
            results.put(s, row, "rows", "", flood.rows);
            results.put(s, row, "warm", "/s", flood.warmRate);
            results.put(s, row, "stand-still", "ms", flood.progress.longestStillMs);
            results.put(s, row, "stand-still, warm", "ms", flood.progress.longestWarmStillMs);
            results.put(s, row, "blind, max", "ms", flood.progress.longestBlindMs);
            results.put(s, row, "rss 1st half", "MiB", flood.progress.firstHalfRssMiB);
            results.put(s, row, "rss 2nd half", "MiB", flood.progress.secondHalfRssMiB);
            results.put(s, row, "others' load", "%", flood.progress.otherLoadPercent);
            Bench.say("flood of %,d rows: %,.0f/s, stand-still %.0f ms, RSS %.0f then %.0f MiB", flood.rows,
                    flood.warmRate, flood.progress.longestStillMs, flood.progress.firstHalfRssMiB,
                    flood.progress.secondHalfRssMiB);
        }
    }
}
