package sensornet.sim;

import static sensornet.sim.Flow.all;
import static sensornet.sim.Flow.flow;

import java.util.List;
import org.junit.jupiter.api.Test;
import sensornet.sim.ScenarioMessages.Held;
import sensornet.wire.Message;
import sensornet.wire.Message.RefuseReason;

/** The one way to a new view, and what a promise, a report and a tag are for: attacks F1, F2, F6, F11, F21. */
class ScenarioRoundTest {

    /**
     * F1 (a). {A,B,C} led by A, quorum 2. A is paused; B and C elect B and show 10', 11'. A wakes with a 10 of its own,
     * its links to B are dead and the word that it is stale is late: it suspects B and wants {A,C}, which would be
     * above B's view by priority. A leader cannot shorten its view by itself: it has to ask C, and C, who is in B's
     * view, refuses. So A never confirms its 10, and B's rows stay.
     */
    @Test
    void f01aALeaderThatWakesUpCannotShortenItsViewByItself() {
        ScenarioGroup group = ScenarioGroup.withQuorum(2, "A", "B", "C").withNineRows("A", "B", "C");
        group.pause("A");
        group.awaitView("B", "C");
        group.feed("B", 2);
        group.awaitDelivered(11, "B", "C");

        group.cut("A", "B");
        Held staleness = group.hold(all("C", "A"));
        group.resume("A");
        group.feed("A", 1);
        group.awaitJournal(10, "A");
        group.awaitSent(flow(Message.Coordinator.class, "A", "C"));
        group.awaitSent(flow(Message.Refuse.class, "C", "A"));
        Message.Refuse refusal = (Message.Refuse) group.sent(flow(Message.Refuse.class, "C", "A")).get(0);
        group.same(RefuseReason.NOT_MEMBER, refusal.reason(), "C's answer");
        group.check("A and C have no view without B", !group.inView("A", "C"));
        staleness.release();
        group.run(3_000);
        group.same(9, group.delivered("A"), "what A shows without B");

        group.converge();
        group.same(List.of("B#1", "B#2", "A#10"), group.rows("C", 10, 12), "rows 10 to 12");
    }

    /**
     * F1 (b). {A..E} led by A, quorum 3. {A,C} and {B,D,E} lose each other; B forms {B,D,E} and shows 10'. At the same
     * time A asks C and D for {A,C,D}; C promises, D gets the question when it is in B's view, and refuses. So A's view
     * is {A,C}, below the quorum, and leaves no tag. A and B die. C, D and E elect: D's and E's tag is the later one,
     * 10' stays.
     */
    @Test
    void f01bTwoCoordinatorsAtOnceCannotBothHaveAQuorum() {
        ScenarioGroup group = ScenarioGroup.withQuorum(3, "A", "B", "C", "D", "E").withNineRows("A", "B", "C", "D", "E");
        group.split("A C | B E D");
        group.heal("A", "D");
        group.run(60); // so that it is not D whom A suspects first
        group.cut("A", "D");
        group.feed("A", 1);
        group.awaitView("B", "D", "E");
        group.feed("B", 1);
        group.awaitDelivered(10, "B", "D", "E");
        group.awaitSent(flow(Message.Coordinator.class, "A", "D"));
        group.awaitSent(flow(Message.Promise.class, "C", "A"));
        group.awaitView("A", "C");
        group.check("{A,C} is no quorate view", !group.view("A").quorate());

        group.heal("A", "D");
        group.awaitSent(flow(Message.Refuse.class, "D", "A"));
        group.check("D stays with B", group.inView("B", "D", "E"));
        group.same(9, group.delivered("A"), "what A shows");

        group.crash("A");
        group.crash("B");
        group.heal();
        group.awaitView("C", "D", "E");
        group.awaitDelivered(10, "C", "D", "E");
        group.same("B#1", group.row("C", 10), "row 10 at C");
        group.converge();
        group.same(List.of("B#1", "A#10"), group.rows("A", 10, 11), "rows 10 and 11");
    }

    /**
     * F2, Raft's figure 8. {A,B,C} led by A, quorum 2. A journals 10 and is cut off with it. B and C form a view; B
     * journals 10' in it and is cut off. A and C meet: A's journal is longer, C's tag is later although its view has no
     * entry. C's journal wins, A keeps its 10 beside and has it put in again, under the new view: it is shown as row
     * 10. Then C meets B: C's tag is the later one, so B gives up 10' and not C its row.
     */
    @Test
    void f02JournalsAreComparedByTheirViewListsAndNotByTheStampOfTheLastEntry() {
        ScenarioGroup group = ScenarioGroup.withQuorum(2, "A", "B", "C").withNineRows("A", "B", "C");
        group.isolate("A");
        group.feed("A", 1);
        group.awaitJournal(10, "A");
        group.awaitView("B", "C");
        group.isolate("B");
        group.feed("B", 1);
        group.awaitJournal(10, "B");
        group.same("B#1", group.row("B", 10), "B's own row 10");
        group.same(9, group.last("C"), "C's last");
        group.check("C's tag is later than A's", group.state("C").log().tag().isAbove(group.state("A").log().tag()));

        group.heal("A", "C");
        group.awaitView("A", "C");
        group.awaitDelivered(10, "A", "C");
        group.same("A#10", group.row("C", 10), "row 10 of A and C");

        group.isolate("A");
        group.heal("B", "C");
        group.awaitView("B", "C");
        group.awaitDelivered(11, "B", "C");
        group.same(List.of("A#10", "B#1"), group.rows("B", 10, 11), "rows 10 and 11 at B");
        group.converge();
    }

