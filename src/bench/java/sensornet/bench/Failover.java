package sensornet.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * kill -9 of the leader while all three get 500 readings a second, default knobs: the longest time in which a survivor's
 * CSV file got no row of a survivor's readings. Then the killed one is started again, and the next leader's turn comes.
 */
final class Failover {
    private static final int PEERS = 3;
    private static final int PER_SECOND = 500;
    /** How long the stream has to flow before a kill, and after it. */
    private static final double CALM_SECONDS = 0.5;
    private static final int LIMIT_SECONDS = 60;
    private static final int MAX_GROUPS = 4;
    /** When the thread that watches did not run for that long, the machine stood still: that kill is done again. */
    private static final double BLIND_MS = 50;
    private static final int MAX_DISCARDED = 20;

    private final Group group;
    /** Of the present life of each process. */
    private final Paced[] feeds = new Paced[PEERS];
    private final Map<Integer, Paced> dead = new HashMap<>();
    private int sources;
    private int misplaced;
    private int discarded;

    private Failover(Group group) {
        this.group = group;
    }

    static void run(Results results, Scale scale) throws Exception {
        for (Contender c : List.of(Contender.OURS, Contender.JGROUPS_TCP)) {
            List<Double> still = new ArrayList<>();
            int misplaced = 0;
            int discarded = 0;
            int groups = 0;
            // One group does, unless a killed process is not taken in again.
            while (still.size() < scale.kills() && groups++ < MAX_GROUPS) {
                try (Group group = Group.started(c, PEERS, Bench.HEAP)) {
                    Failover failover = new Failover(group);
                    try {
                        failover.run(still, scale.kills());
                    } finally {
                        misplaced += failover.misplaced;
                        discarded += failover.discarded;
                    }
                } catch (IllegalStateException failed) {
                    Bench.say("failover of %s: %s", c.name, failed.getMessage());
                    if (c == Contender.OURS) {
                        results.failed("failover of " + c.name, failed.getMessage());
                    }
                }
            }
            double[] ms = still.stream().mapToDouble(Double::doubleValue).toArray();
            results.put("failover", c.name, "median", "ms", Stats.median(ms));
            results.put("failover", c.name, "worst", "ms", Stats.max(ms));
            results.put("failover", c.name, "kills", "", ms.length);
            results.put("failover", c.name, "misplaced rows", "", misplaced);
            results.put("failover", c.name, "discarded kills", "", discarded);
            results.put("failover", c.name, "groups", "", groups);
            for (int k = 0; k < ms.length; k++) {
                results.put("failover, each", c.name, Integer.toString(k + 1), "", ms[k]);
            }
        }
    }

    /** Adds to {@code still} until there are enough. */
    private void run(List<Double> still, int kills) throws Exception {
        for (int i = 0; i < PEERS; i++) {
            feed(i);
        }
        while (still.size() < kills && discarded < MAX_DISCARDED) {
            int leader = group.leader(group.nodes.get(0));
            kill(leader, still);
            restart(leader);
        }
        for (Paced feed : feeds) {
            feed.finish();
        }
        if (group.contender == Contender.OURS) {
            verify();
        }
    }

    private void feed(int index) {
        feeds[index] = new Paced(group.nodes.get(index), sources, PER_SECOND, (double) (sources % PEERS) / PEERS);
        sources++;
    }

    private void kill(int leader, List<Double> still) throws Exception {
        List<Integer> survivors = new ArrayList<>();
        for (int i = 0; i < PEERS; i++) {
            if (i != leader) {
                survivors.add(i);
            }
        }
        List<Path> files = survivors.stream().map(i -> group.nodes.get(i).csv(Paced.SENSOR)).toList();
        for (Path file : files) {
            Await.until("file " + file, LIMIT_SECONDS, () -> Files.exists(file));
        }
        try (Watch watch = new Watch(files, true)) {
            awaitFlow(watch, survivors);
            long killedAt = System.nanoTime();
            group.nodes.get(leader).kill();
            awaitFlow(watch, survivors);
            watch.close();
            double longest = 0;
            for (int p = 0; p < survivors.size(); p++) {
                for (int i : survivors) {
                    longest = Math.max(longest, watch.longestGapMs(p, feeds[i].source(), killedAt));
                }
            }
            misplaced += watch.misplaced();
            Bench.say("failover %s %d: %.0f ms, watch blind for %.0f ms", group.contender.name, still.size() + 1, longest,
                    watch.longestBlindMs());
            if (watch.longestBlindMs() > BLIND_MS) {
                discarded++;
            } else {
                still.add(longest);
            }
        }
    }

    /** Until every survivor has shown every survivor's readings of a while from now. */
    private void awaitFlow(Watch watch, List<Integer> survivors) throws Exception {
        int[] upTo = new int[PEERS];
        for (int i : survivors) {
            upTo[i] = feeds[i].fed() + (int) (CALM_SECONDS * PER_SECOND);
        }
        Await.until("flow of " + group.contender.name, LIMIT_SECONDS, () -> {
            for (int p = 0; p < survivors.size(); p++) {
                group.nodes.get(survivors.get(p)).checkAlive();
                for (int i : survivors) {
                    if (watch.next(p, feeds[i].source()) < upTo[i]) {
                        return false;
                    }
                }
            }
            return true;
        });
    }

    private void restart(int index) throws Exception {
        feeds[index].finish();
        dead.put(feeds[index].source(), feeds[index]);
        Path csv = group.nodes.get(index).csv(Paced.SENSOR);
        Files.deleteIfExists(csv);
        group.start(index);
        group.awaitView();
        feed(index);
        Await.until("rows at " + group.ids.get(index), LIMIT_SECONDS, () -> Files.exists(csv));
    }

    /** Nothing lost, nothing doubled, nothing out of order, and the same files everywhere. */
    private void verify() throws Exception {
        Path first = group.nodes.get(0).csv(Paced.SENSOR);
        Await.until("same files", LIMIT_SECONDS, () -> {
            Map<Integer, Integer> found = count(first);
            for (Paced feed : feeds) {
                if (found.getOrDefault(feed.source(), 0) != feed.fed()) {
                    return false;
                }
            }
            for (Node node : group.nodes) {
                if (Files.mismatch(first, node.csv(Paced.SENSOR)) != -1) {
                    return false;
                }
            }
            return true;
        });
        count(first).forEach((source, rows) -> {
            // One line may have been taken while its feeder saw the pipe break.
            if (dead.containsKey(source) && rows > dead.get(source).fed() + 1) {
                throw new IllegalStateException("more rows than readings of source " + source);
            }
        });
    }

    /** The rows of each source; throws if one is missing, doubled or out of order. */
    private static Map<Integer, Integer> count(Path file) throws Exception {
        Map<Integer, Integer> next = new HashMap<>();
        List<String> lines = Files.readAllLines(file);
        for (int i = 1; i < lines.size(); i++) {
            String[] f = lines.get(i).split(",", -1);
            if (f.length < 6) {
                break; // being written
            }
            int expected = next.getOrDefault(Integer.parseInt(f[4]), 0);
            if (Integer.parseInt(f[0]) != i || Integer.parseInt(f[3]) != expected) {
                throw new IllegalStateException("row " + i + " of " + file + " is " + lines.get(i) + ", expected index "
                        + expected);
            }
            next.put(Integer.parseInt(f[4]), expected + 1);
        }
        return next;
    }
}
