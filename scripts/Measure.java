import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * How the peer feels, measured with real processes on this machine and the default knobs:
 * {@code java scripts/Measure.java [failover rounds]}. Needs target/peer.jar; loopback only; about a minute.
 * Prints one line per figure; the README quotes them. With TLS: {@code scripts/make-certs.sh DIR a b c d} first, then
 * {@code java -Dcerts=DIR scripts/Measure.java}.
 */
public class Measure {
    static final Path JAR = Path.of("target/peer.jar");
    static final List<Process> RUNNING = new ArrayList<>();
    static Path dir;
    static int broadcastPort;

    public static void main(String[] args) throws Exception {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> RUNNING.forEach(Process::destroyForcibly)));
        int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 10;
        startUpJoinAndIdle();
        latency();
        failover(rounds);
    }

    // ---- start, join, idle

    static void startUpJoinAndIdle() throws Exception {
        fresh();
        long t0 = System.nanoTime();
        List<Peer> peers = List.of(new Peer("a", "none"), new Peer("b", "none"), new Peer("c", "none"));
        for (Peer p : peers) {
            p.awaitLog("members=[a, b, c]");
        }
        System.out.printf("three peers started together, one view at all: %.2f s%n", since(t0));
        long t1 = System.nanoTime();
        Peer d = new Peer("d", "none");
        for (Peer p : List.of(peers.get(0), peers.get(1), peers.get(2), d)) {
            p.awaitLog("members=[a, b, c, d]");
        }
        System.out.printf("a fourth joins, in the view at all four, JVM start included: %.2f s%n", since(t1));
        long before = cpuMillis(d);
        Thread.sleep(10_000);
        System.out.printf("idle member in -Xmx64m: %.2f %% of one core, RSS %d MiB%n",
                (cpuMillis(d) - before) / 100.0, rssKib(d) / 1024);
        stopAll();
    }

    // ---- latency

    /** A reading every 20 ms into one member; from the write to its standard input to the row in every CSV. */
    static void latency() throws Exception {
        fresh();
        List<Peer> peers = List.of(new Peer("a", "stdin"), new Peer("b", "none"), new Peer("c", "none"));
        for (Peer p : peers) {
            p.awaitLog("members=[a, b, c]");
        }
        List<Watcher> watchers = new ArrayList<>();
        for (Peer p : peers) {
            watchers.add(new Watcher(p.csv("s")));
        }
        int n = 500;
        long[] sent = new long[n];
        OutputStream in = peers.get(0).process.getOutputStream();
        for (int i = 0; i < n; i++) {
            sent[i] = System.nanoTime();
            in.write(("DATA|s||" + i + "||\n").getBytes(StandardCharsets.US_ASCII));
            in.flush();
            Thread.sleep(20);
        }
        await(() -> watchers.stream().allMatch(w -> w.seen.size() >= n), "all readings at all peers");
        double[] ms = new double[n - 50];
        for (int i = 50; i < n; i++) {
            String key = Integer.toString(i);
            long last = watchers.stream().mapToLong(w -> w.seen.get(key)).max().getAsLong();
            ms[i - 50] = (last - sent[i]) / 1e6;
        }
        Arrays.sort(ms);
        System.out.printf("reading taken at a member -> in all three CSVs, idle group: median %.2f ms, p99 %.2f ms%n",
                ms[ms.length / 2], ms[ms.length * 99 / 100]);
        watchers.forEach(w -> w.stop = true);
        stopAll();
    }

    // ---- failover

    static void failover(int rounds) throws Exception {
        double[] still = new double[rounds];
        for (int i = 0; i < rounds; i++) {
            still[i] = failoverOnce();
        }
        Arrays.sort(still);
        System.out.printf("kill -9 of the leader under 3 x 500 readings/s: survivors' CSVs stand still for median "
                + "%.0f ms, worst of %d %.0f ms; nothing lost, nothing doubled, files identical%n",
                still[rounds / 2], rounds, still[rounds - 1]);
    }

    static double failoverOnce() throws Exception {
        fresh();
        List<Peer> peers = List.of(new Peer("a", "stdin"), new Peer("b", "stdin"), new Peer("c", "stdin"));
        for (Peer p : peers) {
            p.awaitLog("members=[a, b, c]");
        }
        List<Feeder> feeders = new ArrayList<>();
        for (Peer p : peers) {
            feeders.add(new Feeder(p));
        }
        List<Watcher> watchers = List.of(new Watcher(peers.get(0).csv("sa")), new Watcher(peers.get(1).csv("sa")),
                new Watcher(peers.get(0).csv("sb")), new Watcher(peers.get(1).csv("sb")));
        Thread.sleep(3_000);
        String leader = peers.get(0).leader();
        if (!leader.equals("c")) {
            throw new IllegalStateException("expected c to lead, not " + leader);
        }
        long killedAt = System.nanoTime();
        peers.get(2).process.destroyForcibly();
        Thread.sleep(2_000);
        feeders.forEach(f -> f.stop = true);
        for (Feeder f : feeders) {
            f.join();
        }
        for (Watcher w : watchers) {
            int fed = feeders.get(w.file.endsWith("sa.csv") ? 0 : 1).fed;
            await(() -> w.seen.size() >= fed, "all " + fed + " readings in " + w.file + ", seen " + w.seen.size());
        }
        double longest = 0;
        for (Watcher w : watchers) {
            long[] times = w.seen.values().stream().mapToLong(Long::longValue).sorted().toArray();
            for (int i = 1; i < times.length; i++) {
                if (times[i] > killedAt) {
                    longest = Math.max(longest, (times[i] - times[i - 1]) / 1e6);
                }
            }
            w.stop = true;
        }
        stopAll();
        verify(feeders);
        return longest;
    }

    /** Every line fed to a survivor once, in order; the survivors' files the same; sequence 1..n. */
    static void verify(List<Feeder> feeders) throws IOException {
        Map<Long, String> rows = new TreeMap<>();
        for (String sensor : List.of("sa", "sb", "sc")) {
            Path a = dir.resolve("data/a/" + sensor + ".csv");
            Path b = dir.resolve("data/b/" + sensor + ".csv");
            if (Files.mismatch(a, b) != -1) {
                throw new IllegalStateException(a + " and " + b + " differ");
            }
            int expected = 0;
            List<String> lines = Files.readAllLines(a);
            for (String line : lines.subList(1, lines.size())) {
                String[] f = line.split(",", -1);
                rows.put(Long.parseLong(f[0]), line);
                if (Integer.parseInt(f[3]) != expected++) {
                    throw new IllegalStateException(sensor + ": reading " + (expected - 1) + " expected, found " + line);
                }
            }
            int index = sensor.charAt(1) - 'a';
            if (index < 2 && expected != feeders.get(index).fed) {
                throw new IllegalStateException(sensor + ": fed " + feeders.get(index).fed + ", found " + expected);
            }
        }
        long next = 1;
        for (long seq : rows.keySet()) {
            if (seq != next++) {
                throw new IllegalStateException("gap before sequence " + seq);
            }
        }
    }

    // ---- helpers

    static final class Feeder extends Thread {
        final Peer peer;
        volatile boolean stop;
        volatile int fed;

        Feeder(Peer peer) {
            this.peer = peer;
            start();
        }

        @Override
        public void run() {
            OutputStream in = peer.process.getOutputStream();
            long next = System.nanoTime();
            try {
                while (!stop && fed < 100_000) {
                    in.write(("DATA|s" + peer.id + "||" + fed + "||1013.25\n").getBytes(StandardCharsets.US_ASCII));
                    in.flush();
                    fed++;
                    next += 2_000_000;
                    long nap = next - System.nanoTime();
                    if (nap > 0) {
                        Thread.sleep(nap / 1_000_000, (int) (nap % 1_000_000));
                    }
                }
            } catch (IOException | InterruptedException e) {
                stop = true; // this peer was killed
            }
        }
    }

    /** Looks about once a millisecond which rows another process can see; the key is the temperature. */
    static final class Watcher extends Thread {
        final Path file;
        final Map<String, Long> seen = new ConcurrentHashMap<>();
        volatile boolean stop;

        Watcher(Path file) {
            this.file = file;
            setDaemon(true);
            start();
        }

        @Override
        public void run() {
            try {
                while (!stop && !Files.exists(file)) {
                    Thread.sleep(1);
                }
                if (stop) {
                    return;
                }
                StringBuilder rest = new StringBuilder();
                byte[] buf = new byte[65536];
                try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
                    while (!stop) {
                        int n = in.read(buf);
                        if (n <= 0) {
                            Thread.sleep(0, 500_000);
                            continue;
                        }
                        long now = System.nanoTime();
                        rest.append(new String(buf, 0, n, StandardCharsets.US_ASCII));
                        for (int end; (end = rest.indexOf("\n")) >= 0; rest.delete(0, end + 1)) {
                            String[] f = rest.substring(0, end).split(",", -1);
                            if (!f[0].equals("sequence")) {
                                seen.putIfAbsent(f[3], now);
                            }
                        }
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                stop = true;
            }
        }
    }

    static final class Peer {
        final String id;
        final Process process;

        Peer(String id, String sensor) throws IOException {
            this.id = id;
            List<String> command = new ArrayList<>(List.of("java", "-Xmx64m", "-jar", JAR.toString(), "--peer-id", id, "--sensor",
                    sensor, "--broadcast-port", Integer.toString(broadcastPort), "--data-dir", dir.resolve("data").toString(),
                    "--log-dir", dir.resolve("logs").toString()));
            String certs = System.getProperty("certs");
            if (certs != null) {
                command.addAll(List.of("--tls-keystore", certs + "/" + id + ".p12", "--tls-password-file",
                        certs + "/" + id + ".password"));
            }
            process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(dir.resolve(id + ".out").toFile()).start();
            RUNNING.add(process);
        }

        Path csv(String sensor) {
            return dir.resolve("data").resolve(id).resolve(sensor + ".csv");
        }

        String log() {
            try {
                Path log = dir.resolve("logs/" + id + "_log.txt");
                return Files.exists(log) ? Files.readString(log) : "";
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        void awaitLog(String text) throws InterruptedException {
            await(() -> log().contains(text), id + " to log " + text);
        }

        String leader() {
            String log = log();
            String line = log.substring(log.lastIndexOf("leader=") + 7);
            return line.substring(0, line.indexOf(' '));
        }
    }

    interface Condition {
        boolean holds();
    }

    static void await(Condition condition, String what) throws InterruptedException {
        long until = System.nanoTime() + 30_000_000_000L;
        while (!condition.holds()) {
            if (System.nanoTime() > until) {
                throw new IllegalStateException("gave up waiting for " + what);
            }
            Thread.sleep(5);
        }
    }

    static void fresh() throws IOException {
        dir = Files.createTempDirectory("measure");
        try (DatagramSocket free = new DatagramSocket(0)) {
            broadcastPort = free.getLocalPort();
        }
    }

    static void stopAll() throws Exception {
        RUNNING.forEach(Process::destroy);
        for (Process p : RUNNING) {
            p.waitFor();
        }
        RUNNING.clear();
        Path done = dir;
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            try (Stream<Path> all = Files.walk(done)) {
                all.sorted(Comparator.reverseOrder()).forEach(p -> p.toFile().delete());
            } catch (IOException e) {
                // a temporary directory that stays is no harm
            }
        }));
    }

    static double since(long nanos) {
        return (System.nanoTime() - nanos) / 1e9;
    }

    static long cpuMillis(Peer p) {
        return p.process.info().totalCpuDuration().orElseThrow().toMillis();
    }

    static long rssKib(Peer p) throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/" + p.process.pid() + "/status"))) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("\\D", ""));
            }
        }
        return 0;
    }
}
