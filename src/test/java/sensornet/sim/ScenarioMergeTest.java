package sensornet.sim;

import static sensornet.sim.Flow.flow;

import java.util.List;
import org.junit.jupiter.api.Test;
import sensornet.sim.ScenarioMessages.Held;
import sensornet.wire.Message;

/** Groups that meet while they move, and winners that die: attack F22. Default mode. */
class ScenarioMergeTest {

    /**
     * F22, the first half. Three lone leaders with histories that grow. A's offer to B is on its way when B asks C; C
     * decides for B and takes more readings meanwhile. If B also answered A, all three could dissolve into each other: B
     * has one merge at a time and tells A that it is busy. At every moment somebody leads.
     */
    @Test
    void f22LeadersThatMoveDoNotDissolveIntoEachOther() {
        ScenarioGroup group = ScenarioGroup.inDefaultMode("A", "B", "C");
        group.split("A | B | C");
        group.start("A", "B", "C");
        group.awaitView("A");
        group.awaitView("B");
        group.awaitView("C");
        group.feed("A", 5);
        group.feed("B", 5);
        group.feed("C", 4);
        group.awaitDelivered(5, "A", "B");
        group.awaitDelivered(4, "C");
        group.forgetSent();

        Held offerToB = group.hold(flow(Message.AddedToNetwork.class, "A", "B"));
        group.heal("A", "B");
        group.await("A asks B", offerToB::any);
        Held answerToB = group.hold(flow(Message.AddedToNetwork.class, "B", "C"));
        group.heal("B", "C");
        group.await("B asks C", answerToB::any);
        group.feed("C", 10);
        group.awaitDelivered(14, "C");
        offerToB.release();
        group.run(5);
        group.check("B tells A that it is busy", !group.sent(flow(Message.Busy.class, "B", "A")).isEmpty());
        group.feed("A", 20);
        answerToB.release();
        group.heal();
        for (int i = 0; i < 500 && !group.inView("A", "B", "C"); i++) {
            group.run(10);
            group.check("somebody leads", group.leads("A") || group.leads("B") || group.leads("C")
                    || group.state("A").view() != null || group.state("B").view() != null
                    || group.state("C").view() != null);
        }
        group.awaitDelivered(44, "A", "B", "C");
        group.converge();
    }

    /**
     * F22, the second half. W, with the longest history, is joined by A's whole group {A,B,C}: each has given up the old
     * view and cut its own rows when W dies. (An ideal loser would stage W's rows beside its own until it is admitted; here
     * it cuts first, and what it cut is kept.) The losers find each other again, their rows are put in once more, and W's
     * rows come back with W.
     */
    @Test
    void f22LosersWhoseWinnerDiesBecomeOneGroupAgain() {
        ScenarioGroup group = ScenarioGroup.inDefaultMode("W", "A", "B", "C");
        group.split("W | A B C");
        group.start("W");
        group.withNineRows("A", "B", "C");
        group.awaitView("W");
        group.feed("W", 30);
        group.awaitDelivered(30, "W");
        List<Held> pieces = List.of("A", "B", "C").stream()
                .map(each -> group.hold(flow(Message.FetchedEntries.class, "W", each))).toList();
        group.heal();
        group.await("all three are between two groups", () -> pieces.stream().allMatch(Held::any));
        group.check("none has a view", List.of("A", "B", "C").stream().allMatch(p -> group.state(p).view() == null));
        group.same(List.of(0, 0, 0), List.of(group.last("A"), group.last("B"), group.last("C")), "what is left of them");
        group.crash("W");
        group.awaitView("A", "B", "C");
        group.awaitDelivered(9, "A", "B", "C");
        group.feed("C", 1);
        group.awaitDelivered(10, "A", "B", "C");
        group.start("W");
        group.awaitView("W", "A", "B", "C");
        group.awaitDelivered(40, "W", "A", "B", "C");
        group.same("W#1", group.row("C", 1), "row 1: W has the longer history");
        group.converge();
    }

    /** F22 again: the winner dies after it has admitted one of the losers, while another is still copying. */
    @Test
    void f22TheWinnerDiesWhenOneLoserIsInAndAnotherIsNot() {
        ScenarioGroup group = ScenarioGroup.inDefaultMode("W", "A", "B").withNineRows("A", "B");
        group.split("W | A B");
        group.start("W");
        group.awaitView("W");
        group.feed("W", 30);
        group.awaitDelivered(30, "W");
        Held pieces = group.hold(flow(Message.FetchedEntries.class, "W", "B"));
        group.heal();
        group.awaitView("W", "A");
        group.check("B is still copying", pieces.any() && group.state("B").view() == null);
        group.crash("W");
        group.awaitView("A", "B");
        group.awaitDelivered(39, "A", "B");
        group.converge();
    }

    /**
     * W alone has 20 rows. {A,B,C} led by A orders 21 more after its nine; C hears that they are committed and shows 30,
     * B does not, and A dies. B leads {B,C}, has all 30 and knows of nine that were shown. W asks it at once: by nine
     * against 20 B would give way, and the rows that C shows would get other numbers. B is busy until its view has
     * committed what it began with; then W's rows are put in after the 30. (Found by seed 2058233.)
     */
    @Test
    void aNewLeaderDoesNotMergeBeforeItKnowsWhatItsMembersHaveShown() {
        ScenarioGroup group = ScenarioGroup.inDefaultMode("W", "A", "B", "C");
        group.split("W | A B C");
        group.start("W");
        group.withNineRows("A", "B", "C");
        group.awaitView("W");
        group.feed("W", 20);
        group.awaitDelivered(20, "W");
        group.heal("W", "B");
        group.hold(flow(Message.Commit.class, "A", "B"));
        group.feed("A", 21);
        group.awaitJournal(30, "B");
        group.awaitJournal(30, "C");
        group.awaitDelivered(30, "C");
        group.same(9, group.delivered("B"), "what B knows to be committed");

        Held acknowledgements = group.hold(flow(Message.Ack.class, "C", "B"));
        group.crash("A");
        group.awaitView("B", "C");
        group.awaitSent(flow(Message.AddedToNetwork.class, "W", "B"));
        group.awaitSent(flow(Message.Busy.class, "B", "W"));
        group.check("B leads on", group.leads("B"));

        acknowledgements.release();
        group.heal();
        group.start("A");
        group.converge();
        group.same(group.rows("C", 1, 30), group.rows("W", 1, 30), "the longer history, at W");
        group.same("A#30", group.row("W", 30), "row 30");
    }
}
