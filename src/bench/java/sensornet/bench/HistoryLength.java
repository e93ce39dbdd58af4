package sensornet.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;

/** What a long history costs: one peer has it, another joins, is stopped, and starts again with what it has. */
final class HistoryLength {
    private static final String SMALL_HEAP = "-Xmx128m";
    private static final List<String> KEEP = List.of("--keep-data");
    private static final int LINES = 100_000;
    private static final int LIMIT_SECONDS = 240;

    private HistoryLength() {
    }

    static void run(Results results, Scale scale) throws Exception {
        Readings.Input input = Readings.files(Bench.dir, 1, LINES).get(0);
        for (int rows : scale.histories()) {
            try (Group group = new Group(Contender.OURS, 2, Bench.HEAP)) {
                run(results, group, input, rows);
            }
        }
    }

    private static void run(Results results, Group group, Readings.Input input, int rows) throws Exception {
        String row = String.format(Locale.ROOT, "%,d rows", rows);
        long bytes = Readings.csvBytes(List.of(input), rows / LINES);
        Node first = group.start(0, List.of(Bench.HEAP), KEEP);
        group.awaitView();
        Flood.run(group, List.of(input), rows / LINES, LIMIT_SECONDS);

        long start = System.nanoTime();
        Node second = group.start(1, List.of(Bench.HEAP), KEEP);
        double join = until(start, "rows at who joins", () -> csvBytes(second, input) >= bytes);
        group.awaitView();
        put(results, row, "join", "s", join);
        put(results, row, "live heap", "MiB", first.liveHeapMiB());
        put(results, row, "joiner's heap", "MiB", second.liveHeapMiB());
        put(results, row, "rss", "MiB", first.rssMiB());
        put(results, row, "joiner's rss", "MiB", second.rssMiB());

        second.stop(20);
        start = System.nanoTime();
        Node again = group.start(1, List.of(SMALL_HEAP), KEEP);
        double restart = until(start, "history read", () -> again.said().contains("Listening on"));
        double member = until(start, "view", () -> again.view() != null && again.view().members().size() == 2);
        put(results, row, "restart", "s", restart);
        put(results, row, "until in the view", "s", member);
        put(results, row, "rss after it", "MiB", again.rssMiB());
        if (!again.said().contains(rows + " readings from before")
                || Files.mismatch(first.csv(input.sensors().get(0)), again.csv(input.sensors().get(0))) != -1) {
            throw new IllegalStateException("not the same after the restart: " + again.said());
        }
        Bench.say("history %s: join %.2f s, restart %.2f s", row, join, restart);
    }

    private static long csvBytes(Node node, Readings.Input input) {
        return node.csv(input.sensors().get(0)).toFile().length();
    }

    private static double until(long start, String what, Await.Condition condition) throws Exception {
        Await.until(what, LIMIT_SECONDS, condition);
        return (System.nanoTime() - start) / 1e9;
    }

    private static void put(Results results, String row, String column, String unit, double value) throws IOException {
        results.put("history", row, column, unit, value);
    }
}
