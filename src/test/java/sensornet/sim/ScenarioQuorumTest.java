package sensornet.sim;

import static sensornet.sim.Flow.flow;

import java.util.List;
import org.junit.jupiter.api.Test;
import sensornet.model.History;
import sensornet.wire.Message;

/** Who may confirm rows when only a part of the group is there: attacks F3 and F4. Quorum 2 of 3. */
class ScenarioQuorumTest {

    /**
     * F3 (a). {A,B,C} led by A. A journals 10 and is cut off; its view becomes {A}, in which A alone is "all members".
     * It shows nothing there and takes nothing more, while B and C give row 10 to another reading. After the heal A's
     * readings follow.
     */
    @Test
    void f03aNothingIsShownOrTakenInAViewBelowTheQuorum() {
        ScenarioGroup group = ScenarioGroup.withQuorum(2, "A", "B", "C").withNineRows("A", "B", "C");
        group.isolate("A");
        group.feed("A", 1);
        group.awaitJournal(10, "A");
        group.awaitView("A");
        group.check("{A} is no quorate view", !group.view("A").quorate());
        var tag = group.state("A").log().tag();
        group.feed("A", 5);
        group.awaitView("B", "C");
        group.feed("B", 1);
        group.awaitDelivered(10, "B", "C");
        group.run(3_000);
        group.same(9, group.delivered("A"), "what A shows");
        group.same(10, group.last("A"), "what A's journal holds: {A} takes nothing");
        group.same(tag, group.state("A").log().tag(), "A's tag: {A} is not in its view list");

        group.converge();
        group.same(List.of("B#1", "A#10", "A#11", "A#12", "A#13", "A#14", "A#15"), group.rows("C", 10, 16), "rows 10 to 16");
    }

    /**
     * F3 (b). C is cut off and starts again and again, each time electing itself into a view {C} with a higher epoch. A
     * and B show 200 rows meanwhile. At the heal C's last view is the latest by far, and means nothing: A and B keep
     * their rows and their leader.
     */
    @Test
    void f03bFiftyLonelyElectionsDoNotMakeAJournalTheLatest() {
        ScenarioGroup group = ScenarioGroup.withQuorum(2, "A", "B", "C").withNineRows("A", "B", "C");
        group.isolate("C");
        group.awaitView("A", "B");
        for (int i = 0; i < 50; i++) {
            group.crash("C");
            group.start("C");
            group.awaitView("C");
        }
        group.check("C's views are far ahead", group.view("C").id().epoch() > group.view("A").id().epoch() + 40);
        for (int i = 0; i < 4; i++) {
            group.feed("A", 50);
            group.run(50);
        }
        group.awaitDelivered(209, "A", "B");
        group.same(9, group.last("C"), "C's journal");

        group.forgetSent();
        group.converge();
        group.same(209, group.delivered("C"), "what C shows");
        group.check("A still leads", group.leads("A"));
        group.same(List.of(), group.sent(flow(Message.Go.class, null, "A")), "calls to A to give up its group");
    }

    /**
     * F3 (c). A and B show nine rows and die. C, who was never there, leads {C}. A comes back with its data: {A,C} are
     * two, but C knows nothing of what was shown. A keeps its rows, and nothing is taken until B is back too.
     */
    @Test
    void f03cAnEmptyLeaderDoesNotMakeAHistoryCutItself() {
        ScenarioGroup group = ScenarioGroup.withQuorum(2, "A", "B", "C").withNineRows("A", "B");
        group.crash("A");
        group.crash("B");
        group.start("C");
        group.awaitView("C");
        group.start("A");
        group.awaitView("A", "C");
        group.feed("C", 3);
        group.run(3_000);
        group.check("{A,C} is no quorate view", !group.view("A").quorate());
        group.same(9, group.delivered("A"), "what A shows");
        group.same(0, group.delivered("C"), "what C shows");

        group.start("B");
        group.awaitView("A", "B", "C");
        group.awaitDelivered(12, "A", "B", "C");
        group.same(List.of("A#9", "C#1"), group.rows("C", 9, 10), "rows 9 and 10");
        group.converge();
    }

    /**
     * F4. A and B show row 10 while C is cut off. B loses its data and starts again; A is cut off before B has fetched
     * anything. B and C are two, and would elect on rows 1..9. B's journal counts nothing until it was brought level in
     * a view that had the quorum without it.
     */
    @Test
    void f04APeerThatLostItsDataDoesNotCountTowardsTheQuorum() {
        ScenarioGroup group = ScenarioGroup.withQuorum(2, "A", "B", "C").withNineRows("A", "B", "C");
        group.isolate("C");
        group.feed("A", 1);
        group.awaitView("A", "B");
        group.awaitDelivered(10, "A", "B");
        group.crashLosingData("B");
        group.isolate("A");
        group.heal("B", "C");
        group.start("B");
        group.awaitView("B", "C");
        group.feed("C", 1);
        group.run(3_000);
        group.check("{B,C} is no quorate view", !group.view("C").quorate());
        group.same(History.NONE, group.peer("B") == null ? null : history(group, "B"), "what B's journal is worth");
        group.same(9, group.delivered("C"), "what C shows");
        group.same(0, group.delivered("B"), "what B shows");

        group.heal();
        group.awaitView("A", "B", "C");
        group.awaitDelivered(11, "A", "B", "C");
        group.same(List.of("A#10", "C#1"), group.rows("B", 10, 11), "rows 10 and 11");
        group.same(History.FULL, history(group, "B"), "what B's journal is worth now");
        group.isolate("A");
        group.feed("B", 1);
        group.awaitDelivered(12, "B", "C");
        group.converge();
    }

    /**
     * G7 where --quorum is not more than half of all peers: quorum 2 of 4. {A,B} and {C,D} each go on and show rows of
     * their own. Nobody may refuse to give up what it has shown, or the two sides would never be one group again: the
     * side with the earlier tag cuts, says that rows change, and what it cut is put in after the other's history.
     */
    @Test
    void g7SidesThatBothHadTheQuorumBecomeOneGroupAgain() {
        ScenarioGroup group = ScenarioGroup.withQuorum(2, "A", "B", "C", "D").withNineRows("A", "B", "C", "D");
        group.split("A B | C D");
        group.awaitView("A", "B");
        group.awaitView("C", "D");
        group.feed("B", 3);
        group.feed("D", 5);
        group.awaitDelivered(12, "A", "B");
        group.awaitDelivered(14, "C", "D");
        group.heal();
        group.awaitView("A", "B", "C", "D");
        group.awaitDelivered(17, "A", "B", "C", "D");
        group.check("one side has cut shown rows", group.sim.happened().getOrDefault("rows cut", 0L) >= 6);
        group.converge();
    }

    private static History history(ScenarioGroup group, String peer) {
        return group.host(peer).hasHistory() ? History.FULL : History.NONE;
    }
}
