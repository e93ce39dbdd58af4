import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What it costs to be watched: three real peers, one of them fed. Phases in which somebody looks (the requests of an open
 * page at one peer, and /metrics of all three, each second) and phases in which nobody does take turns as watched, alone,
 * alone, watched: what drifts meanwhile hits both alike. Means come with their standard errors.
 *
 * <p>Fed at a steady pace, it shows how much more processor time is used while watched, whatever uses it, as a part of
 * what the machine has: a flood, which uses all of it, loses that part. Fed as fast as the peers take it (rate 0), it shows
 * the loss itself, if the machine is quiet enough, and the share of the threads of the HTTP port (Linux only).
 * {@code java scripts/Watching.java [rounds of four phases] [seconds each] [readings a second]}. Needs target/peer.jar and
 * 0.4 GB of disk for a million readings.
 */
public class Watching {
    /** Until the JIT compiler has seen it all. */
    static final int WARM_UP_SECONDS = 20;
    static final long SETTLE_MILLIS = 300;
    static final long ENOUGH_BYTES = 5L << 30;
    static final List<Process> RUNNING = new ArrayList<>();
    static final List<String> PAGES = new ArrayList<>();
    static final HttpClient HTTP = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    static volatile boolean looking;

    public static void main(String[] args) throws Exception {
        int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 12;
        int seconds = args.length > 1 ? Integer.parseInt(args[1]) : 4;
        int rate = args.length > 2 ? Integer.parseInt(args[2]) : 100_000;
        Path dir = Files.createTempDirectory("watching");
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            RUNNING.forEach(Process::destroyForcibly);
            delete(dir);
        }));
        int port;
        try (DatagramSocket s = new DatagramSocket(0)) {
            port = s.getLocalPort();
        }
        for (String id : List.of("a", "b", "c")) {
            Process p = new ProcessBuilder("java", "-Xmx128m", "-jar", "target/peer.jar", "--peer-id", id, "--data-dir",
                    dir + "/data", "--log-dir", dir + "/logs", "--broadcast-port", "" + port, "--sensor",
                    id.equals("a") ? "stdin" : "none").redirectOutput(dir.resolve(id).toFile()).redirectErrorStream(true).start();
            RUNNING.add(p);
        }
        for (String id : List.of("a", "b", "c")) {
            PAGES.add(await(dir.resolve(id), Pattern.compile("at (http://[^/]+)/")));
            await(dir.resolve(id), Pattern.compile("(members=\\[a, b, c])"));
        }
        Thread feeder = new Thread(() -> feed(RUNNING.get(0).getOutputStream(), rate));
        feeder.setDaemon(true);
        feeder.start();
        Thread watcher = new Thread(Watching::watch);
        watcher.setDaemon(true);
        watcher.start();
        phase(false, WARM_UP_SECONDS);
        double[] changes = new double[rounds];
        double[] costs = new double[rounds];
        double[] ofMachine = new double[rounds];
        double[] shares = new double[rounds];
        for (int i = 0; i < rounds; i++) {
            if (dir.toFile().getUsableSpace() < ENOUGH_BYTES) {
                throw new IllegalStateException("the disk of " + dir + " is nearly full: fewer rounds, please");
            }
            double[] watched = phase(true, seconds);
            double[] alone = sum(phase(false, seconds), phase(false, seconds));
            watched = sum(watched, phase(true, seconds));
            changes[i] = 100 * (watched[0] / alone[0] - 1);
            costs[i] = 100 * (watched[1] / watched[0] / (alone[1] / alone[0]) - 1);
            ofMachine[i] = 100 * (watched[1] - alone[1]) / 2 / seconds / 1e9 / Runtime.getRuntime().availableProcessors();
            shares[i] = 100 * watched[2] / watched[1];
            System.out.printf("%6.0f readings/s watched, %6.0f alone: %+.1f %%; processor time per reading %.2f and %.2f us:"
                    + " %+.2f %% of the machine; HTTP threads took %.2f %% of the time%n", watched[0] / 2 / seconds,
                    alone[0] / 2 / seconds, changes[i], watched[1] / watched[0] / 1e3, alone[1] / alone[0] / 1e3,
                    ofMachine[i], shares[i]);
        }
        System.out.printf("mean of %d: readings/s %s %%, processor time per reading %s %%, that is %s %% of the machine;"
                + " HTTP threads took %s %% of the time%n", rounds, mean(changes), mean(costs), mean(ofMachine), mean(shares));
        System.exit(0);
    }

    static double[] sum(double[] a, double[] b) {
        return new double[] {a[0] + b[0], a[1] + b[1], a[2] + b[2]};
    }

    /** With its standard error. */
    static String mean(double[] values) {
        double mean = Arrays.stream(values).average().orElseThrow();
        double squares = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
        return "%+.2f +- %.2f".formatted(mean, Math.sqrt(squares / (values.length - 1) / values.length));
    }

    /** Readings delivered, nanoseconds of processor time, nanoseconds of it in HTTP threads; all three peers together. */
    static double[] phase(boolean watched, int seconds) throws Exception {
        looking = watched;
        Thread.sleep(SETTLE_MILLIS);
        long rows = delivered();
        long cpu = cpuNanos();
        long http = httpTicks();
        long start = System.nanoTime();
        Thread.sleep(seconds * 1_000L);
        long more = delivered() - rows;
        double longer = (System.nanoTime() - start) / 1e9 / seconds;
        return new double[] {more / longer, (cpuNanos() - cpu) / longer, (httpTicks() - http) * 1e7 / longer};
    }

    /** Hundredths of seconds. */
    static long httpTicks() throws IOException {
        long ticks = 0;
        for (Process p : RUNNING) {
            try (Stream<Path> tasks = Files.list(Path.of("/proc/" + p.pid() + "/task"))) {
                for (Path task : tasks.toList()) {
                    String stat = Files.readString(task.resolve("stat"));
                    if (stat.matches("(?s)\\d+ \\((http-\\d+|HTTP-Dispatcher|rates)\\).*")) {
                        String[] f = stat.substring(stat.indexOf(')') + 2).split(" ");
                        ticks += Long.parseLong(f[11]) + Long.parseLong(f[12]);
                    }
                }
            }
        }
        return ticks;
    }

    static long cpuNanos() {
        return RUNNING.stream().mapToLong(p -> p.info().totalCpuDuration().orElseThrow().toNanos()).sum();
    }

    static long delivered() throws Exception {
        Matcher m = Pattern.compile("\"delivered\":(\\d+)").matcher(get(PAGES.get(1) + "/status?brief"));
        m.find();
        return Long.parseLong(m.group(1));
    }

    static void watch() {
        long since = 0;
        Pattern last = Pattern.compile("\"sequence\":\\[[0-9,]*?(\\d+)]");
        for (int n = 0; ; n++) {
            try {
                Thread.sleep(1_000);
                if (looking) {
                    for (String page : PAGES) {
                        get(page + "/metrics");
                    }
                    get(PAGES.get(0) + "/status?brief");
                    for (int s = 0; s < 3; s++) {
                        Matcher m = last.matcher(get(PAGES.get(0) + "/series?sensor=s" + s + "&since=" + since));
                        since = m.find() && s == 2 ? Long.parseLong(m.group(1)) : since;
                    }
                    if (n % 2 == 0) {
                        get(PAGES.get(0) + "/sensors?limit=50&from=0&match=");
                        get(PAGES.get(0) + "/neighbours");
                    }
                }
            } catch (Exception e) {
                System.out.println("watching: " + e);
            }
        }
    }

    static String get(String url) throws Exception {
        return HTTP.send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString()).body();
    }

    /** @param rate readings a second; 0: as fast as they are taken */
    static void feed(OutputStream out, int rate) {
        try {
            long start = System.nanoTime();
            for (long i = 0; ; ) {
                if (rate > 0) {
                    LockSupport.parkNanos(start + i * 1_000_000_000L / rate - System.nanoTime());
                }
                StringBuilder lines = new StringBuilder();
                for (int k = 0; k < 500; k++, i++) {
                    lines.append("DATA|s").append(i % 20).append("|2026-11-24T00:00:00.000Z|").append(20 + i % 7).append(".5|40|1013.2\n");
                }
                out.write(lines.toString().getBytes(StandardCharsets.US_ASCII));
            }
        } catch (IOException e) {
            System.out.println("feeding ended: " + e.getMessage());
        }
    }

    static String await(Path log, Pattern pattern) throws Exception {
        for (int i = 0; i < 600; i++) {
            Matcher m = pattern.matcher(Files.readString(log));
            if (m.find()) {
                return m.group(1);
            }
            Thread.sleep(100);
        }
        throw new IllegalStateException(pattern + " does not come in\n" + Files.readString(log));
    }

    static void delete(Path dir) {
        try (Stream<Path> files = Files.walk(dir)) {
            for (Path f : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(f);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
