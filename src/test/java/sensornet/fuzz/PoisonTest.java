package sensornet.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import sensornet.group.Phase;
import sensornet.model.Entries;
import sensornet.model.Identity;
import sensornet.model.Member;
import sensornet.model.Standing;
import sensornet.model.ViewId;
import sensornet.model.ViewMark;
import sensornet.wire.Message;

/** Words that are well-formed, and absurd: none of them spoils a group for ever, ends a peer or fills its memory. */
class PoisonTest {
    private static final Member EVIL = Script.PEERS.get(3);
    private static final long MAX = 100_000_000_000_000_000L;

    @BeforeAll
    static void quiet() {
        ForgedWordsTest.quiet();
    }

    private static Trio group() {
        Trio trio = new Trio();
        trio.await("one group", trio::isOneGroup);
        trio.offer(1, 3);
        trio.await("3 rows", () -> trio.isLevel(3));
        return trio;
    }

    private static Member stranger(int n) {
        return new Member(new Identity("evil" + n, n), "127.0.0.1", 6_000 + n % 50_000);
    }

    @Test
    void aGroupThatWasPushedUpByForgedEpochsStillTakesNewcomersAndElects() {
        Trio trio = group();
        for (int i = 0; i < 100; i++) {
            long epoch = trio.peer(2).protocol.group().highestEpoch() + (1L << 32);
            for (int p = 0; p < 3; p++) {
                trio.deliver(EVIL, trio.member(p).identity(), new Message.Stale(new ViewId(1, EVIL.identity()), EVIL, epoch));
                trio.deliver(EVIL, trio.member(p).identity(), new Message.Stale(new ViewId(1, EVIL.identity()), EVIL, MAX));
            }
            trio.step();
        }
        assertTrue(trio.peer(2).counts.get("absurd_epoch") > 100);
        trio.restart(0);
        trio.await("the newcomer is in", trio::isOneGroup);
        trio.kill(2);
        trio.await("the rest has a leader", trio::isOneGroup);
        trio.offer(1, 1);
        trio.await("4 rows", () -> trio.isLevel(4));
    }

    @Test
    void aThousandForgedJoinersAreAFewAndTheGroupGoesOn() {
        Trio trio = group();
        LonePeer leader = trio.peer(2);
        for (int round = 0; round < 3; round++) {
            for (int i = 0; i < 3_000; i++) {
                Member m = stranger(i);
                ViewId view = leader.protocol.group().view().id();
                leader.protocol.onMessage(m, new Message.Join(view, m, new Standing(ViewId.NONE, 0), 1, LonePeer.OPTIONS, 1));
                leader.protocol.onMessage(m, new Message.JoinReady(view, 3));
            }
            trio.step();
        }
        assertTrue(leader.counts.get("joiner_limit") > 2_000, leader.counts::toString);
        trio.await("one group again", trio::isOneGroup);
        trio.offer(0, 1);
        trio.await("4 rows", () -> trio.isLevel(4));
    }

    @Test
    void joinersThatAnswerNeverMakeAViewThatCannotBeSaid() {
        LonePeer leader = new LonePeer(Script.PEERS.get(2));
        while (!leader.leads()) {
            leader.tick(25);
        }
        for (int i = 0; i < 400; i++) {
            Member m = stranger(i);
            ViewId view = leader.protocol.group().view().id();
            leader.protocol.onMessage(m, new Message.Join(view, m, new Standing(ViewId.NONE, 0), 1, LonePeer.OPTIONS, 1));
            leader.protocol.onMessage(m, new Message.JoinReady(view, 0));
        }
        int most = 0;
        for (int i = 0; i < 200; i++) {
            leader.tick(25);
            if (leader.protocol.group().view() != null) {
                most = Math.max(most, leader.protocol.group().view().members().size());
            }
            for (LonePeer.Sent s = leader.sent.poll(); s != null; s = leader.sent.poll()) {
                if (s.message() instanceof Message.Coordinator c) {
                    leader.protocol.onMessage(s.to(), new Message.Promise(c.proposed(), new sensornet.model.Report(
                            new Standing(ViewId.NONE, 0), sensornet.model.History.NONE, List.of(), c.proposed().epoch())));
                } else if (s.message() instanceof Message.Level l) {
                    leader.protocol.onMessage(s.to(), new Message.Levelled(l.proposed(), l.standing().last()));
                }
            }
        }
        assertEquals(256, most);
    }

