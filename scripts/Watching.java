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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What it costs a flood of readings to be watched: three real peers, one fed as fast as it takes; phases in which somebody
 * looks (the requests of an open page at one peer, and /metrics of all three, each second) take turns with phases in which
 * nobody does. On a machine that does other things too, readings a second swing by more than what is looked for here; the
 * share of the processor that the threads of the HTTP port took does not (Linux only). {@code java scripts/Watching.java [pairs of phases] [seconds]}. Needs target/peer.jar; 25 MB/s of disk.
 */
public class Watching {
    static final List<Process> RUNNING = new ArrayList<>();
    static final List<String> PAGES = new ArrayList<>();
    static final HttpClient HTTP = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    static volatile boolean looking;

    public static void main(String[] args) throws Exception {
        int pairs = args.length > 0 ? Integer.parseInt(args[0]) : 6;
        int seconds = args.length > 1 ? Integer.parseInt(args[1]) : 10;
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
        Thread feeder = new Thread(() -> feed(RUNNING.get(0).getOutputStream()));
        feeder.setDaemon(true);
        feeder.start();
        Thread watcher = new Thread(Watching::watch);
        watcher.setDaemon(true);
        watcher.start();
        phase(false, 2 * seconds); // until the JIT has seen it all
        double[] ratios = new double[pairs];
        double[] costs = new double[pairs];
        double[] shares = new double[pairs];
        for (int i = 0; i < pairs; i++) {
            boolean watchedFirst = i % 2 == 0;
            double[] first = phase(watchedFirst, seconds);
            double[] second = phase(!watchedFirst, seconds);
            double[] watched = watchedFirst ? first : second;
            double[] alone = watchedFirst ? second : first;
            ratios[i] = watched[0] / alone[0];
            costs[i] = watched[1] / alone[1];
            shares[i] = watched[2];
            System.out.printf("%6.0f readings/s watched, %6.0f alone: %+.1f %%; processor time per reading %.2f and %.2f us;"
                    + " HTTP threads took %.2f %% of it%n", watched[0], alone[0], 100 * (ratios[i] - 1), watched[1], alone[1],
                    100 * watched[2]);
        }
        Arrays.sort(ratios);
        Arrays.sort(costs);
        Arrays.sort(shares);
        System.out.printf("median of %d: %+.1f %% readings/s, %+.1f %% processor time per reading, HTTP threads %.2f %%%n",
                pairs, 100 * (median(ratios) - 1), 100 * (median(costs) - 1), 100 * median(shares));
        System.exit(0);
    }

    static double median(double[] sorted) {
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }

    /** Readings a second, microseconds of processor per reading, share of HTTP; all three peers together. */
    static double[] phase(boolean watched, int seconds) throws Exception {
        looking = watched;
        Thread.sleep(1_000);
        long rows = delivered();
        long cpu = cpuNanos();
        long http = httpTicks();
        long start = System.nanoTime();
        Thread.sleep(seconds * 1_000L);
        long more = delivered() - rows;
        double elapsed = (System.nanoTime() - start) / 1e9;
        double nanos = cpuNanos() - cpu;
        return new double[] {more / elapsed, nanos / 1e3 / more, (httpTicks() - http) * 1e7 / nanos};
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

    static void feed(OutputStream out) {
        try {
            for (long i = 0; ; ) {
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
