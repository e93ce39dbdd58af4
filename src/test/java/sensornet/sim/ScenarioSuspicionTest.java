package sensornet.sim;

import static sensornet.sim.Flow.flow;

import java.util.List;
import org.junit.jupiter.api.Test;
import sensornet.model.ViewId;
import sensornet.wire.Message;

/** Who is dead, who only looks it, and who looks alive but is not: attacks F18, F19, F20, F27. */
class ScenarioSuspicionTest {
    private static final long TIMEOUT_MS = 1_000;

    /**
     * F18, a member. B's disk hangs, its network lives. Commits would stand still for as long as B is a member that
     * looks healthy. It neither answers nor acknowledges, so A goes on with C; B is back once its disk is.
     */
    @Test
    void f18AMemberWhoseDiskHangsIsGivenUp() {
        ScenarioGroup group = ScenarioGroup.withQuorum(2, "A", "B", "C").withNineRows("A", "B", "C");
        group.hangDisk("B", true);
        group.feed("C", 5);
        group.awaitViewWithin(2 * TIMEOUT_MS, "A", "C");
        group.awaitDelivered(14, "A", "C");
        group.same(9, group.delivered("B"), "what B shows");
        group.run(3_000);
        group.check("B is not taken back before it is level", group.inView("A", "C"));
        group.hangDisk("B", false);
        group.awaitView("A", "B", "C");
        group.awaitDelivered(14, "B");
        group.converge();
    }

    /** F18, the leader. A's disk hangs; B and C go on without it. */
    @Test
    void f18ALeaderWhoseDiskHangsIsGivenUp() {
        ScenarioGroup group = ScenarioGroup.withQuorum(2, "A", "B", "C").withNineRows("A", "B", "C");
        group.hangDisk("A", true);
        group.feed("B", 5);
        group.awaitViewWithin(6 * TIMEOUT_MS, "B", "C");
        group.awaitDelivered(14, "B", "C");
        group.run(3_000);
        group.check("A is not taken back before it is level", group.inView("B", "C"));
        group.hangDisk("A", false);
        group.awaitView("A", "B", "C");
        group.converge();
    }

    /** F18, a slow disk is none that hangs: it hangs for less than the timeout, again and again, and nobody is dropped. */
    @Test
    void f18ADiskThatIsOnlySlowCostsNobodyItsMembership() {
        ScenarioGroup group = ScenarioGroup.withQuorum(2, "A", "B", "C").withNineRows("A", "B", "C");
        ViewId view = group.view("A").id();
        for (int i = 0; i < 10; i++) {
            group.hangDisk("B", true);
            group.feed("A", 2);
            group.run(400);
            group.hangDisk("B", false);
            group.run(100);
        }
        group.awaitDelivered(29, "A", "B", "C");
        group.same(view, group.view("A").id(), "the view");
        group.converge();
    }

    /** F19. A connection that is reset, or that carries nothing for less than the timeout, proves nothing. */
    @Test
    void f19ABrokenConnectionIsNoDeath() {
        ScenarioGroup group = ScenarioGroup.withQuorum(2, "A", "B", "C").withNineRows("A", "B", "C");
        ViewId view = group.view("A").id();
        for (int i = 0; i < 5; i++) {
            group.sim.net.resetLinks(group.host("A"), group.host("B"));
            group.run(100);
            group.cut("A", "C");
            group.run(600);
            group.heal();
            group.run(400);
        }
        group.same(view, group.view("B").id(), "the view");
        group.same(view, group.view("C").id(), "the view");
        group.converge();
    }

    /** F19. A host without power answers nothing at all: only the silence counts. A killed process is seen at once. */
    @Test
    void f19SilenceTakesTheTimeoutAndARefusalDoesNot() {
        ScenarioGroup group = ScenarioGroup.withQuorum(2, "A", "B", "C").withNineRows("A", "B", "C");
        long before = group.nowMs();
        group.powerCut("B");
        group.awaitView("A", "C");
        group.check("noticed by silence", group.nowMs() - before >= TIMEOUT_MS - 300);
        group.start("B");
        group.awaitView("A", "B", "C");
        group.crash("B");
        group.awaitViewWithin(300, "A", "C");
        group.converge();
    }