    @Test
    void requestsOfStrangersCauseFewDials() {
        Trio trio = group();
        LonePeer leader = trio.peer(2);
        leader.sent.clear();
        for (int i = 0; i < 10_000; i++) {
            Message.NewPeerRequest request = new Message.NewPeerRequest(Message.VERSION, "sensors", stranger(i),
                    new Standing(ViewId.NONE, 0), 1, false);
            leader.protocol.onDatagram(request);
            leader.protocol.onMessage(EVIL, request);
        }
        long dials = leader.sent.stream().filter(s -> s.to().id().startsWith("evil")).count();
        assertTrue(dials <= 32, dials + " dials");
        assertTrue(leader.counts.get("request_of_too_many_strangers") > 10_000);
    }

    @Test
    void forgedBeaconsDoNotKeepTwoGroupsApart() {
        LonePeer one = new LonePeer(Script.PEERS.get(2));
        while (!one.leads()) {
            one.tick(25);
        }
        Member other = Script.PEERS.get(0);
        for (int i = 0; i < 100; i++) {
            one.protocol.onDatagram(beacon(stranger(i)));
            one.tick(25);
        }
        assertEquals(0, one.sent.stream().filter(s -> s.message() instanceof Message.AddedToNetwork).count(),
                "who was not seen to be there is offered nothing");
        assertTrue(one.probes.size() > 10, "a beacon costs a question");
        one.protocol.onDatagram(beacon(other));
        assertTrue(one.probes.contains(other));
        one.answerProbes(m -> m.equals(other) ? sensornet.group.PeerEvents.ProbeResult.ALIVE
                : sensornet.group.PeerEvents.ProbeResult.SILENT);
        assertTrue(one.sent.stream().anyMatch(s -> s.to().equals(other) && s.message() instanceof Message.AddedToNetwork),
                "the one that is there is asked, whatever was forged before");
    }

    @Test
    void forgedBeaconsTakeNobodyOutOfAViewBelowTheQuorum() {
        sensornet.model.GroupOptions three = new sensornet.model.GroupOptions(3, "id", 250, 1_000);
        LonePeer member = new LonePeer(Script.PEERS.get(0), three);
        Member leader = Script.PEERS.get(2);
        ViewId view = new ViewId(7, leader.identity());
        for (long answers = 0; answers < 2; answers++) {
            member.protocol.onMessage(leader, new Message.AddedToNetwork(new sensornet.model.Offer(leader, view, false,
                    new Standing(ViewId.NONE, 0), List.of(), 7, three, answers)));
        }
        view = new ViewId(8, leader.identity());
        member.protocol.onMessage(leader, new Message.Coordinator(leader.id(), view));
        member.protocol.onMessage(leader, new Message.ViewChange(new sensornet.model.View(view,
                List.of(member.self, leader), false), 1, ViewId.NONE, List.of()));
        assertEquals(Phase.MEMBER, member.protocol.group().phase());
        for (int i = 0; i < 100; i++) {
            member.protocol.onDatagram(beacon(EVIL));
            member.protocol.onMessage(leader, new Message.Heartbeat(view, 0, 0));
            member.tick(25);
        }
        assertEquals(Phase.MEMBER, member.protocol.group().phase());
        assertTrue(member.probes.contains(EVIL), "it costs a question");
        member.answerProbes(m -> sensornet.group.PeerEvents.ProbeResult.SILENT);
        assertEquals(Phase.MEMBER, member.protocol.group().phase());
        member.protocol.onDatagram(beacon(EVIL));
        member.answerProbes(m -> sensornet.group.PeerEvents.ProbeResult.ALIVE);
        assertEquals(Phase.SEARCHING, member.protocol.group().phase(), "there is really a leader that ours does not reach");
    }

