package sensornet.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class MembershipIT {
    @RegisterExtension
    final Peers peers = new Peers();

    @Test
    void threeStartedAtTheSameInstantEndInOneGroup() {
        List<PeerProcess> three = new ArrayList<>();
        for (String id : List.of("p1", "p2", "p3")) {
            three.add(peers.startPlain(id, List.of("--sensor", "none")));
        }
        Peers.awaitOneGroup(three);
    }

    @Test
    void aLateJoinerGetsTheWholeHistoryWhileTheStreamGoesOn() throws Exception {
        List<PeerProcess> two = peers.startAll("p1", "p2");
        Peers.awaitOneGroup(two);
        two.get(0).feed(Readings.lines("old", 1, 3000));
        Peers.awaitSameRows(3000, two);

        try (Feeder feeder = new Feeder(two.get(1), "live", 200)) {
            Await.until("the stream runs", () -> feeder.fed() > 50);
            PeerProcess late = peers.start("p3");
            List<PeerProcess> three = List.of(two.get(0), two.get(1), late);
            Peers.awaitOneGroup(three);
            int fed = feeder.fed();
            Await.until("the stream goes on", () -> feeder.fed() > fed + 100);
            int live = feeder.stop();
            CsvFiles csv = Peers.awaitSameRows(3000 + live, three);
            assertEquals(Readings.rows(1, 3000), csv.readings("old"));
            assertEquals(Readings.rows(1, live), csv.readings("live"));
        }
    }

    @Test
    void aMemberThatLeavesIsNotCalledFailed() throws IOException {
        List<PeerProcess> three = peers.startAll("p1", "p2", "p3");
        PeerProcess leader = Peers.awaitOneGroup(three);
        PeerProcess member = Peers.without(three, leader).get(0);
        member.feed(Readings.lines("s", 1, 100));
        Peers.awaitSameRows(100, three);
        leavesCleanly(member, three);
    }

    @Test
    void aLeaderThatLeavesHandsOver() throws IOException {
        List<PeerProcess> three = peers.startAll("p1", "p2", "p3");
        PeerProcess leader = Peers.awaitOneGroup(three);
        leader.feed(Readings.lines("s", 1, 100));
        Peers.awaitSameRows(100, three);
        List<PeerProcess> two = leavesCleanly(leader, three);
        two.get(0).feed(Readings.lines("t", 1, 100));
        Peers.awaitSameRows(200, two);
    }

    @Test
    void allOfThemMayLeaveAtOnce() {
        List<PeerProcess> three = peers.startAll("p1", "p2", "p3");
        Peers.awaitOneGroup(three);
        three.forEach(PeerProcess::terminate);
        three.forEach(p -> assertEquals(0, p.exitCode(), p.id()));
    }

    @Test
    void aLonePeerLeadsItselfAndLeaves() throws IOException {
        PeerProcess alone = peers.start("p1");
        Peers.awaitOneGroup(List.of(alone));
        alone.feed(Readings.lines("s", 1, 10));
        Peers.awaitSameRows(10, List.of(alone));
        alone.terminate();
        assertEquals(0, alone.exitCode());
        assertEquals(List.of(), alone.stderr());
    }

    @Test
    void peersOfAnotherGroupAreIgnored() {
        PeerProcess ours = peers.start("p1", "--group", "ours");
        PeerProcess theirs = peers.start("p2", "--group", "theirs");
        Peers.awaitOneGroup(List.of(ours));
        Peers.awaitOneGroup(List.of(theirs));
        PeerProcess ours2 = peers.start("p3", "--group", "ours");
        Peers.awaitOneGroup(List.of(ours, ours2));
        assertEquals(List.of("p2"), theirs.lastView().members());
    }

    @Test
    void aSeedIsFoundWhereBroadcastIsBlocked() throws IOException {
        int port = Peers.freeTcpPort();
        PeerProcess seed = peers.start("p1", "--port", "" + port);
        Peers.awaitOneGroup(List.of(seed));
        // Broadcasts go to an address that nobody on this machine listens on.
        PeerProcess other = peers.start("p2", "--broadcast-address", "127.0.0.2", "--seed", "127.0.0.1:" + port);
        Peers.awaitOneGroup(List.of(seed, other));
    }

    private static List<PeerProcess> leavesCleanly(PeerProcess who, List<PeerProcess> all) {
        who.terminate();
        List<PeerProcess> rest = Peers.without(all, who);
        Peers.awaitOneGroup(rest);
        assertEquals(0, who.exitCode());
        for (PeerProcess p : rest) {
            assertFalse(p.logged("Peer " + who.id() + " failed"), p.id() + " says that " + who.id() + " failed");
            assertTrue(p.isAlive());
        }
        return rest;
    }
}
