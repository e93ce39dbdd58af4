package sensornet.chaos;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Carries out a plan, on the calling thread, and checks in each calm that all becomes well. */
final class Director {
    /** Generous: seven virtual machines may be starting on two busy cores. */
    private static final long SETTLE_MS = 90_000;

    private final Hosts hosts;
    private final Violations violations;
    private final Watcher watcher;
    private final Consumer<String> story;
    private final Settling settling;
    private final Probes probes;
    private final Map<String, Integer> counts = new TreeMap<>();
    private long longestSettleMs;
    private int calms;
    private int done;
    /** By how much the plan's time is behind, since it stood still. */
    private long startNanos;
    private boolean well;

    /** @param story gets everything that is done */
    Director(Hosts hosts, Violations violations, Watcher watcher, Consumer<String> story) {
        this.hosts = hosts;
        this.violations = violations;
        this.watcher = watcher;
        this.story = story;
        settling = new Settling(hosts);
        probes = new Probes(hosts, settling, violations);
    }

    void run(List<Plan.Event> events) throws IOException, InterruptedException {
        startNanos = System.nanoTime();
        for (Plan.Event event : events) {
            long wait = event.at() - planMillis();
            if (wait > 0) {
                Thread.sleep(wait);
            }
            boolean did = carryOut(event.deed());
            story.accept(event + (did ? "" : "  (nothing to do)"));
            if (did) {
                counts.merge(event.deed().kind(), 1, Integer::sum);
                watcher.deeds(++done);
            }
        }
    }

    private long planMillis() {
        return (System.nanoTime() - startNanos) / 1_000_000;
    }

    private boolean carryOut(Deed deed) throws IOException, InterruptedException {
        if (deed instanceof Deed.Blow d) {
            hosts.weather.begin(d.fault(), d.ways(), d.air());
            return true;
        } else if (deed instanceof Deed.Still d) {
            hosts.weather.end(d.fault());
            return true;
        } else if (deed instanceof Deed.Cable d) {
            return hosts.cable(d.host(), d.plugged());
        } else if (deed instanceof Deed.Pause d) {
            return hosts.pause(d.host(), true);
        } else if (deed instanceof Deed.Resume d) {
            return hosts.pause(d.host(), false);
        } else if (deed instanceof Deed.Kill d) {
            return hosts.kill(d.hosts());
        } else if (deed instanceof Deed.Leave d) {
            return hosts.leave(d.host());
        } else if (deed instanceof Deed.Start d) {
            return hosts.start(d.host(), d.keeps());
        } else if (deed instanceof Deed.Gone d) {
            hosts.host(d.host()).lost();
            return true;
        } else if (deed instanceof Deed.Fill d) {
            return hosts.fill(d.host());
        } else if (deed instanceof Deed.Room d) {
            return hosts.makeRoom(d.host());
        } else if (deed instanceof Deed.SetClock d) {
            hosts.host(d.host()).clock.set(d.seconds());
            return true;
        } else if (deed instanceof Deed.Calm) {
            standStill(this::calm);
            return true;
        } else if (deed instanceof Deed.Probe d) {
            if (well) {
                standStill(() -> probes.run(d));
            }
            return well;
        }
        throw new IllegalArgumentException("no such deed: " + deed);
    }

    private interface Work {
        void run() throws IOException, InterruptedException;
    }

    private void standStill(Work work) throws IOException, InterruptedException {
        long before = System.nanoTime();
        work.run();
        startNanos += System.nanoTime() - before;
    }

    /** Also at the end: everybody up, one group, all level. */
    void calm() throws IOException, InterruptedException {
        hosts.heal();
        for (Host host : hosts.all()) {
            // Who ended by itself, such as on a full disk, comes back as any service would, with its data.
            if (host.number <= Plan.CORE && host.peer() != null && !host.isUp()) {
                hosts.start(host.number, true);
            }
        }
        long before = System.nanoTime();
        String missing = settling.await(SETTLE_MS);
        long took = (System.nanoTime() - before) / 1_000_000;
        longestSettleMs = Math.max(longestSettleMs, took);
        calms++;
        well = missing == null;
        story.accept("            " + (well ? "all well after " + took + " ms" : "NOT well after " + took + " ms: "
                + missing));
        if (!well) {
            violations.add("liveness", "all faults ended " + took + " ms ago, and not all are one group with new rows: "
                    + missing);
        }
    }

    Map<String, Integer> counts() {
        return counts;
    }

    int calms() {
        return calms;
    }

    long longestSettleMs() {
        return longestSettleMs;
    }
}
