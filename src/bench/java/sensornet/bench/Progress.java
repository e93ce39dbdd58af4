package sensornet.bench;

import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Looks at the sizes of the CSV files of all processes until they are complete: how fast they grow, how long they stand
 * still, and what the processes take meanwhile.
 */
final class Progress {
    /** The beginning of a flood, in which the virtual machines compile; the warm figures are of what follows. */
    static final double COLD = 0.2;
    private static final long LOOK_FAST = 2_000_000;
    private static final long LOOK_SLOW = 1_000_000_000;
    private static final int MANY_FILES = 100;
    private static final long RSS_EVERY = 250_000_000;

    private final List<Node> nodes;
    private final List<List<File>> files = new ArrayList<>();
    private final long warm;
    private final long expected;
    private final long[] size;
    private final long[] still;
    private final double[] cpuAtWarm;

    /** Seconds since the first byte was fed. */
    double warmAt;
    double doneAt;
    /** The longest that any process's files did not grow, since their first rows; milliseconds. */
    double longestStillMs;
    /** The same without the cold part. */
    double longestWarmStillMs;
    /** The longest that this very thread did not run: of a machine that stood still, no figure is worth much. */
    double longestBlindMs;
    double firstHalfRssMiB;
    double secondHalfRssMiB;
    int openFiles;
    /** Of one core, in the warm part, for each process. */
    final double[] warmCpuSeconds;
    /** The same for the whole run and this process: feeding and looking. */
    double harnessCpuSeconds;
    /** What everybody else took of all processors meanwhile, in percent: how much the figures are worth. */
    double otherLoadPercent;

    /**
     * @param bytes of all CSV files of one process before
     * @param expectedBytes and at the end
     */
    Progress(List<Node> nodes, List<String> sensors, long bytes, long expectedBytes) {
        this.nodes = nodes;
        warm = bytes + (long) ((expectedBytes - bytes) * COLD);
        expected = expectedBytes;
        for (Node node : nodes) {
            files.add(sensors.stream().map(s -> node.csv(s).toFile()).toList());
        }
        size = new long[nodes.size()];
        still = new long[nodes.size()];
        cpuAtWarm = new double[nodes.size()];
        warmCpuSeconds = new double[nodes.size()];
    }

    /** Returns when all is there. */
    void follow(int limitSeconds) throws Exception {
        long start = System.nanoTime();
        double harness = ownCpuSeconds();
        double nodesBefore = nodesCpuSeconds();
        double machineBefore = Machine.busySeconds();
        long look = files.get(0).size() > MANY_FILES ? LOOK_SLOW : LOOK_FAST;
        long before = start;
        long nextRss = start;
        while (doneAt == 0) {
            LockSupport.parkNanos(look);
            long now = System.nanoTime();
            // When this very thread stood still, that says nothing about the others.
            look(Math.min(now - before, 10 * look));
            longestBlindMs = Math.max(longestBlindMs, (now - before - look) / 1e6);
            before = now;
            double seconds = (now - start) / 1e9;
            if (slowest() >= expected) {
                doneAt = seconds;
            } else if (warmAt == 0 && slowest() > warm) {
                warmAt = seconds;
                for (int i = 0; i < nodes.size(); i++) {
                    cpuAtWarm[i] = nodes.get(i).cpuSeconds();
                }
            }
            if (now > nextRss) {
                nextRss = now + RSS_EVERY;
                system();
            }
            if (seconds > limitSeconds) {
                throw new IllegalStateException("after " + limitSeconds + " s only " + slowest() + " of " + expected
                        + " bytes");
            }
        }
        system();
        for (int i = 0; i < nodes.size(); i++) {
            warmCpuSeconds[i] = nodes.get(i).cpuSeconds() - cpuAtWarm[i];
        }
        harnessCpuSeconds = ownCpuSeconds() - harness;
        double others = Machine.busySeconds() - machineBefore - harnessCpuSeconds - (nodesCpuSeconds() - nodesBefore);
        otherLoadPercent = Math.max(0, 100 * others / doneAt / Runtime.getRuntime().availableProcessors());
    }

    private void look(long passed) {
        for (int i = 0; i < size.length; i++) {
            long sum = 0;
            for (File file : files.get(i)) {
                sum += file.length();
            }
            boolean grew = sum > size[i] || sum == 0 || sum >= expected;
            still[i] = grew ? 0 : still[i] + passed;
            size[i] = sum;
            if (sum > 0) {
                longestStillMs = Math.max(longestStillMs, still[i] / 1e6);
            }
            if (warmAt > 0) {
                longestWarmStillMs = Math.max(longestWarmStillMs, still[i] / 1e6);
            }
        }
    }

    private long slowest() {
        long least = Long.MAX_VALUE;
        for (long s : size) {
            least = Math.min(least, s);
        }
        return least;
    }

    private void system() throws Exception {
        for (Node node : nodes) {
            node.checkAlive();
            openFiles = Math.max(openFiles, node.openFiles());
            double rss = node.rssMiB();
            if (slowest() < expected / 2) {
                firstHalfRssMiB = Math.max(firstHalfRssMiB, rss);
            } else {
                secondHalfRssMiB = Math.max(secondHalfRssMiB, rss);
            }
        }
    }

    private double nodesCpuSeconds() throws Exception {
        double sum = 0;
        for (Node node : nodes) {
            sum += node.cpuSeconds();
        }
        return sum;
    }

    private static double ownCpuSeconds() {
        return ProcessHandle.current().info().totalCpuDuration().orElseThrow().toMillis() / 1e3;
    }
}
