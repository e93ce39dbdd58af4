package sensornet.sim;

import static sensornet.sim.Flow.flow;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sensornet.group.Phase;
import sensornet.sim.ScenarioMessages.Held;
import sensornet.wire.Message;

/** What a start, a leave and a search may show, keep and wait for: attacks F23, F25, F28. */
class ScenarioRestartTest {

    /**
     * F23 (a). {A,B,C}, quorum 2. A's journal holds 12 rows, 10 are committed: 11 and 12 reached nobody. A is killed and
     * somebody deletes its CSV files. It rebuilds them from the journal when it starts, up to the commit mark and not to
     * its end: 11 and 12 may become other readings, and they do.
     */
    @Test
    void f23aWhatWasNeverCommittedIsNotShownAfterARestart() {
        ScenarioGroup group = ScenarioGroup.withQuorum(2, "A", "B", "C").withNineRows("A", "B", "C");
        group.feed("A", 1);
        group.awaitDelivered(10, "A", "B", "C");
        group.run(50);
        group.isolate("A");
        group.feed("A", 2);
        group.awaitJournal(12, "A");
        group.crash("A");
        group.host("A").disk().deleteCsvFiles();
        group.start("A");
        group.run(3_000);
        group.same(12, group.last("A"), "A's journal");
        group.same(10, rowsInFiles(group, "A"), "rows in A's files");
        group.awaitView("B", "C");
        group.feed("B", 2);
        group.awaitDelivered(12, "B", "C");
        group.converge();
        group.same(List.of("B#1", "B#2", "A#11", "A#12"), group.rows("A", 11, 14), "rows 11 to 14");
    }

    private static int rowsInFiles(ScenarioGroup group, String peer) {
        return group.host(peer).disk().csvFiles().values().stream()
                .mapToInt(f -> new String(f, StandardCharsets.UTF_8).split("\n").length - 1).sum();
    }

    /**
     * F23 (d). Default mode. X loses a merge: its own three rows are cut, kept, and nobody else has them. It is killed
     * before it has put them in again. The next process of X finds them on its disk and puts them in under the old
     * origin.
     */
    @Test
    void f23dKeptReadingsSurviveTheRestart() {
        ScenarioGroup group = ScenarioGroup.inDefaultMode("W", "X").withNineRows("W", "X");
        group.isolate("X");
        group.awaitView("W");
        group.awaitView("X");
        group.feed("W", 20);
        group.feed("X", 3);
        group.awaitDelivered(29, "W");
        group.awaitDelivered(12, "X");
        group.crashBeforeSending(flow(Message.SequencerRequest.class, "X", "W"));
        group.heal();
        group.await("X is dead", () -> !group.host("X").running());
        group.awaitView("W");
        group.same(29, group.last("W"), "W's journal");
        group.start("X");
        group.awaitDelivered(32, "W", "X");
        group.same(List.of("X#1", "X#2", "X#3"), group.rows("W", 30, 32), "rows 30 to 32");
        group.converge();
    }

    /** F23 (b). As before, but X is killed right after the cut: its journal is short, its files may still be long. */
    @Test
    void f23bACrashBetweenTheCutOfTheJournalAndTheCopyLosesNothing() {
        ScenarioGroup group = ScenarioGroup.inDefaultMode("W", "X").withNineRows("W", "X");
        group.isolate("X");
        group.awaitView("W");
        group.awaitView("X");
        group.feed("W", 20);
        group.feed("X", 3);
        group.awaitDelivered(29, "W");
        group.awaitDelivered(12, "X");
        group.crashBeforeSending(flow(Message.Fetch.class, "X", "W"));
        group.heal();
        group.await("X is dead", () -> !group.host("X").running());
        group.isolate("X");
        group.start("X");
        group.awaitView("X");
        group.awaitDelivered(12, "X");
        group.same(12, rowsInFiles(group, "X"), "rows in X's files");
        group.same(List.of("X#1", "X#2", "X#3"), group.rows("X", 10, 12), "its own are there again");
        group.heal();
        group.awaitDelivered(32, "W", "X");
        group.converge();
    }

    /** F25. B takes readings and is told to leave at once: they are delivered first, and nobody calls B failed. */
    @Test
    void f25WhoLeavesDeliversWhatItHasTaken() {
        ScenarioGroup group = ScenarioGroup.withQuorum(2, "A", "B", "C").withNineRows("A", "B", "C");
        group.feed("B", 5);
        group.leave("B");
        group.awaitWithin(1_000, "B is gone", () -> !group.host("B").running());
        group.awaitViewWithin(500, "A", "C");
        group.awaitDelivered(14, "A", "C");
        Message.ViewChange change = (Message.ViewChange) group.sent(flow(Message.ViewChange.class, "A", "C")).get(0);
        group.same(List.of("p2"), change.left(), "who left");
        group.same(List.of(), group.sim.stops(), "peers that gave up");
        group.start("B");
        group.converge();
    }

