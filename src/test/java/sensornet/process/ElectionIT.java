package sensornet.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ElectionIT {
    @RegisterExtension
    final Peers peers = new Peers();

    @Test
    void theHighestOfThoseLeftLeadsWhenTheLeaderIsKilled() {
        List<PeerProcess> four = peers.startAll("p1", "p2", "p3", "p4");
        PeerProcess leader = Peers.awaitOneGroup(four);
        leader.kill9();

        List<PeerProcess> three = Peers.without(four, leader);
        PeerProcess expected = Peers.highest(three);
        assertSame(expected, Peers.awaitOneGroup(three));
        expected.awaitLogged("Peer " + expected.id() + " became the Group Leader via election");
        for (PeerProcess p : three) {
            assertEquals(expected.id(), p.lastView().leader());
            assertEquals(3, p.lastView().members().size());
            p.awaitLogged("Peer " + leader.id() + " failed");
        }
        for (PeerProcess p : Peers.without(three, expected)) {
            p.awaitLogged("Received COORDINATOR announcement: " + expected.id());
        }
    }

    @Test
    void onePeerAfterTheOtherLosesItsLeader() {
        List<PeerProcess> left = peers.startAll("p1", "p2", "p3", "p4");
        while (left.size() > 1) {
            PeerProcess leader = Peers.awaitOneGroup(left);
            leader.kill9();
            left = Peers.without(left, leader);
            assertSame(Peers.highest(left), Peers.awaitOneGroup(left));
        }
    }

    @Test
    void aKilledMemberIsNoticedAtOnceAndTheLeaderStays() {
        List<PeerProcess> three = peers.startAll("p1", "p2", "p3");
        PeerProcess leader = Peers.awaitOneGroup(three);
        PeerProcess member = Peers.without(three, leader).get(0);
        member.kill9();

        List<PeerProcess> two = Peers.without(three, member);
        // Well below the heartbeat timeout: it is the socket that tells.
        assertSame(leader, Peers.awaitOneGroup(two, Duration.ofSeconds(3)));
        two.forEach(p -> p.awaitLogged("Peer " + member.id() + " failed"));
        for (PeerProcess p : two) {
            assertFalse(p.logged("Peer " + leader.id() + " failed"), p.id() + " blames its leader");
        }
    }

    @Test
    void aHigherPeerThatComesLaterDoesNotDeposeAHealthyLeader() {
        PeerProcess low = peers.start("a");
        low.awaitLogged("Updated group view");
        PeerProcess high = peers.start("z");
        assertSame(low, Peers.awaitOneGroup(List.of(low, high)));
        assertTrue(high.logged("Peer ID: z"));
        low.awaitLogged("Peer z is now part of the network");
        assertFalse(high.logged("Peer z became the Group Leader via election"));
    }
}
