package sensornet.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** One chaos run from beginning to end: hosts, plan, weather, calm, verdict. */
final class Run {
    private static final long LEVEL_MS = 180_000;

    private final Settings settings;
    private final Consumer<String> out;
    private final Violations violations;
    private final Ledger ledger;
    private final Plan plan;
    private final Report report;
    private final Instant started = Instant.now();

    Run(Settings settings, Consumer<String> out) {
        this.settings = settings;
        this.out = out;
        violations = new Violations(text -> out.accept("VIOLATION " + text));
        ledger = new Ledger(settings.quorum(), violations);
        plan = Plan.make(settings.seed(), settings.quorum(), settings.millis());
        report = new Report(settings);
    }

    /** Returns what was violated; empty if nothing was. */
    List<String> go() throws IOException, InterruptedException {
        Hosts hosts = new Hosts(settings, plan.hosts(), ledger, violations);
        // Ctrl-C: what runs on the hosts must not outlive this process.
        Thread atExit = new Thread(() -> {
            out.accept("STOPPED by a signal from outside: no verdict; logs and data so far: " + settings.dir());
            hosts.close();
        }, "clean-up");
        Runtime.getRuntime().addShutdownHook(atExit);
        try {
            weather(hosts);
        } catch (IOException | RuntimeException e) {
            violations.add("harness", "the run broke off: " + e);
            throw e;
        } finally {
            boolean failed = !violations.isEmpty();
            if (failed) {
                hosts.saveDisks();
            }
            hosts.close();
            Runtime.getRuntime().removeShutdownHook(atExit);
            report.write(violations.texts(), failed);
        }
        return violations.texts();
    }

    private void weather(Hosts hosts) throws IOException, InterruptedException {
        Director director;
        try (Watcher watcher = new Watcher(hosts, ledger, violations, out)) {
            director = new Director(hosts, violations, watcher, report::story);
            director.run(plan.events());
            director.calm();
            level(hosts);
            report.figure("longest stand-still", watcher.longestStandstillMs() + " ms (looked at every second)");
        }
        stop(hosts);
        verdict(hosts);
        figures(hosts, director);
    }

    /** No more readings; and those that were fed to the living come out everywhere. */
    private void level(Hosts hosts) throws IOException, InterruptedException {
        for (Host host : hosts.up()) {
            host.peer().feed.stop();
        }
        for (Host host : hosts.up()) {
            if (!host.peer().feed.join(LEVEL_MS)) {
                violations.add("liveness", host.peer() + " does not read its stdin");
            }
        }
        long until = System.nanoTime() + LEVEL_MS * 1_000_000;
        while (true) {
            hosts.pollAll();
            List<Host> up = hosts.up();
            long distinct = up.stream().mapToLong(Host::last).distinct().count();
            if (distinct == 1 && ledger.unseen() == 0 && Settling.oneView(up) != null) {
                return;
            }
            if (System.nanoTime() > until) {
                violations.add("liveness", LEVEL_MS + " ms after the last reading was fed not all are level, "
                        + ledger.unseen() + " readings of living peers were never shown: "
                        + new Settling(hosts).describe(0));
                return;
            }
            Thread.sleep(200);
        }
    }

    private void stop(Hosts hosts) throws IOException, InterruptedException {
        List<Host> up = hosts.up();
        report.survivors(up);
        for (Host host : up) {
            host.peer().signal("TERM");
        }
        for (Host host : up) {
            hosts.awaitLeft(host.peer());
        }
    }

    private void verdict(Hosts hosts) throws IOException {
        FinalCheck check = new FinalCheck(ledger, violations);
        for (Host host : hosts.all()) {
            check.clock(host.number, new FinalCheck.Clock(host.clock.offsets(), started, Instant.now()));
        }
        List<Path> dirs = report.survivors().stream().map(Host::peerDir).toList();
        check.check(dirs);
        report.figure("rows at the end", check.rows() + " of " + ledger.fed() + " fed; " + ledger.excused()
                + " were shown once and may be gone, since all who had them lost their data");
        List<String> verify = new ArrayList<>(List.of(settings.java().get(0), "-Xmx64m", "-jar",
                settings.jar().toString(), "verify"));
        dirs.forEach(dir -> verify.add(dir.toString()));
        Sh.Result result = Sh.tryToRun(verify.toArray(String[]::new));
        report.figure("verify", "\n" + result.output());
        if (result.code() != 0) {
            violations.add("verify", "exit code " + result.code() + ": " + result.output());
        }
        Map<String, List<ViewLine>> views = new TreeMap<>();
        for (Host host : hosts.all()) {
            for (Peer peer : host.peers()) {
                views.put(peer.toString(), peer.log.views());
            }
        }
        new ViewCheck(violations).check(views);
    }

    private void figures(Hosts hosts, Director director) {
        List<Peer> peers = hosts.all().stream().flatMap(h -> h.peers().stream()).toList();
        report.figure("time", (Instant.now().toEpochMilli() - started.toEpochMilli()) / 1000 + " s");
        report.figure("deeds", director.counts().values().stream().mapToInt(n -> n).sum() + ": " + director.counts());
        report.figure("calms", director.calms() + ", longest until all were well " + director.longestSettleMs()
                + " ms");
        report.figure("processes", peers.size() + "");
        report.figure("elections", peers.stream().mapToInt(p -> p.log.elections()).sum() + "");
        report.figure("merges", peers.stream().mapToInt(p -> p.log.merges()).sum() + "");
        report.figure("views installed", peers.stream().mapToInt(p -> p.log.views().size()).sum() + "");
        report.figure("highest memory", peers.stream().mapToLong(Peer::maxRssKib).max().orElse(0) / 1024 + " MiB");
        report.figure("network", hosts.traffic());
        report.figure("clocks", hosts.clocksCanBeWrong() ? "wrong at times" : "all right, for there is no C compiler");
    }

    List<String> summary() throws IOException {
        return report.summary();
    }

    Path reportFile() {
        return report.file();
    }

    /** Null if a run can be made here, or why not. */
    static String impossible() {
        if (!Files.isDirectory(Path.of("/proc/self/ns"))) {
            return "this needs Linux";
        }
        String name = "chaos-" + ProcessHandle.current().pid() + "-try";
        Sh.Result result = Sh.tryToRun("ip", "netns", "add", name);
        if (result.code() == 0) {
            result = Sh.tryToRun("ip", "-n", name, "link", "add", "port1", "type", "veth", "peer", "name", "lan0");
            result = result.code() != 0 ? result : Sh.tryToRun("ip", "-n", name, "link", "add", "link", "port1", "name",
                    "tap1", "type", "macvtap", "mode", "passthru");
            Sh.tryToRun("ip", "netns", "del", name);
        }
        return result.code() == 0 ? null : "this needs root, and ip of iproute2 with network namespaces and macvtap: "
                + result.output();
    }
}
