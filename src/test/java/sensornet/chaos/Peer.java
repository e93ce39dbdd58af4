package sensornet.chaos;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** One process: a run of the peer on one host. */
final class Peer {
    /** How it came to its end. */
    enum End { ALIVE, KILLED, LEFT, ITSELF }

    final int host;
    final int run;
    final boolean keeps;
    final Ledger.Source source;
    final LogTail log;
    final Feed feed;
    final Path logDir;
    final long startedNanos = System.nanoTime();
    private final Process process;
    private final Path errors;
    /** Its disk was full at some time: it may end by itself, and say so. */
    volatile boolean excused;
    volatile boolean diskIsFull;
    volatile boolean paused;
    volatile End end = End.ALIVE;
    /** How many rows its host had shown before it started, which it has to find. */
    volatile long rowsBefore;
    /** The one before was killed while it cleared the directory. */
    volatile boolean foundHalf;
    volatile long leavingNanos;
    private long maxRssKib;

    /**
     * @param command what starts it, up to and without the options of the peer
     * @param perSecond readings that are fed
     */
    Peer(int host, boolean keeps, Ledger ledger, List<String> command, Map<String, String> environment, Path dataDir,
         Path logs, List<String> options, int perSecond) throws IOException {
        this.host = host;
        this.keeps = keeps;
        source = ledger.started(host);
        run = source.run;
        logDir = logs.resolve(String.format("p%d-%03d", host, run));
        Files.createDirectories(logDir);
        errors = logDir.resolve("stderr.txt");
        // Not the log file: that begins anew each day, and clocks here jump by days.
        Path console = logDir.resolve("console.txt");
        log = new LogTail(console);
        List<String> all = new ArrayList<>(command);
        all.addAll(List.of("--peer-id", id(), "--data-dir", dataDir.toString(), "--log-dir", logDir.toString()));
        all.addAll(options);
        if (keeps) {
            all.add("--keep-data");
        }
        ProcessBuilder builder = new ProcessBuilder(all);
        builder.environment().keySet().removeIf(k -> k.startsWith("PEER_") || k.startsWith("JAVA_")
                || k.startsWith("JDK_JAVA") || k.equals("_JAVA_OPTIONS"));
        builder.environment().putAll(environment);
        process = builder.redirectOutput(console.toFile()).redirectError(errors.toFile()).start();
        feed = new Feed(ledger, source, process.getOutputStream(), perSecond);
    }

    String id() {
        return "p" + host;
    }

    boolean runs() {
        return process.isAlive();
    }

    void signal(String name) {
        // A process that has just ended by itself is no reason to stop; its end is seen elsewhere.
        Sh.tryToRun("kill", "-" + name, Long.toString(process.pid()));
    }

    long pid() {
        return process.pid();
    }

    /** Of one that has ended. */
    int exitCode() {
        return process.exitValue();
    }

    /** Waits for the end; null if it does not come. */
    Integer exitCode(long millis) throws InterruptedException {
        return process.waitFor(millis, TimeUnit.MILLISECONDS) ? process.exitValue() : null;
    }

    /** Ended now, it leaves some of the files that it was to clear, nobody knows which: the next has nothing to find. */
    boolean leavesHalf() {
        return (!keeps || foundHalf) && !log.isOpen();
    }

    /** For cleaning up: whatever state it is in. */
    void destroy() {
        feed.stop();
        process.destroyForcibly();
    }

    List<String> stderr() throws IOException {
        return Files.exists(errors) ? Files.readAllLines(errors, StandardCharsets.ISO_8859_1) : List.of();
    }

    /** Resident memory of now, and the highest since its start; 0 when it is gone. */
    long rssKib() {
        try {
            for (String line : Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "status"))) {
                if (line.startsWith("VmRSS:")) {
                    long kib = Long.parseLong(line.replaceAll("\\D", ""));
                    maxRssKib = Math.max(maxRssKib, kib);
                    return kib;
                }
            }
        } catch (IOException itHasEnded) {
            return 0;
        }
        return 0;
    }

    long maxRssKib() {
        return maxRssKib;
    }

    @Override
    public String toString() {
        return id() + " run " + run;
    }
}
