package sensornet.sim;

import static sensornet.sim.Flow.flow;

import java.util.List;
import org.junit.jupiter.api.Test;
import sensornet.model.ViewId;
import sensornet.sim.ScenarioMessages.Held;
import sensornet.wire.Message;

/** Journals that are copied, cut and compared at the wrong moment: attacks F5, F7, F8, F9, F12. */
class ScenarioJournalTest {

    /**
     * F5. Default mode. A starts alone, in view (1,A), rows 1..3; B joins and has them. A loses its data, starts again,
     * cannot hear B, and leads alone again in a view of epoch 1 of peer A, with other rows 1..3. When they meet, "(1,A) up
     * to 3" must not pass for a common prefix: a view id carries the incarnation. All six readings end up in one order.
     */
    @Test
    void f05AViewIdIsNeverUsedAgainAfterTheDataWereLost() {
        ScenarioGroup group = ScenarioGroup.inDefaultMode("A", "B");
        group.start("A");
        group.awaitView("A");
        var first = group.view("A").id();
        group.feed("A", 3);
        group.awaitDelivered(3, "A");
        group.start("B");
        group.awaitView("A", "B");
        group.awaitDelivered(3, "B");

        group.crashLosingData("A");
        group.isolate("A");
        group.start("A");
        group.awaitView("A");
        var second = group.view("A").id();
        group.same(first.toString(), second.toString(), "the two views by epoch and name");
        group.check("and yet they are two", !first.equals(second));
        group.feed("A", 3);
        group.awaitDelivered(3, "A");
        group.same("A'#1", group.row("A", 1), "A's row 1");
        group.same("A#1", group.row("B", 1), "B's row 1");

        group.heal();
        group.awaitView("A", "B");
        group.awaitDelivered(6, "A", "B");
        group.same(group.rows("A", 1, 6), group.rows("B", 1, 6), "rows 1 to 6");
        group.converge();
    }

    /**
     * F7. {A,B}, quorum 2, show 100 rows. J is taken in when it is nearly level: it has 95 when the round begins. As
     * long as it lacks the last five nobody installs the view with J. A and B die there; J was a member of nothing and
     * shows nothing that is not theirs.
     */
    @Test
    void f07NobodyInstallsAViewBeforeItsJournalReachesTheViewsFirstRow() {
        ScenarioGroup group = ScenarioGroup.withQuorum(2, "A", "B", "J").withNineRows("A", "B");
        group.feed("A", 86);
        group.awaitDelivered(95, "A", "B");
        var before = group.view("A").id();
        group.start("J");
        group.awaitSent(flow(Message.JoinReady.class, "J", "A"));
        group.feed("A", 5);
        group.awaitDelivered(100, "A", "B");
        Held pieces = group.hold(flow(Message.FetchedEntries.class, "A", "J"));
        group.await("the round wants J level", pieces::any);
        group.run(100);
        group.check("nobody has installed a view with J", group.state("A").view().id().equals(before)
                && group.state("B").view().id().equals(before) && group.state("J").view() == null);
        group.same(95, group.last("J"), "J's journal");

        group.crash("A");
        group.crash("B");
        group.run(3_000);
        group.check("J alone is below the quorum", group.view("J") == null || !group.view("J").quorate());
        group.converge();
        group.same("A#100", group.row("J", 100), "row 100");
    }

    /**
     * F7, its other half. A has installed the view with the joiner J, and so has B; J has not heard of it. Row 10 is held
     * by A and B: it is not shown before J has installed the view too and holds it.
     */
    @Test
    void f07NothingIsCommittedBeforeEveryMemberHasInstalledTheView() {
        ScenarioGroup group = ScenarioGroup.withQuorum(2, "A", "B", "J").withNineRows("A", "B");
        Held news = group.hold(flow(Message.ViewChange.class, "A", "J"));
        group.start("J");
        group.await("J is told to install", news::any);
        group.await("B has installed it", () -> group.view("B") != null && group.view("B").members().size() == 3);
        group.feed("A", 1);
        group.awaitJournal(10, "A");
        group.awaitJournal(10, "B");
        group.run(500);
        group.same(List.of(9, 9), List.of(group.delivered("A"), group.delivered("B")), "what A and B show");
        news.release();
        group.awaitDelivered(10, "A", "B", "J");
        group.converge();
    }

