package sensornet.sim;

import static sensornet.sim.Flow.all;
import static sensornet.sim.Flow.flow;

import java.util.List;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Test;
import sensornet.group.Phase;
import sensornet.model.ViewId;
import sensornet.sim.ScenarioMessages.Held;
import sensornet.wire.Message;
import sensornet.wire.Message.RefuseReason;

/** Elections that could wait for ever, or depose somebody healthy: attacks F10, F15, F16, F17. */
class ScenarioElectionTest {
    private static final long ELECTION_MS = 500;

    /**
     * F10. Default mode. A leads a long history in an epoch of about 3; C, alone, is in an epoch of about 9. They meet, A
     * wins. The view that admits C must be above everything C has promised, or C refuses it and A "learns that it is
     * old". A leads all the time.
     */
    @Test
    void f10AWinnerFromALowerEpochAdmitsTheLoserWithoutBeingDeposed() {
        ScenarioGroup group = ScenarioGroup.inDefaultMode("A", "B", "C").withNineRows("A", "B", "C");
        group.isolate("C");
        group.awaitView("A", "B");
        group.feed("A", 20);
        group.awaitDelivered(29, "A", "B");
        for (int i = 0; i < 6; i++) {
            group.crash("C");
            group.start("C");
            group.awaitView("C");
        }
        long epochOfC = group.view("C").id().epoch();
        group.check("C's epoch is far ahead", epochOfC > group.view("A").id().epoch() + 3);
        group.forgetSent();
        group.heal();
        group.awaitViewWithin(3_000, "A", "B", "C");
        group.check("A leads", group.leads("A"));
        group.check("above C's epoch", group.view("A").id().epoch() > epochOfC);
        group.same(List.of(), group.sent(flow(Message.Refuse.class, "C", "A")), "C's refusals");
        group.same(1, group.sent(flow(Message.ViewChange.class, "A", "B")).size(), "views on the way");
        group.converge();
    }

    /**
     * F15 (a). Default mode. A is killed; C has promised B's round, B loses power before it sends VIEW_CHANGE: no socket
     * tells. C has given up A's view and hears of no other, but only for twice the election timeout.
     */
    @Test
    void f15aAPromiseWithoutAViewHasADeadline() {
        ScenarioGroup group = ScenarioGroup.inDefaultMode("A", "B", "C").withNineRows("A", "B", "C");
        Held last = group.hold(flow(Message.ViewChange.class, "B", "C"));
        group.crash("A");
        group.await("B's VIEW_CHANGE is sent and does not arrive", last::any);
        group.same(Phase.FOLLOWING, group.state("C").phase(), "C's phase");
        group.powerCut("B");
        group.awaitViewWithin(2 * ELECTION_MS + 700, "C");
        group.feed("C", 1);
        group.awaitDelivered(10, "C");
        group.converge();
    }

    /**
     * F15 (b). Default mode. A and H are killed; B does not see H's death (their link is cut), asks H, and has told C OK.
     * Then B is killed too. C does not wait for B's COORDINATOR until the deadline: the death shows at the socket.
     */
    @Test
    void f15bTheDeathOfWhoSaidOkRestartsTheElectionAtOnce() {
        ScenarioGroup group = ScenarioGroup.inDefaultMode("A", "H", "B", "C").withNineRows("A", "H", "B", "C");
        group.cut("B", "H");
        group.crash("H");
        group.crash("A");
        group.awaitSent(flow(Message.Ok.class, "B", "C"));
        group.run(100);
        group.same(Phase.ELECTING, group.state("C").phase(), "C's phase");
        group.crash("B");
        group.awaitViewWithin(ELECTION_MS / 2, "C");
        group.converge();
    }

    /** F15 (b), earlier: C has asked B, which is killed before it answers. That shows at the socket just as well. */
    @Test
    void f15bTheDeathOfWhoIsAskedIsAnAnswer() {
        ScenarioGroup group = ScenarioGroup.inDefaultMode("A", "B", "C").withNineRows("A", "B", "C");
        group.hold(all("B", "C")); // what B still says does not arrive
        group.crash("A");
        group.awaitSent(flow(Message.Election.class, "C", "B"));
        group.run(20);
        group.crash("B");
        group.awaitViewWithin(ELECTION_MS / 2, "C");
        group.converge();
    }