    /**
     * F6. {A,B,C} led by A, quorum 2. Row 10 has reached C, whose disk hangs, and not B. A falls silent, B asks C for a
     * promise. C's report must wait for the write or count it: it comes when the disk goes on, and says 10. The
     * acknowledgement of 10 to A, in the view that C has given up, is never sent.
     */
    @Test
    void f06AnAppendThatIsStillQueuedWhenAPromiseIsGivenIsReportedAndNeverAcknowledged() {
        ScenarioGroup group = ScenarioGroup.withQuorum(2, "A", "B", "C").withNineRows("A", "B", "C");
        group.hold(all("A", "B"));
        group.run(900);
        group.hangDisk("C", true);
        group.feed("A", 1);
        group.await("C accepts row 10", () -> group.state("C").log().last() == 10);
        group.pause("A");
        group.forgetSent();
        group.await("C has promised B", () -> group.state("C").promised().leader().equals(group.peer("B").identity()));
        group.run(100);
        group.same(List.of(), group.sent(flow(Message.Promise.class, "C", "B")), "promises told before they are on disk");

        group.hangDisk("C", false);
        group.awaitView("B", "C");
        Message.Promise promise = (Message.Promise) group.sent(flow(Message.Promise.class, "C", "B")).get(0);
        group.same(10L, promise.report().standing().last(), "what C reports");
        group.same(List.of(), group.sent(flow(Message.Ack.class, "C", "A")), "acknowledgements to A after the promise");
        group.awaitDelivered(10, "B", "C");
        group.same("A#10", group.row("B", 10), "row 10");
        group.resume("A");
        group.converge();
        group.same("A#10", group.row("A", 10), "row 10");
    }

    /**
     * F11. C > A here: {C,A,B} led by C, quorum 2, with data kept. A is paused; C asks B for a view {C,B}. B promises, is
     * brought level, and crashes before VIEW_CHANGE reaches it; C has its tag and is cut off. B comes back with its
     * data and forms a view with A. If it had forgotten its promise, that view could be below C's tag, and C would cut
     * what A and B show.
     */
    @Test
    void f11APromiseSurvivesTheRestart() {
        ScenarioGroup group = ScenarioGroup.withQuorum(2, "C", "A", "B").withNineRows("C", "A", "B");
        group.pause("A");
        group.crashBeforeReceiving(flow(Message.ViewChange.class, "C", "B"));
        group.await("B dies at the door", () -> !group.host("B").running());
        group.isolate("C");
        var tagOfC = group.state("C").log().tag();
        group.check("C has installed {C,B}", group.state("C").view().id().equals(tagOfC));

        group.start("B");
        group.same(tagOfC, group.state("B").promised(), "what B has promised before its restart");
        group.resume("A");
        group.awaitView("A", "B");
        group.feed("A", 1);
        group.awaitDelivered(10, "A", "B");
        group.check("the view of A and B is above C's", group.view("A").id().isAbove(tagOfC));
        group.converge();
        group.same("A#1", group.row("C", 10), "row 10 at C");
    }

    /**
     * F21 (a). C of {A,B,C} is killed and starts again, over and over: each time two views, and a row in each, so that none of
     * them is merged away. Some years of that, and the whole list would not fit into a line of 64 KiB any more. The report
     * of the next round carries the newest ones and a few of the others, and A's death ends in a new view.
     */
    @Test
    void f21aAReportFitsIntoALineHoweverLongTheViewListIs() {
        ScenarioGroup group = ScenarioGroup.withQuorum(2, "A", "B", "C").withNineRows("A", "B", "C");
        int rows = 9;
        for (int i = 0; i < 100; i++) {
            group.crash("C");
            group.awaitView("A", "B");
            group.feed("A", 1);
            group.awaitDelivered(++rows, "A", "B");
            group.start("C");
            group.awaitView("A", "B", "C");
            group.feed("A", 1);
            group.awaitDelivered(++rows, "A", "B", "C");
        }
        group.check("the view list is long", group.state("A").promised().epoch() > 200);
        group.forgetSent();
        group.crash("A");
        group.awaitViewWithin(1_500, "B", "C");
        for (Message each : group.sent(flow(Message.Promise.class, null, "B"))) {
            int views = ((Message.Promise) each).report().spans().size();
            group.check("the report names 60 to 80 views: " + views, views >= 60 && views <= 80);
        }
        group.feed("B", 1);
        group.awaitDelivered(rows + 1, "B", "C");
        group.start("A");
        group.converge();
    }

    /**
     * {A,B,C} led by A; row 10 has reached C and not B. A dies. B coordinates, C has the best journal, and B begins to cut
     * its own to what both have; its disk hangs. C dies. B goes on alone, but not with a journal that is being cut: what
     * it appended would be forgotten at the end of the cut, and stand on the disk. (Found by seed 2108506.)
     */
    @Test
    void aCoordinatorThatLosesTheBestJournalWaitsForItsOwnCut() {
        ScenarioGroup group = ScenarioGroup.inDefaultMode("A", "B", "C").withNineRows("A", "B", "C");
        group.hold(all("A", "B"));
        group.feed("A", 1);
        group.awaitJournal(10, "C");
        ScenarioMessages.Held promise = group.hold(flow(Message.Promise.class, "C", "B"));
        group.crash("A");
        group.await("C has promised B", promise::any);
        group.hangDisk("B", true);
        promise.release();
        group.run(50);
        group.crash("C");
        group.run(200);
        group.check("B waits for its disk", group.view("B") == null);
        group.hangDisk("B", false);
        group.awaitView("B");
        group.feed("B", 3);
        group.awaitDelivered(12, "B");
        group.start("A", "C");
        group.converge();
    }
}