    /**
     * F8. B, C and D show 50 rows and lose power. The empty A, the highest of all, boots first, leads alone and takes
     * three readings. The others come back with their data: whoever the leader is, the longer history (default mode) or
     * the later tag (quorum) decides, so theirs stays and A's readings follow.
     */
    @Test
    void f08AnEmptyLeaderThatBootsFirstDissolvesIntoTheHistoryDefaultMode() {
        emptyLeaderBootsFirst(ScenarioGroup.inDefaultMode("A", "B", "C", "D"), 3);
    }

    @Test
    void f08AnEmptyLeaderThatBootsFirstDissolvesIntoTheHistoryQuorum() {
        emptyLeaderBootsFirst(ScenarioGroup.withQuorum(3, "A", "B", "C", "D"), 0);
    }

    private static void emptyLeaderBootsFirst(ScenarioGroup group, int shownAlone) {
        group.withNineRows("B", "C", "D");
        group.feed("B", 41);
        group.awaitDelivered(50, "B", "C", "D");
        List<String> history = group.rows("C", 1, 50);
        for (String each : List.of("B", "C", "D")) {
            group.powerCut(each);
        }
        group.start("A");
        group.awaitView("A");
        group.feed("A", 3);
        group.run(3_000);
        group.same(shownAlone, group.delivered("A"), "what A shows alone");
        group.start("B", "C", "D");
        group.awaitView("A", "B", "C", "D");
        group.awaitDelivered(53, "A", "B", "C", "D");
        group.same(history, group.rows("A", 1, 50), "the history");
        group.same(List.of("A#1", "A#2", "A#3"), group.rows("B", 51, 53), "what follows it");
        group.converge();
    }

    /**
     * F9 (a). Default mode: {A,B} and {C,D}, led by A and C. C has sent 13'..17' to D, then pauses; they are still on
     * their way. D gives C up, joins A, cuts its 1'..12' and copies A's 1..30. Now C's entries arrive: D is in another view
     * and takes nothing by number. C's readings come in later, each once.
     */
    @Test
    void f09aALinkDoesNotGoOnByNumberWhenTheJournalWasReplaced() {
        ScenarioGroup group = ScenarioGroup.inDefaultMode("A", "B", "C", "D");
        group.split("A B | C D");
        group.withNineRows("A", "B");
        group.withNineRows("C", "D");
        group.feed("A", 21);
        group.feed("C", 3);
        group.awaitDelivered(30, "A", "B");
        group.awaitDelivered(12, "C", "D");
        Held late = group.hold(flow(Message.Append.class, "C", "D"));
        group.feed("C", 5);
        group.awaitJournal(17, "C");
        group.await("C's entries are on their way", late::any);
        group.pause("C");
        group.heal();
        group.awaitView("A", "B", "D");
        group.awaitDelivered(42, "A", "B", "D");
        int fenced = group.counter("D", "fenced");
        late.release();
        group.check("D takes nothing of C's view", group.counter("D", "fenced") > fenced);
        group.same(42, group.last("D"), "D's journal: A's 30, and what it kept of C's");

        group.resume("C");
        group.awaitView("A", "B", "C", "D");
        group.awaitDelivered(47, "A", "B", "C", "D");
        group.same(List.of("C#12", "C#13"), group.rows("D", 42, 43), "rows 42 and 43");
        group.converge();
    }

    /**
     * F9 (b). Default mode: B leads {B,D}; E is alone, with as many rows. D promises B's round that admits F, is brought
     * level, and hears no VIEW_CHANGE. It gives up, leads alone, and takes E's offer: its journal is replaced by one of
     * the same length. Now B's VIEW_CHANGE arrives. It counts only for who is in that very round, so D ignores it.
     */
    @Test
    void f09bALateViewChangeDoesNotCountWhenTheRoundWasGivenUp() {
        ScenarioGroup group = ScenarioGroup.inDefaultMode("B", "D", "E", "F").withNineRows("B", "D", "E");
        group.isolate("E");
        group.awaitView("B", "D");
        group.feed("B", 3);
        group.awaitDelivered(12, "B", "D");
        for (int i = 0; i < 6; i++) { // so that E's tag is the later one of two equally long histories
            group.crash("E");
            group.start("E");
            group.awaitView("E");
        }
        group.feed("E", 3);
        group.awaitDelivered(12, "E");

        Held late = group.hold(flow(Message.ViewChange.class, "B", "D"));
        group.start("F");
        group.await("B tells D to install", late::any);
        group.split("B F | D E");
        group.awaitSent(flow(Message.JoinReady.class, "D", "E"));
        group.same(12L, group.state("D").log().last(), "D's journal: as long as B's view expects it");
        int foreign = group.counter("D", "foreign_view_change");
        late.release();
        group.check("D ignores it", group.counter("D", "foreign_view_change") > foreign
                && group.state("D").view() == null);
        group.awaitView("D", "E");
        group.awaitDelivered(15, "D", "E");
        group.same(List.of("E''''''#1", "B#10"), List.of(group.row("D", 10), group.row("D", 13)), "D's rows 10 and 13");
        group.converge();
    }

