package sensornet.sim;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** Many seeds on all cores; every seed is a run of its own in one thread. */
final class Sweep {
    private final Environment environment;
    private final int threads;
    private final long[] faults = new long[Fault.values().length];
    private final List<Outcome> failures = new ArrayList<>();
    private final Map<String, Long> happened = new TreeMap<>();
    private long seeds;
    private long simulated;
    private long events;
    private long readings;
    private long rows;
    private long views;

    Sweep(Environment environment, int threads) {
        this.environment = environment;
        this.threads = threads;
    }

    /** Runs seeds {@code from} to {@code from + count - 1}, or until so many have failed. */
    void run(long from, long count, int maxFailures, Consumer<Sweep> progress) throws InterruptedException {
        AtomicLong next = new AtomicLong(from);
        List<Thread> workers = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            Thread worker = new Thread(() -> {
                long seed;
                while ((seed = next.getAndIncrement()) < from + count && failures() < maxFailures) {
                    add(Outcome.of(seed, environment));
                    progress.accept(this);
                }
            }, "sweep-" + i);
            worker.start();
            workers.add(worker);
        }
        for (Thread worker : workers) {
            worker.join();
        }
    }

    private synchronized int failures() {
        return failures.size();
    }

    private synchronized void add(Outcome outcome) {
        seeds++;
        simulated += outcome.simulated();
        events += outcome.events();
        readings += outcome.readings();
        rows += outcome.rowsShown();
        views += outcome.views();
        for (int i = 0; i < faults.length; i++) {
            faults[i] += outcome.faults()[i];
        }
        outcome.happened().forEach((what, times) -> happened.merge(what, times, Long::sum));
        if (outcome.violation() != null) {
            failures.add(outcome);
        }
    }

    synchronized List<Outcome> found() {
        return failures.stream().sorted((a, b) -> Long.compare(a.seed(), b.seed())).toList();
    }

    synchronized long seeds() {
        return seeds;
    }

    synchronized String summary() {
        Map<String, Long> byKind = new LinkedHashMap<>();
        for (Fault f : Fault.values()) {
            byKind.put(f.name().toLowerCase(), faults[f.ordinal()]);
        }
        return String.format("%d seeds, %.1f simulated hours, %d events, %d views, %d readings taken, %d rows shown%n"
                + "faults: %s%nreached: %s%nviolations: %d", seeds, simulated / 3.6e9, events, views, readings, rows, byKind, happened,
                failures.size());
    }
}
