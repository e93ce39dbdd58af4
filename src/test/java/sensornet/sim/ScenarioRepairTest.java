package sensornet.sim;

import static sensornet.sim.Flow.flow;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sensornet.model.Identity;
import sensornet.model.ViewId;
import sensornet.sim.ScenarioMessages.Held;
import sensornet.wire.Message;

/** What is lost inside a stable view comes again, and "you are stale" is believed of nobody who cannot know: F13, F14. */
class ScenarioRepairTest {

    private static Class<? extends Message> kind(String name) {
        return switch (name) {
            case "SequencerRequest" -> Message.SequencerRequest.class;
            case "Append" -> Message.Append.class;
            case "Ack" -> Message.Ack.class;
            case "Commit" -> Message.Commit.class;
            default -> throw new IllegalArgumentException(name);
        };
    }

    /**
     * F13. {A,B,C}, all healthy. A request of B, an append to B, its acknowledgement or the commit mark is lost in a
     * reset of the connection; the group is idle afterwards, or B's next reading comes. No view change follows that would
     * repair it. It is there within a few heartbeats.
     */
    @ParameterizedTest
    @ValueSource(strings = {"SequencerRequest", "Append", "Ack", "Commit"})
    void f13WhatIsLostInAStableViewComesAgain(String lost) {
        ScenarioGroup group = ScenarioGroup.withQuorum(2, "A", "B", "C").withNineRows("A", "B", "C");
        ViewId view = group.view("A").id();
        boolean toA = lost.equals("SequencerRequest") || lost.equals("Ack");
        group.lose(toA ? flow(kind(lost), "B", "A") : flow(kind(lost), "A", "B"));
        group.feed("B", 3);
        group.awaitWithin(1_500, "rows 10 to 12 everywhere", () -> group.delivered("A") == 12 && group.delivered("B") == 12
                && group.delivered("C") == 12);
        group.lose(toA ? flow(kind(lost), "B", "A") : flow(kind(lost), "A", "B"));
        group.feed("B", 1);
        group.run(5);
        group.feed("B", 1);
        group.awaitWithin(1_500, "rows 13 and 14 everywhere", () -> group.delivered("A") == 14
                && group.delivered("B") == 14 && group.delivered("C") == 14);
        group.same(view, group.view("C").id(), "the view");
        group.same(List.of("B#1", "B#2", "B#3", "B#4", "B#5"), group.rows("C", 10, 14), "rows 10 to 14");
        group.converge();
    }

    /** F13. VIEW_CHANGE to B is lost. A repeats it until B has shown that it installed; nobody is left out for it. */
    @Test
    void f13ALostViewChangeIsRepeated() {
        ScenarioGroup group = ScenarioGroup.withQuorum(2, "A", "B", "C").withNineRows("A", "B");
        group.lose(flow(Message.ViewChange.class, "A", "B"));
        group.start("C");
        group.await("A has installed the view with C", () -> group.view("A") != null
                && group.view("A").members().size() == 3);
        ViewId view = group.view("A").id();
        group.awaitViewWithin(1_000, "A", "B", "C");
        group.same(view, group.view("B").id(), "the view");
        group.converge();
    }

    /**
     * F14 (a). B's acknowledgement in view (1,A) is late: A has installed the next view by now, with B in it. The leader
     * does not tell its own healthy member that it is stale, and does not count the acknowledgement either.
     */
    @Test
    void f14aALeaderDoesNotCallItsOwnMemberStale() {
        ScenarioGroup group = ScenarioGroup.withQuorum(2, "A", "B", "C").withNineRows("A", "B");
        Held late = group.holdOne(flow(Message.Ack.class, "B", "A"));
        group.feed("A", 1);
        group.await("B's acknowledgement is on its way", late::any);
        group.start("C");
        group.awaitView("A", "B", "C");
        ViewId view = group.view("A").id();
        int fenced = group.counter("A", "fenced");
        late.release();
        group.same(fenced + 1, group.counter("A", "fenced"), "messages fenced at A");
        group.run(1_000);
        group.same(List.of(), group.sent(flow(Message.Stale.class, "A", "B")), "what A tells B");
        group.same(view, group.view("B").id(), "the view");
        group.awaitDelivered(10, "A", "B", "C");
        group.converge();
    }

    /**
     * F14 (b). Default mode: A leads {A,B} with the longer history. A false STALE reaches it, naming a view far above.
     * From C, who is no member, it means nothing. From B, a member, it means that B is elsewhere: A goes on without it and
     * does not step down; who dissolves is decided where two leaders meet.
     */
    @Test
    void f14bAFalseStaleDoesNotDeposeALeader() {
        ScenarioGroup group = ScenarioGroup.inDefaultMode("A", "B", "C").withNineRows("A", "B", "C");
        group.isolate("C");
        group.awaitView("A", "B");
        group.awaitView("C");
        ViewId view = group.view("A").id();
        Message stale = new Message.Stale(new ViewId(50, new Identity("p1", 7)), null, 50);
        group.inject("C", "A", stale);
        group.run(1_000);
        group.same(view, group.view("A").id(), "the view after C's word");
        group.inject("B", "A", stale);
        group.await("A has another view", () -> group.view("A") != null && !group.view("A").id().equals(view));
        group.check("A leads it", group.leads("A"));
        group.awaitViewWithin(3_000, "A", "B");
        group.check("A leads B again", group.leads("A"));
        group.converge();
    }

    /** F14 (b), a member's side: a STALE that is not above the view in force is ignored. */
    @Test
    void f14bAStaleThatIsNotAboveTheViewInForceIsIgnored() {
        ScenarioGroup group = ScenarioGroup.inDefaultMode("A", "B", "C").withNineRows("A", "B", "C");
        ViewId view = group.view("B").id();
        group.inject("A", "B", new Message.Stale(view, group.peer("A").self(), view.epoch()));
        group.inject("C", "B", new Message.Stale(new ViewId(1, group.peer("A").identity()), null, 1));
        group.run(2_000);
        group.same(view, group.view("B").id(), "the view");
        group.converge();
    }

    /**
     * F14 (c). B was paused for longer than the heartbeat timeout and is left out. It is told so, and is back in about the
     * time of a join, not after a timeout of its own.
     */
    @Test
    void f14cWhoIsLeftOutIsToldAndJoinsAtOnce() {
        ScenarioGroup group = ScenarioGroup.withQuorum(2, "A", "B", "C").withNineRows("A", "B", "C");
        group.pause("B");
        group.awaitView("A", "C");
        group.run(1_000);
        group.resume("B");
        group.awaitViewWithin(700, "A", "B", "C");
        group.converge();
    }
}