    /** F19. B is killed and runs again before anybody dialled it: another incarnation at its address is a death as well. */
    @Test
    void f19AnotherIncarnationAtTheAddressIsADeath() {
        ScenarioGroup group = ScenarioGroup.withQuorum(2, "A", "B", "C").withNineRows("A", "B", "C");
        var old = group.peer("B").identity();
        group.crash("B");
        group.start("B");
        group.awaitWithin(300, "the old B is out", () -> group.view("A") != null && !group.view("A").contains(old));
        group.awaitViewWithin(1_500, "A", "B", "C");
        group.converge();
    }

    /**
     * F20. B's host loses power and is back soon, with the same id; A's old link to it shows no error yet. The newcomer is
     * not refused as "already in use": A asks the old incarnation, which is gone, removes it, and takes the new one in.
     */
    @Test
    void f20AnIdThatComesBackBeforeItsDeathWasSeenIsNotRefused() {
        ScenarioGroup group = ScenarioGroup.withQuorum(2, "A", "B", "C").withNineRows("A", "B", "C");
        group.powerCut("B");
        group.run(100);
        group.check("nobody has noticed", group.view("A").members().size() == 3);
        group.start("B");
        group.awaitViewWithin(2 * TIMEOUT_MS, "A", "B", "C");
        group.same(List.of(), group.sent(flow(Message.Refused.class, null, "B")), "refusals");
        group.same(List.of(), group.sim.stops(), "peers that gave up");
        group.feed("B", 1);
        group.awaitDelivered(10, "A", "B", "C");
        group.converge();
    }

    /** F20, a restarted leader: its members still follow the old incarnation when the new one asks them for the group. */
    @Test
    void f20ALeaderThatComesBackBeforeItsDeathWasSeenIsNotRefused() {
        ScenarioGroup group = ScenarioGroup.withQuorum(2, "A", "B", "C").withNineRows("A", "B", "C");
        group.powerCut("A");
        group.run(100);
        group.start("A");
        group.awaitViewWithin(3 * TIMEOUT_MS, "A", "B", "C");
        group.same(List.of(), group.sim.stops(), "peers that gave up");
        group.converge();
    }

    /** F27. Everybody is paused for half a minute (a laptop sleeps). Nobody blames anybody for it. */
    @Test
    void f27APauseOfAllCostsNothing() {
        ScenarioGroup group = ScenarioGroup.withQuorum(2, "A", "B", "C").withNineRows("A", "B", "C");
        ViewId view = group.view("A").id();
        List.of("A", "B", "C").forEach(group::pause);
        group.run(30_000);
        List.of("A", "B", "C").forEach(group::resume);
        group.feed("B", 1);
        group.awaitDelivered(10, "A", "B", "C");
        group.run(3_000);
        group.same(view, group.view("C").id(), "the view");
        group.converge();
    }

    /** F27. A member that wakes up does not blame its leader for its own pause; it is left out, and back at once. */
    @Test
    void f27WhoWakesUpElectsNobody() {
        ScenarioGroup group = ScenarioGroup.withQuorum(2, "A", "B", "C").withNineRows("A", "B", "C");
        group.pause("B");
        group.run(10_000);
        group.forgetSent();
        group.resume("B");
        group.awaitViewWithin(700, "A", "B", "C");
        group.same(List.of(), group.sent(flow(Message.Election.class, "B", null)), "elections of B");
        group.same(List.of(), group.sent(flow(Message.Coordinator.class, "B", null)), "rounds of B");
        group.check("A leads", group.leads("A"));
        group.converge();
    }

    /**
     * F27. B and C are starved: they run for 50 ms, and are stopped for 700 ms, all the time. If each pause began their
     * deadlines anew they would never give up a leader. Deadlines move by the pause only.
     */
    @Test
    void f27AStarvedPeerStillFindsOutThatItsLeaderIsGone() {
        ScenarioGroup group = ScenarioGroup.inDefaultMode("A", "B", "C").withNineRows("A", "B", "C");
        group.powerCut("A");
        long before = group.nowMs();
        while (group.view("C") != null && group.view("C").members().size() == 3 && group.nowMs() - before < 10_000) {
            group.pause("B");
            group.pause("C");
            group.run(700);
            group.resume("B");
            group.resume("C");
            group.run(50);
        }
        group.check("A was given up after " + (group.nowMs() - before) + " ms", group.nowMs() - before < 5_000);
        group.awaitView("B", "C");
        group.converge();
    }
}
