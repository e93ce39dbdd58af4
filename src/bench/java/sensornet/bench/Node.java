package sensornet.bench;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** One real process of a contender, seen from outside: its CSV files, its output, and what the system says of it. */
final class Node {
    private static final Pattern VIEW = Pattern.compile("Updated group view: .*leader=(\\S+) members=\\[(.*)]");
    private static final Set<Process> RUNNING = ConcurrentHashMap.newKeySet();
    /** Of the times in /proc; always 100 for user space on Linux. */
    private static final double TICKS_A_SECOND = 100;

    private static volatile boolean ending;

    static {
        // None of them ends by itself; and while this process ends, its other threads may still start some.
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            ending = true;
            RUNNING.forEach(Process::destroyForcibly);
        }));
    }

    record View(String leader, List<String> members) {
    }

    final String id;
    final OutputStream stdin;
    private final Path dir;
    private final Path output;
    private final Process process;

    /** @param base holds {@code data/id}, and what the process says */
    Node(String id, Path base, List<String> command) throws IOException {
        this.id = id;
        dir = base.resolve("data").resolve(id);
        output = base.resolve(id + "-" + System.nanoTime() + ".out");
        ProcessBuilder builder = new ProcessBuilder(command);
        // What the user's shell sets must not change what is measured.
        builder.environment().keySet().removeIf(k -> k.startsWith("PEER_") || k.startsWith("JAVA_")
                || k.startsWith("JDK_JAVA") || k.equals("_JAVA_OPTIONS"));
        process = builder.redirectErrorStream(true).redirectOutput(output.toFile()).start();
        RUNNING.add(process);
        if (ending) {
            process.destroyForcibly();
        }
        stdin = process.getOutputStream();
    }

    Path csv(String sensor) {
        return dir.resolve(sensor + ".csv");
    }

    String said() throws IOException {
        return Files.readString(output, StandardCharsets.ISO_8859_1);
    }

    /** The last it said, or null. */
    View view() throws IOException {
        View last = null;
        for (Matcher m = VIEW.matcher(said()); m.find(); ) {
            last = new View(m.group(1), List.of(m.group(2).split(", ")));
        }
        return last;
    }

    void checkAlive() throws IOException {
        if (!process.isAlive()) {
            String said = said();
            throw new IllegalStateException(id + " ended with exit code " + process.exitValue() + ": "
                    + said.substring(Math.max(0, said.length() - 2000)));
        }
    }

    long pid() {
        return process.pid();
    }

    /** Of one core, since its start. */
    double cpuSeconds() throws IOException {
        String stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_A_SECOND;
    }

    double rssMiB() throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc/" + process.pid() + "/status"))) {
            return lines.filter(l -> l.startsWith("VmRSS:")).mapToLong(l -> Long.parseLong(l.replaceAll("\\D", "")))
                    .findFirst().orElse(0) / 1024.0;
        }
    }

    int openFiles() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("/proc/" + process.pid() + "/fd"))) {
            return (int) files.count();
        }
    }

    /** What is reachable, after a full collection. */
    double liveHeapMiB() throws Exception {
        jcmd("GC.run");
        Matcher used = Pattern.compile("used (\\d+)K").matcher(jcmd("GC.heap_info"));
        return used.find() ? Long.parseLong(used.group(1)) / 1024.0 : Double.NaN;
    }

    private String jcmd(String command) throws Exception {
        Process jcmd = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                Long.toString(process.pid()), command).redirectErrorStream(true).start();
        RUNNING.add(jcmd);
        String said = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        jcmd.waitFor(30, TimeUnit.SECONDS);
        RUNNING.remove(jcmd);
        return said;
    }

    /** As {@code kill -9}. */
    void kill() {
        process.destroyForcibly();
        RUNNING.remove(process);
        try {
            process.waitFor(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** SIGTERM, and until it has ended. */
    void stop(int seconds) throws InterruptedException {
        process.destroy();
        if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
            throw new IllegalStateException(id + " does not stop within " + seconds + " s");
        }
        RUNNING.remove(process);
    }
}