    /**
     * F9 (c). Default mode: J copies from A; entries are on their way when A, with the shorter history, dissolves
     * into X and cuts its own. They are lost with their connection; J asks A again for what follows row 9, and A, whose row
     * 10 is now X's, refuses: every piece belongs to the view under which the copy began.
     */
    @Test
    void f09cACopyEndsWithTheViewUnderWhichItWasRead() {
        ScenarioGroup group = ScenarioGroup.inDefaultMode("X", "A", "J").withNineRows("X", "A");
        group.split("A | X J");
        group.awaitView("A");
        group.awaitView("X");
        group.isolate("X");
        group.heal("A", "J");
        for (int i = 0; i < 4; i++) {
            group.feed("A", 10);
            group.feed("X", 20);
            group.run(50);
        }
        group.awaitDelivered(49, "A");
        group.awaitDelivered(89, "X");
        List<String> old = group.rows("A", 1, 49);
        ViewId underWhich = group.view("A").id();
        Held offer = group.hold(flow(Message.AddedToNetwork.class, "X", "A"));
        Held rest = group.holdAfterOne(flow(Message.FetchedEntries.class, "A", "J"));
        group.heal("X", "A");
        group.await("X asks A", offer::any);
        group.start("J");
        group.await("J has the first entries, the others are on their way", () -> group.last("J") > 0 && rest.any());
        offer.release();
        group.await("A has cut and copies X's rows", () -> group.row("A", 10).equals("X#10"));
        group.check("J is still at A's old rows", group.last("J") < 49 && group.state("J").view() == null);
        rest.lose();
        group.inject("J", "A", new Message.Fetch(underWhich, 10, Message.Fetch.NO_HASH));
        group.check("A refuses the copy's next piece", group.counter("A", "fetch_of_another_view") > 0);
        group.run(20);
        int copied = group.last("J");
        group.same(old.subList(0, copied), group.rows("J", 1, copied), "what J has copied");
        group.awaitView("X", "A");
        group.awaitDelivered(129, "X", "A");
        group.converge();
        group.same(129, group.delivered("J"), "what J shows");
    }

    /**
     * F12. Default mode. X has P's 1..4, P is dead. X joins W, which cuts them; 1 and 2 are put in again, 3 and 4 are not
     * yet. X loses W and joins V: 1 and 2 are cut once more. In the order of cutting the kept ones are 3, 4, 1, 2, and 3
     * before 1 is refused for ever. By origin and counter they are put in.
     */
    @Test
    void f12KeptReadingsArePutInByTheirCountersAndNotInTheOrderOfCutting() {
        ScenarioGroup group = ScenarioGroup.inDefaultMode("V", "W", "X", "P").withNineRows("V", "W", "X", "P");
        group.split("V | W | X P");
        group.awaitView("V");
        group.awaitView("W");
        group.awaitView("X", "P");
        group.feed("V", 30);
        group.feed("W", 12);
        group.feed("P", 2);
        group.awaitDelivered(11, "X", "P");
        group.feed("P", 2);
        group.awaitDelivered(13, "X", "P");
        group.powerCut("P");
        group.awaitView("X");

        Held second = group.holdAfterOne(flow(Message.SequencerRequest.class, "X", "W"));
        group.heal("W", "X");
        group.awaitJournal(23, "W");
        group.awaitJournal(23, "X");
        group.await("3 and 4 are on their way", second::any);
        group.split("V X | W | P");
        group.awaitView("V", "X");
        group.awaitDelivered(39 + 12 + 4, "V", "X");
        group.converge();
    }
}
