package sensornet.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import sensornet.model.Standing;
import sensornet.model.ViewId;
import sensornet.wire.Message;

/** The fault layer itself: without this, a sweep that finds nothing proves nothing. */
class SimNetTest {
    private final List<RecordingProtocol> peers = new ArrayList<>();
    private Simulation sim;

    private void stage(long seed, int hosts, double datagramLoss) {
        peers.clear();
        Plan calm = Plan.calm(hosts, 1, true);
        Plan plan = new Plan(hosts, 1, true, false, calm.settings(), calm.tick(), true, true, 500, datagramLoss, 300, 50,
                calm.feedGap(), 1, 0, 0, 1, calm.faults(), List.of(), 1, false);
        Environment environment = new Environment((settings, self, recovered, effects, now, random) -> {
            RecordingProtocol p = new RecordingProtocol(self, effects);
            peers.add(p);
            return p;
        }, new CodecFormat(), StoreOnDisk::new);
        sim = new Simulation(seed, plan, environment, new Trace(false, null));
        sim.hosts.forEach(SimHost::start);
        run(50);
    }

    private void run(long ms) {
        sim.clock.runUntil(sim.clock.now() + ms * SimClock.MS);
    }

    private void cut(boolean there, boolean back) {
        sim.net.cut(sim.hosts.get(0), sim.hosts.get(1), true, true, there);
        sim.net.cut(sim.hosts.get(1), sim.hosts.get(0), true, true, back);
    }

    private static List<Long> upTo(long n) {
        return LongStream.rangeClosed(1, n).boxed().toList();
    }

    @Test
    void aLinkIsFirstInFirstOut() {
        stage(1, 2, 0);
        for (long i = 1; i <= 40; i++) {
            peers.get(0).sendTo(peers.get(1), i);
        }
        run(1_000);
        assertEquals(upTo(40), peers.get(1).numbers);
    }

    @Test
    void aPartitionStopsWhatIsUnderWayAndTheHealRestoresItInOrder() {
        for (long seed = 1; seed <= 30; seed++) {
            stage(seed, 2, 0);
            peers.get(0).sendTo(peers.get(1), 1);
            run(100);
            cut(true, true);
            for (long i = 2; i <= 20; i++) {
                peers.get(0).sendTo(peers.get(1), i);
            }
            run(60_000);
            assertEquals(List.of(1L), peers.get(1).numbers);
            assertEquals(List.of(), peers.get(0).events, "silence proves nothing");
            cut(false, false);
            peers.get(0).sendTo(peers.get(1), 21);
            run(5_000);
            List<Long> numbers = peers.get(1).numbers;
            assertEquals(numbers.stream().sorted().distinct().toList(), numbers);
            boolean lost = numbers.size() < 21;
            assertTrue(!lost || peers.get(0).events.contains("restored p2"), "a loss is told: " + numbers);
        }
    }

    @Test
    void aResetLosesOnlyASuffixAndIsTold() {
        int lost = 0;
        for (long seed = 1; seed <= 60; seed++) {
            stage(seed, 2, 0);
            peers.get(0).sendTo(peers.get(1), 1);
            run(100);
            for (long i = 2; i <= 12; i++) {
                peers.get(0).sendTo(peers.get(1), i);
            }
            sim.net.resetLinks(sim.hosts.get(0), sim.hosts.get(1));
            run(1_000);
            List<Long> before = List.copyOf(peers.get(1).numbers);
            assertEquals(upTo(before.size()), before);
            assertEquals(List.of("restored p2"), peers.get(0).events);
            lost += before.size() < 12 ? 1 : 0;
            peers.get(0).sendTo(peers.get(1), 99);
            run(1_000);
            assertEquals(99L, peers.get(1).numbers.get(before.size()), "the new connection carries on");
        }
        assertTrue(lost > 20 && lost < 60, lost + " of 60 resets lost something");
    }

    @Test
    void aOneWayCutLetsTheOtherDirectionThrough() {
        stage(3, 2, 0);
        peers.get(0).sendTo(peers.get(1), 1);
        peers.get(1).sendTo(peers.get(0), 1);
        run(100);
        cut(true, false);
        peers.get(0).sendTo(peers.get(1), 2);
        peers.get(1).sendTo(peers.get(0), 2);
        run(10_000);
        assertEquals(List.of(1L), peers.get(1).numbers);
        assertEquals(List.of(1L, 2L), peers.get(0).numbers);
        sim.net.resetLinks(sim.hosts.get(0), sim.hosts.get(1));
        peers.get(1).sendTo(peers.get(0), 3);
        run(10_000);
        assertEquals(List.of(1L, 2L), peers.get(0).numbers, "a new connection needs both directions");
    }

