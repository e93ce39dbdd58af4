package sensornet.chaos;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.function.Consumer;

/** Looks at all hosts every second, on a thread of its own: rows, views, memory, and who ended unasked. */
final class Watcher implements AutoCloseable {
    private static final long EVERY_MS = 1_000;

    private final Hosts hosts;
    private final Ledger ledger;
    private final Violations violations;
    private final Consumer<String> out;
    private final Thread thread = new Thread(this::run, "watch");
    private final long start = System.nanoTime();
    private final Map<Peer, Integer> badSeen = new HashMap<>();
    private volatile boolean stopping;
    private volatile int deeds;
    private volatile long longestStandstillMs;
    private long highest;
    private long highestSince = System.nanoTime();
    private long nextLine = 60;

    Watcher(Hosts hosts, Ledger ledger, Violations violations, Consumer<String> out) {
        this.hosts = hosts;
        this.ledger = ledger;
        this.violations = violations;
        this.out = out;
        thread.setDaemon(true);
        thread.start();
    }

    void deeds(int done) {
        deeds = done;
    }

    private void run() {
        try {
            while (!stopping) {
                look();
                if (seconds() >= nextLine) {
                    out.accept(line());
                    nextLine += 60;
                }
                Thread.sleep(EVERY_MS);
            }
        } catch (IOException | RuntimeException e) {
            violations.add("harness", "looking at the hosts failed: " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private long seconds() {
        return (System.nanoTime() - start) / 1_000_000_000L;
    }

    private void look() throws IOException {
        hosts.pollAll();
        long now = System.nanoTime();
        long top = hosts.all().stream().filter(Host::isUp).mapToLong(Host::last).max().orElse(0);
        if (top != highest) {
            highest = top;
            highestSince = now;
        }
        longestStandstillMs = Math.max(longestStandstillMs, (now - highestSince) / 1_000_000);
        for (Host host : hosts.all()) {
            if (host.peer() != null) {
                look(host, host.peer());
            }
        }
    }

    private void look(Host host, Peer peer) throws IOException {
        hosts.noteEnd(peer);
        long rss = peer.rssKib() >> 10;
        if (rss > Settings.MAX_RSS_MIB) {
            violations.add("G10", peer + " holds " + rss + " MiB of memory with " + Settings.HEAP);
        }
        List<String> bad = peer.log.bad();
        int seen = badSeen.getOrDefault(peer, 0);
        if (bad.size() > seen) {
            badSeen.put(peer, bad.size());
            if (!peer.excused) {
                bad.subList(seen, bad.size()).forEach(line -> violations.add("log", peer + " says: " + line));
            }
        }
        host.checkRecovered(peer);
    }

    /** One line: when, what was done, who leads, how far each is. */
    private String line() {
        StringJoiner rows = new StringJoiner(" ");
        List<String> leaders = new ArrayList<>();
        long most = hosts.all().stream().filter(Host::isUp).mapToLong(Host::last).max().orElse(0);
        for (Host host : hosts.all()) {
            if (host.peer() == null) {
                continue;
            }
            String state = !host.isUp() ? " down" : host.peer().paused ? " paused" : "";
            rows.add(host + "=" + host.last() + (host.last() < most ? "(-" + (most - host.last()) + ")" : "") + state);
            ViewLine view = host.peer().log.lastView();
            if (host.isUp() && view != null && view.leader().equals(host.toString())) {
                leaders.add(host + " of " + view.members().size());
            }
        }
        return String.format("%02d:%02d:%02d  %d deeds, %d faults of the network on, leads: %s, fed %d, rows %s",
                seconds() / 3600, seconds() / 60 % 60, seconds() % 60, deeds, hosts.weather.active(),
                leaders.isEmpty() ? "nobody" : String.join(", ", leaders), ledger.fed(), rows);
    }

    long longestStandstillMs() {
        return longestStandstillMs;
    }

    @Override
    public void close() throws InterruptedException {
        stopping = true;
        thread.interrupt();
        thread.join(10_000);
    }
}
