package sensornet.chaos;

import java.io.IOException;
import java.util.List;

/** One thing is done to a group in which all is well, and nothing else: what has to come of it, and what must not. */
final class Probes {
    private static final long SETTLE_MS = 60_000;
    private static final long WATCH_MS = 3_000;

    private final Hosts hosts;
    private final Settling settling;
    private final Violations violations;

    Probes(Hosts hosts, Settling settling, Violations violations) {
        this.hosts = hosts;
        this.settling = settling;
        this.violations = violations;
    }

    void run(Deed.Probe probe) throws IOException, InterruptedException {
        hosts.pollAll();
        ViewLine view = Settling.oneView(hosts.up());
        if (view == null) {
            violations.add("G9", "the view changed in a calm, when nothing was done: " + settling.describe(0));
            return;
        }
        int number = probe.host() > 0 ? probe.host() : Integer.parseInt(view.leader().substring(1));
        if (number > Plan.CORE) {
            number = 1; // a guest may lead, but is not touched here
        }
        Host host = hosts.host(number);
        boolean leads = view.leader().equals(host.toString());
        switch (probe.what()) {
            case WATCH -> Thread.sleep(WATCH_MS);
            case PAUSE -> pause(host);
            case RESTART -> {
                hosts.kill(List.of(number));
                comeBack(host);
            }
            case LEAVE -> {
                hosts.leave(number);
                hosts.awaitLeft(host.peer());
                comeBack(host);
            }
        }
        settled("after " + probe);
        ViewLine after = Settling.oneView(hosts.up());
        if (after != null && !leads && !after.leader().equals(view.leader())) {
            violations.add("G9", "the leader was " + view.leader() + " and is " + after.leader() + " after " + probe
                    + " of " + host + ", which did not lead");
        }
    }

    /** Longer than the others wait for it; the paused one must not give up anybody. */
    private void pause(Host host) throws IOException, InterruptedException {
        Peer peer = host.peer();
        int before = peer.log.failed().size();
        hosts.pause(host.number, true);
        Thread.sleep(2L * Settings.HEARTBEAT_TIMEOUT_MS);
        hosts.pause(host.number, false);
        settled("after " + host + " was paused");
        List<String> failed = peer.log.failed();
        if (failed.size() > before) {
            violations.add("G9", peer + " was paused, and blames others: " + failed.subList(before, failed.size()));
        }
    }

    /** The others go on without it; then it returns, and must not take the lead. */
    private void comeBack(Host host) throws IOException, InterruptedException {
        settled("without " + host);
        ViewLine without = Settling.oneView(hosts.up());
        hosts.start(host.number, true);
        settled("after the return of " + host);
        ViewLine with = Settling.oneView(hosts.up());
        if (without != null && with != null && !with.leader().equals(without.leader())) {
            violations.add("G9", host + " came back to a healthy group led by " + without.leader() + ", and now "
                    + with.leader() + " leads");
        }
    }

    private void settled(String when) throws IOException, InterruptedException {
        String missing = settling.await(SETTLE_MS);
        if (missing != null) {
            violations.add("liveness", when + ", with no other fault: " + missing);
        }
    }
}