    /** F25. The leader leaves in the middle of a stream of others: they go on at once, nothing is lost. */
    @Test
    void f25ALeaderThatLeavesHandsOver() {
        ScenarioGroup group = ScenarioGroup.withQuorum(2, "A", "B", "C").withNineRows("A", "B", "C");
        group.feed("B", 5);
        group.feed("C", 5);
        group.leave("A");
        group.feed("B", 5);
        group.awaitViewWithin(1_500, "B", "C");
        group.awaitDelivered(24, "B", "C");
        group.start("A");
        group.converge();
    }

    /**
     * F25. B is cut off, below the quorum, with readings that nobody can take, and is told to leave. It does not wait for
     * ever; they stay on its disk, and the next process of B puts them in under the old origin.
     */
    @Test
    void f25WhatCannotBeDeliveredStaysOnTheDisk() {
        ScenarioGroup group = ScenarioGroup.withQuorum(2, "A", "B", "C").withNineRows("A", "B", "C");
        group.isolate("B");
        group.awaitView("A", "C");
        group.awaitView("B");
        group.feed("B", 5);
        group.leave("B");
        group.awaitWithin(1_200, "B is gone", () -> !group.host("B").running());
        group.heal();
        group.start("B");
        group.awaitDelivered(14, "A", "B", "C");
        group.same(List.of("B#1", "B#2", "B#3", "B#4", "B#5"), group.rows("A", 10, 14), "rows 10 to 14");
        group.converge();
    }

    /** F25. All three are told to leave at once: none waits for a quorum that is not there any more. */
    @Test
    void f25AllMayLeaveAtOnce() {
        ScenarioGroup group = ScenarioGroup.withQuorum(2, "A", "B", "C").withNineRows("A", "B", "C");
        List<String> all = List.of("A", "B", "C");
        all.forEach(each -> group.feed(each, 3));
        all.forEach(group::leave);
        group.awaitWithin(1_500, "all are gone", () -> all.stream().noneMatch(each -> group.host(each).running()));
        all.forEach(group::start);
        group.awaitDelivered(18, "A", "B", "C");
        group.converge();
    }

    /**
     * F28. Product times. {A,B,C}; A is dead, and the round of B goes slowly: C's promise is late. D starts now. It hears WAIT from who is
     * in the round, and does not lead alone with rows of its own while WAITs come, although its join timeout is over.
     */
    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void f28ANewcomerDuringARoundWaitsForIt(int quorum) {
        ScenarioGroup group = ScenarioGroup.withProductTimes(quorum, "A", "B", "C", "D").withNineRows("A", "B", "C");
        Held promise = group.hold(flow(Message.Promise.class, "C", "B"));
        group.crash("A");
        group.await("C's promise is on its way", promise::any);
        group.start("D");
        group.feed("D", 3);
        group.run(4_000); // the join timeout is 2 s, the election timeout 5 s
        group.check("B's round goes on", group.state("B").phase() == Phase.COORDINATING);
        group.same(Phase.SEARCHING, group.state("D").phase(), "D's phase");
        group.check("D was told to wait", !group.sent(flow(Message.Wait.class, null, "D")).isEmpty());
        promise.release();
        group.awaitView("B", "C", "D");
        group.awaitDelivered(12, "B", "C", "D");
        group.same("D#1", group.row("D", 10), "row 10");
        group.converge();
    }

    /**
     * F28. Default mode. {A,B,C} falls apart into {A,B} and {C}, and broadcasts never come back. They find each other all
     * the same: leaders call the addresses of earlier members.
     */
    @Test
    void f28SidesOfAPartitionFindEachOtherWithoutBroadcast() {
        ScenarioGroup group = ScenarioGroup.inDefaultMode("A", "B", "C").withNineRows("A", "B", "C");
        group.isolate("C");
        group.awaitView("A", "B");
        group.awaitView("C");
        group.feed("A", 3);
        group.feed("C", 2);
        for (String one : List.of("A", "B")) {
            group.healTcpOnly(one, "C");
        }
        group.awaitViewWithin(12_000, "A", "B", "C");
        group.awaitDelivered(14, "A", "B", "C");
        group.converge();
    }
}
