package sensornet.bench;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Feeds a group as fast as it takes the readings, until every process has every row, and checks that it has. */
final class Flood {
    final double seconds;
    final long rows;
    /** Readings a second of all sources together, from the first byte fed to the last row at the slowest process. */
    final double wholeRate;
    /** The same without the first fifth of the rows. */
    final double warmRate;
    final Progress progress;

    /** @param rows of this flood */
    private Flood(long rows, Progress progress) {
        this.rows = rows;
        this.progress = progress;
        seconds = progress.doneAt;
        wholeRate = rows / seconds;
        warmRate = rows * (1 - Progress.COLD) / (seconds - progress.warmAt);
    }

    /** @param inputs one for each of the first nodes, fed that many times */
    static Flood run(Group group, List<Readings.Input> inputs, int times, int limitSeconds) throws Exception {
        return run(group, inputs, 0, times, limitSeconds);
    }

    /**
     * The same, where these inputs have been fed before.
     *
     * @param before how many times they were
     */
    static Flood run(Group group, List<Readings.Input> inputs, int before, int times, int limitSeconds)
            throws Exception {
        List<String> sensors = inputs.stream().flatMap(i -> i.sensors().stream()).distinct().toList();
        Progress progress = new Progress(group.nodes, sensors, before == 0 ? 0 : Readings.csvBytes(inputs, before),
                Readings.csvBytes(inputs, before + times));
        for (int i = 0; i < inputs.size(); i++) {
            new Feed(group.nodes.get(i), inputs.get(i).file(), times);
        }
        progress.follow(limitSeconds);
        long rowsOfOne = inputs.stream().mapToLong(Readings.Input::lines).sum();
        verify(group.nodes, sensors, (before + times) * rowsOfOne);
        return new Flood(times * rowsOfOne, progress);
    }

    /** CPU microseconds for a reading at the process with that index, in the warm part. */
    double cpuMicros(int index) {
        return progress.warmCpuSeconds[index] * 1e6 / (rows * (1 - Progress.COLD));
    }

    double cpuMicros() {
        double sum = 0;
        for (int i = 0; i < progress.warmCpuSeconds.length; i++) {
            sum += cpuMicros(i);
        }
        return sum / progress.warmCpuSeconds.length;
    }

    /** Every process has that many rows, and all have the same bytes: every contender promises one order. */
    private static void verify(List<Node> nodes, List<String> sensors, long rows) throws Exception {
        long found = 0;
        for (String sensor : sensors) {
            Path first = nodes.get(0).csv(sensor);
            found += lines(first) - 1;
            for (Node node : nodes) {
                if (Files.mismatch(first, node.csv(sensor)) != -1) {
                    throw new IllegalStateException(first + " and " + node.csv(sensor) + " differ");
                }
            }
        }
        if (found != rows) {
            throw new IllegalStateException(found + " rows instead of " + rows);
        }
    }

    private static long lines(Path file) throws Exception {
        long lines = 0;
        byte[] buf = new byte[1 << 20];
        try (InputStream in = Files.newInputStream(file)) {
            for (int n = in.read(buf); n >= 0; n = in.read(buf)) {
                for (int i = 0; i < n; i++) {
                    if (buf[i] == '\n') {
                        lines++;
                    }
                }
            }
        }
        return lines;
    }
}