    /**
     * F15 (c). Quorum 3 of 5. The leader L is dead; H, the highest, reaches only B. H answers OK to every ELECTION of B and
     * never gathers three. B reaches C and D, and together they are three: they must get going although H never stops
     * answering.
     */
    @Test
    void f15cAHighestPeerThatReachesTooFewDoesNotStopTheOthers() {
        ScenarioGroup group = ScenarioGroup.withQuorum(3, "L", "H", "B", "C", "D").withNineRows("L", "H", "B", "C", "D");
        group.cut("H", "C", "D");
        group.powerCut("L");
        group.feed("B", 1);
        group.awaitWithin(30_000, "B, C and D show row 10", () -> group.delivered("B") == 10
                && group.delivered("C") == 10 && group.delivered("D") == 10);
        group.converge();
    }

    /**
     * F15 (d). Default mode. L is dead. B, the next, asks D, who promises; then B dies. C's own proposal has the same
     * epoch and is lower than B's. D's refusal tells the epoch, and C asks again above it.
     */
    @Test
    void f15dAProposalBelowADeadCandidatesIsRepeatedAboveIt() {
        ScenarioGroup group = ScenarioGroup.inDefaultMode("L", "B", "C", "D").withNineRows("L", "B", "C", "D");
        group.cut("B", "C");
        group.holdOne(flow(Message.Election.class, "D", "C"));
        group.crashBeforeReceiving(flow(Message.Promise.class, "D", "B"));
        group.powerCut("L");
        group.await("B is dead, D has promised it", () -> !group.host("B").running());
        var promisedToB = group.state("D").promised();
        group.awaitView("C", "D");
        Message.Refuse refusal = (Message.Refuse) group.sent(flow(Message.Refuse.class, "D", "C")).get(0);
        group.same(RefuseReason.HIGHER_PROMISE, refusal.reason(), "D's answer");
        group.check("C went above what D had promised", group.view("C").id().isAbove(promisedToB));
        group.converge();
    }

    /**
     * F16. C > A here. {C,A,B} was led by C, which was paused; A and B have installed (2,A). C wakes, still lists A and B
     * in its view, hears nothing of them and proposes (2,C), which is above (2,A). COORDINATOR counts only from a member
     * of the installed view: A and B refuse, A leads on, C joins.
     */
    @Test
    void f16AnExcludedHigherPeerDoesNotDeposeAHealthyLeader() {
        ScenarioGroup group = ScenarioGroup.inDefaultMode("C", "A", "B").withNineRows("C", "A", "B");
        group.pause("C");
        group.awaitView("A", "B");
        var healthy = group.view("A").id();
        group.cutOneWay("A", "C"); // C hears nobody, and its own messages arrive
        group.cutOneWay("B", "C");
        group.resume("C");
        group.awaitSent(flow(Message.Coordinator.class, "C", null));
        Message.Coordinator proposal = (Message.Coordinator) group.sent(flow(Message.Coordinator.class, "C", null)).get(0);
        group.check("C's proposal is above A's view", proposal.proposed().isAbove(healthy));
        group.awaitSent(flow(Message.Refuse.class, null, "C"));
        group.run(2_000);
        group.same(healthy, group.view("A").id(), "the view in force at A");
        group.same(healthy, group.view("B").id(), "the view in force at B");
        group.heal();
        group.awaitView("A", "B", "C");
        group.converge();
    }

    /**
     * F16 with two peers, and G9. C leads {C,A} and is paused; A gives it up and leads alone. Both have nine rows. C wakes
     * and hears from A that its view is over: there is nobody else to ask, so C must not go on alone and, with a later
     * view than A's, win the merge. A leads on, C joins, and nobody is said to have left.
     */
    @Test
    void f16OfTwoPeersTheOneThatWasPausedDoesNotTakeTheLeadBack() {
        ScenarioGroup group = ScenarioGroup.inDefaultMode("C", "A").withNineRows("C", "A");
        group.pause("C");
        group.awaitView("A");
        var healthy = group.view("A").id();
        group.run(500);
        group.resume("C");
        group.await("C has given its view up", () -> !group.leads("C"));
        group.same(healthy, group.view("A").id(), "the view in force at A");
        group.awaitView("A", "C");
        group.check("A leads both", group.leads("A"));
        group.converge();
        group.check("A leads to the end", group.leads("A"));
    }

