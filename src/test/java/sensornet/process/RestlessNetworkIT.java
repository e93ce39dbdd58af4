package sensornet.process;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Faults on top of faults, faster than the group can settle: hosts cut off, muted and paused, one of them killed and
 * started again, in an order drawn from a seed. {@code -Drestless.seed=N -Drestless.steps=N} draws another, or more.
 */
class RestlessNetworkIT {
    private static final int READINGS_A_SECOND = 100;
    private static final long SEED = Long.getLong("restless.seed", 1);
    private static final int STEPS = Integer.getInteger("restless.steps", 10);
    private static final int HOSTS = 4;

    @RegisterExtension
    final Peers peers = new Peers();

    private final Random random = new Random(SEED);
    private final List<String> done = new ArrayList<>();
    private final List<CsvFiles> shown = new ArrayList<>();
    /** By sensor; a peer that was killed has left some behind, and what of those is there is a beginning. */
    private final Map<String, Feeder> feeders = new LinkedHashMap<>();
    private final List<String> cutShort = new ArrayList<>();
    private Lan lan;
    private List<String> options;
    private List<PeerProcess> all;

    @AfterEach
    void removeTheNetwork() {
        feeders.values().forEach(Feeder::close);
        if (lan != null) {
            lan.close();
        }
    }

    @Test
    void nothingIsLostOrDoubled() {
        shake("--keep-data");
    }

    @Test
    void withAQuorumNoRowThatWasEverWrittenChanges() {
        CsvFiles csv = shake("--keep-data", "--quorum", "3");
        shown.forEach(s -> csv.assertStartsWith(s, "rows that were shown while the network had no rest"));
    }

    private CsvFiles shake(String... mode) {
        options = List.of(mode);
        lan = new Lan(HOSTS);
        all = new ArrayList<>(IntStream.rangeClosed(1, HOSTS).mapToObj(this::start).toList());
        Peers.awaitOneGroup(all);
        try {
            for (int step = 0; step < STEPS; step++) {
                fault(1 + random.nextInt(HOSTS), random.nextInt(8));
                LockSupport.parkNanos(random.nextInt(2_000_000_000));
                all.forEach(p -> shown.add(p.csv().withoutTornTail()));
            }
            IntStream.rangeClosed(1, HOSTS).forEach(this::calm);
            Peers.awaitOneGroup(all);
            return checkEverything();
        } catch (AssertionError e) {
            throw new AssertionError("seed " + SEED + ": " + done + ": " + e.getMessage(), e);
        }
    }

    private PeerProcess start(int host) {
        PeerProcess peer = peers.startAt(peers.dir().resolve("data"), "p" + host, lan.host(host), Stream.concat(
                Stream.of("--bind", Lan.INTERFACE, "--broadcast-port", "9999", "--sensor", "stdin", "--join-timeout",
                        "500ms", "--election-timeout", "1s", "--heartbeat-interval", "200ms", "--heartbeat-timeout",
                        "1s"), options.stream()).toList());
        String sensor = Streams.sensor(peer) + "-" + feeders.size();
        feeders.put(sensor, new Feeder(peer, sensor, READINGS_A_SECOND));
        return peer;
    }

    private void fault(int host, int what) {
        done.add(List.of("island", "island", "cable", "mute", "pause", "calm", "calm", "kill").get(what) + " " + host);
        PeerProcess peer = all.get(host - 1);
        switch (what) {
            case 0, 1 -> lan.moveToIsland(host);
            case 2 -> lan.pullCable(host);
            case 3 -> lan.mute(host);
            case 4 -> peer.pause();
            case 5, 6 -> calm(host);
            default -> restart(host);
        }
    }

    private void calm(int host) {
        lan.heal(host);
        all.get(host - 1).resume();
    }

    private void restart(int host) {
        PeerProcess peer = all.get(host - 1);
        peer.kill9();
        // No peer starts on an interface that has no link, and that is not what is tested here.
        lan.plugIn(host);
        feeders.forEach((sensor, feeder) -> {
            if (sensor.startsWith(Streams.sensor(peer) + "-")) {
                feeder.close();
                cutShort.add(sensor);
            }
        });
        shown.add(peer.csv().withoutTornTail());
        all.set(host - 1, start(host));
    }

    private CsvFiles checkEverything() {
        Map<String, Integer> fed = new LinkedHashMap<>();
        feeders.forEach((sensor, feeder) -> {
            if (!cutShort.contains(sensor)) {
                fed.put(sensor, feeder.stop());
            }
        });
        CsvFiles csv = Peers.awaitSame("all of " + fed, all,
                c -> fed.entrySet().stream().allMatch(e -> c.rowCount(e.getKey()) >= e.getValue()));
        fed.forEach((sensor, n) -> assertEquals(Readings.rows(1, n), csv.readings(sensor), sensor));
        cutShort.forEach(sensor -> {
            List<String> there = csv.readings(sensor);
            assertEquals(Readings.rows(1, there.size()), there, sensor);
        });
        return csv;
    }
}