    private static Message.NewPeerRequest beacon(Member m) {
        return new Message.NewPeerRequest(Message.VERSION, "sensors", m, new Standing(ViewId.NONE, 0), 1, true);
    }

    @Test
    void aMarkOfAViewToComeIsNotTakenIntoTheJournal() {
        Member source = Script.PEERS.get(2);
        LonePeer newcomer = new LonePeer(Script.PEERS.get(0));
        ViewId view = new ViewId(7, source.identity());
        Standing standing = new Standing(view, 20);
        newcomer.protocol.onMessage(source, new Message.AddedToNetwork(offer(source, view, standing, 7, 0)));
        newcomer.protocol.onMessage(source, new Message.AddedToNetwork(offer(source, view, standing, 7, 1)));
        assertTrue(newcomer.sent.stream().anyMatch(s -> s.message() instanceof Message.Fetch), "it fetches");
        newcomer.protocol.onMessage(source, new Message.FetchedMark(view, new ViewMark(new ViewId(MAX, EVIL.identity()), 1)));
        assertEquals(ViewId.NONE, newcomer.protocol.group().log().tag());
        assertEquals(1, newcomer.counts.get("absurd_mark"));
        for (int i = 0; i < 200; i++) {
            newcomer.tick(25);
        }
        assertTrue(newcomer.leads(), "it leads alone when its source is silent");
    }

    @Test
    void anOfferThatContradictsItselfIsNotTaken() {
        Member source = Script.PEERS.get(2);
        LonePeer newcomer = new LonePeer(Script.PEERS.get(0));
        ViewId view = new ViewId(MAX, source.identity());
        newcomer.protocol.onMessage(source, new Message.AddedToNetwork(offer(source, view, new Standing(view, 20), 7, 0)));
        view = new ViewId(7, source.identity());
        newcomer.protocol.onMessage(source, new Message.AddedToNetwork(offer(source, view,
                new Standing(new ViewId(MAX, source.identity()), 20), 7, 0)));
        assertEquals(Phase.SEARCHING, newcomer.protocol.group().phase());
        assertEquals(2, newcomer.counts.get("absurd_offer"));
    }

    private static sensornet.model.Offer offer(Member source, ViewId view, Standing standing, long epoch, long answers) {
        return new sensornet.model.Offer(source, view, true, standing, List.of(), epoch, LonePeer.OPTIONS, answers);
    }

    @Test
    void numbersAtTheEndOfTheirRangesOverflowNothing() {
        Trio trio = group();
        LonePeer member = trio.peer(0);
        LonePeer leader = trio.peer(2);
        ViewId view = leader.protocol.group().view().id();
        Identity unknown = new Identity("unknown", 1);
        sensornet.model.Run run = new sensornet.model.Run(unknown, MAX, 1, Script.reading("s", 1).getBytes());
        member.protocol.onMessage(leader.self, new Message.Append(view, MAX, new Entries(MAX, run)));
        member.protocol.onMessage(leader.self, new Message.Commit(view, MAX));
        member.protocol.onMessage(leader.self, new Message.Heartbeat(view, MAX, MAX));
        leader.protocol.onMessage(member.self, new Message.SequencerRequest(view, run));
        leader.protocol.onMessage(member.self, new Message.Ack(view, MAX));
        leader.protocol.onMessage(member.self, new Message.HeartbeatAck(view, MAX, MAX));
        leader.protocol.onMessage(member.self, new Message.HeartbeatAck(view, 0, MAX));
        leader.protocol.onMessage(member.self, new Message.Fetch(view, MAX, -1));
        trio.settle();
        trio.offer(0, 1);
        trio.await("4 rows", () -> trio.isOneGroup() && trio.isLevel(4));
        assertEquals(1, leader.counts.get("ack_from_the_future"));
        assertEquals(1, leader.counts.get("request_ahead"));
        assertEquals(1, member.counts.get("append_ahead"));
    }
}