    @Test
    void aDeadProcessRefusesAndIsKilledAPausedOneIsSilent() {
        stage(4, 3, 0);
        peers.get(0).sendTo(peers.get(1), 1);
        peers.get(0).sendTo(peers.get(2), 1);
        run(100);
        sim.hosts.get(1).crash(Fault.CRASH);
        sim.hosts.get(2).pause();
        run(90);
        assertEquals(List.of("killed p2"), peers.get(0).events, "within some tens of milliseconds");
        peers.get(0).sendTo(peers.get(2), 2);
        peers.get(0).effects.probe(peers.get(2).self);
        run(2_000);
        assertEquals(List.of("killed p2", "SILENT p3"), peers.get(0).events);
        int ticks = peers.get(2).ticks;
        run(1_000);
        assertEquals(ticks, peers.get(2).ticks, "it stands still");
        sim.hosts.get(2).resume();
        run(100);
        assertEquals(List.of(1L, 2L), peers.get(2).numbers);
    }

    @Test
    void aRestartedProcessIsSomebodyElse() {
        stage(5, 2, 0);
        peers.get(0).sendTo(peers.get(1), 1);
        run(100);
        sim.hosts.get(1).crash(Fault.CRASH_UNFORCED_LOST);
        run(3_000);
        assertEquals(List.of(), peers.get(0).events, "the power is off: nobody refuses");
        sim.hosts.get(1).start();
        peers.get(0).sendTo(peers.get(1), 2);
        run(3_000);
        assertEquals(List.of("killed p2"), peers.get(0).events);
        assertEquals(List.of(), peers.get(2).numbers, "what was meant for the old one");
    }

    @Test
    void nothingLeavesAProcessAfterItsEnd() {
        stage(6, 2, 0);
        peers.get(0).sendTo(peers.get(1), 1);
        run(100);
        sim.hosts.get(0).crash(Fault.CRASH);
        peers.get(0).sendTo(peers.get(1), 2);
        run(1_000);
        assertEquals(List.of(1L), peers.get(1).numbers);
    }

    @Test
    void aFullLinkDropsAndSaysSo() {
        stage(7, 2, 0);
        cut(true, true);
        for (long i = 1; i <= 80; i++) {
            peers.get(0).sendTo(peers.get(1), i);
        }
        cut(false, false);
        run(5_000);
        assertEquals(upTo(50), peers.get(1).numbers);
        assertTrue(sim.counts()[Fault.MESSAGES_LOST.ordinal()] >= 30);
    }

    @Test
    void aFullStalledLinkDropsAndThenCarriesOnInOrder() {
        stage(9, 2, 0);
        peers.get(0).sendTo(peers.get(1), 0);
        run(100);
        cut(true, true);
        for (long i = 1; i <= 80; i++) {
            peers.get(0).sendTo(peers.get(1), i);
            run(10);
        }
        cut(false, false);
        for (long i = 81; i <= 90; i++) {
            peers.get(0).sendTo(peers.get(1), i);
        }
        run(5_000);
        List<Long> numbers = peers.get(1).numbers;
        assertEquals(numbers.stream().sorted().distinct().toList(), numbers);
        assertEquals(90L, numbers.get(numbers.size() - 1));
        assertTrue(numbers.stream().noneMatch(n -> n > 52 && n <= 80), "dropped: " + numbers);
    }

    @Test
    void datagramsAreLostAndDoubled() {
        stage(8, 2, 0.4);
        for (int i = 0; i < 500; i++) {
            peers.get(0).effects.broadcast(new Message.NewPeerRequest(Message.VERSION, "sim", peers.get(0).self,
                    new Standing(ViewId.NONE, 0), 0, false));
        }
        run(1_000);
        int got = peers.get(1).datagrams;
        assertTrue(got > 250 && got < 450, got + " of 500");
        assertTrue(sim.counts()[Fault.DATAGRAM_LOST.ordinal()] > 300);
        assertTrue(sim.counts()[Fault.DATAGRAM_DOUBLED.ordinal()] > 50);
    }
}