    /**
     * F16, its other half. A leads {A,C,B}, C is the highest. C does not hear A any more, while it still looks alive to
     * A; C suspects A and asks B. B hears A: it redials it, gets an answer, and refuses. A leads on with B.
     */
    @Test
    void f16AMemberAsksItsLeaderBeforeItLeavesIt() {
        ScenarioGroup group = ScenarioGroup.inDefaultMode("C", "A", "B").withNineRows("A", "C", "B");
        ViewId view = group.view("A").id();
        group.cutOneWay("A", "C");
        for (int i = 0; i < 20 && group.sent(flow(Message.Refuse.class, "B", "C")).isEmpty(); i++) {
            group.inject("C", "A", new Message.HeartbeatAck(view, 9, 9));
            group.run(100);
        }
        group.check("B has answered C", !group.sent(flow(Message.Refuse.class, "B", "C")).isEmpty());
        Message.Refuse refusal = (Message.Refuse) group.sent(flow(Message.Refuse.class, "B", "C")).get(0);
        group.same(RefuseReason.LEADER_ALIVE, refusal.reason(), "B's answer");
        group.check("A leads B", group.leads("A") && group.view("B").id().equals(view));
        group.check("B never followed C", group.sent(flow(Message.Promise.class, "B", "C")).isEmpty());
        group.converge();
    }

    /**
     * F16, and G9: what becomes of C, refused by B. It looks for the group and hears A's offer. Its history is as long as
     * A's, and it is the higher one: still it joins, and does not lead alone and tell B that its view is stale.
     */
    @Test
    void f16AMemberThatWasRefusedComesBackUnderTheSameLeader() {
        ScenarioGroup group = ScenarioGroup.inDefaultMode("C", "A", "B").withNineRows("A", "C", "B");
        ViewId view = group.view("A").id();
        group.cutOneWay("A", "C");
        for (int i = 0; i < 20 && group.sent(flow(Message.Refuse.class, "B", "C")).isEmpty(); i++) {
            group.inject("C", "A", new Message.HeartbeatAck(view, 9, 9));
            group.run(100);
        }
        group.heal();
        group.run(3_000);
        group.check("A leads everybody", group.inView("A", "B", "C") && group.leads("A"));
        group.check("B never followed C", group.sent(flow(Message.Promise.class, "B", "C")).isEmpty());
        group.converge();
    }

    /**
     * F17. Default mode. A takes J into the view with B; it tells J and dies before it tells B. B's last view knows only
     * {A,B}; J is in {A,B,J} and sends ELECTION to B, who is higher. B coordinates with J too, since J's view is the one
     * that B has promised: J does not loop, and nothing is lost.
     */
    @Test
    void f17AJoinerThatIsAdmittedWhileTheLeaderDiesIsTakenAlong() {
        ScenarioGroup group = ScenarioGroup.inDefaultMode("A", "B", "J").withNineRows("A", "B");
        group.crashBeforeSending(flow(Message.ViewChange.class, "A", "B"));
        group.start("J");
        group.await("A is dead", () -> !group.host("A").running());
        group.awaitWithin(200, "J has installed {A,B,J}", () -> group.state("J").view() != null
                && group.state("J").view().members().size() == 3);
        group.same(2, group.state("B").view().members().size(), "members of B's last view");
        group.awaitViewWithin(3_000, "B", "J");
        group.feed("J", 1);
        group.awaitDelivered(10, "B", "J");
        group.converge();
    }

    /** F17 once more, where B does not see A's death at its socket, so that J's ELECTION comes while B still follows A. */
    @Test
    void f17TheJoinersElectionComesBeforeTheMemberKnowsOfTheDeath() {
        ScenarioGroup group = ScenarioGroup.inDefaultMode("A", "B", "J").withNineRows("A", "B");
        group.crashBeforeSending(flow(Message.ViewChange.class, "A", "B"));
        group.start("J");
        group.await("A is dead", () -> !group.host("A").running());
        group.cut("A", "B");
        group.awaitSent(flow(Message.Election.class, "J", "B"));
        group.same(Phase.FOLLOWING, group.state("B").phase(), "B's phase");
        group.awaitViewWithin(5_000, "B", "J");
        group.feed("J", 1);
        group.awaitDelivered(10, "B", "J");
        group.converge();
    }
}
