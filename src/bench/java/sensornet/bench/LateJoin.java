package sensornet.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;

/** A fourth peer joins a group with a long history, in the middle of a stream: how soon, and what the stream feels. */
final class LateJoin {
    private static final int PEERS = 3;
    private static final int PER_SECOND = 5_000;
    private static final int BATCH = 50;
    private static final int LIMIT_SECONDS = 120;
    private static final double CALM_SECONDS = 2;
    private static final long LOOK_EVERY = 10_000_000;
    /** Over which a speed is taken. */
    private static final int LOOKS_A_WINDOW = 25;

    private record Look(long at, long bytes) {
    }

    private final List<Look> looks = new ArrayList<>();

    private LateJoin() {
    }

    static void run(Results results, Scale scale) throws Exception {
        int rows = scale.joinRows();
        Readings.Input history = Readings.files(Bench.dir, 1, rows).get(0);
        try (Group group = new Group(Contender.OURS, PEERS + 1, Bench.HEAP)) {
            for (int i = 0; i < PEERS; i++) {
                group.start(i);
            }
            group.awaitView();
            Flood.run(group, List.of(history), 1, LIMIT_SECONDS);
            new LateJoin().run(results, group, String.format(Locale.ROOT, "%,d rows", rows), history);
        }
    }

    private void run(Results results, Group group, String row, Readings.Input history) throws Exception {
        List<Paced> feeds = new ArrayList<>();
        for (int i = 0; i < PEERS; i++) {
            feeds.add(new Paced(group.nodes.get(i), i, PER_SECOND, (double) BATCH * i / PEERS, BATCH));
        }
        Node member = group.nodes.get(0);
        String past = history.sensors().get(0);
        look(member, CALM_SECONDS, () -> false);
        double before = slowest(0, looks.size()) > 0 ? speed(0, looks.size() - 1) : Double.NaN;
        int startedAt = looks.size();

        long start = System.nanoTime();
        Node joiner = group.start(PEERS);
        // Level is who has as much as a member had a moment before; the stream does not stand still for it.
        look(member, LIMIT_SECONDS, () -> bytes(joiner, past) >= looks.get(looks.size() - 1).bytes
                + member.csv(past).toFile().length());
        double join = (System.nanoTime() - start) / 1e9;
        if (bytes(joiner, past) < bytes(member, past) / 2) {
            throw new IllegalStateException("the joiner is not level after " + join + " s");
        }
        look(member, CALM_SECONDS, () -> false);
        double slowest = slowest(startedAt, looks.size()) / before;
        for (Paced feed : feeds) {
            feed.finish();
        }
        String s = "join";
        results.put(s, row, "join", "s", join);
        results.put(s, row, "stream before", "/s", PEERS * PER_SECOND);
        results.put(s, row, "slowest", "", slowest);
        Bench.say("join of %s: %.2f s, stream at worst at %.2f of its speed", row, join, slowest);
    }

    private static long bytes(Node node, String past) {
        return node.csv(past).toFile().length() + node.csv(Paced.SENSOR).toFile().length();
    }

    /** Notes the size of the member's file of the stream until the condition holds, or for that long. */
    private void look(Node member, double seconds, Await.Condition done) throws Exception {
        long end = System.nanoTime() + (long) (seconds * 1e9);
        do {
            LockSupport.parkNanos(LOOK_EVERY);
            looks.add(new Look(System.nanoTime(), member.csv(Paced.SENSOR).toFile().length()));
            member.checkAlive();
        } while (System.nanoTime() < end && !done.holds());
    }

    /** Bytes a second. */
    private double speed(int from, int to) {
        return 1e9 * (looks.get(to).bytes - looks.get(from).bytes) / (looks.get(to).at - looks.get(from).at);
    }

    /** The least speed over a quarter of a second. */
    private double slowest(int from, int to) {
        double least = Double.MAX_VALUE;
        for (int i = from; i + LOOKS_A_WINDOW < to; i++) {
            least = Math.min(least, speed(i, i + LOOKS_A_WINDOW));
        }
        return least;
    }
}
