package sensornet.sim;

import java.io.PrintStream;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import sensornet.group.GroupView;
import sensornet.group.Priority;
import sensornet.group.Settings;
import sensornet.model.GroupOptions;
import sensornet.model.Identity;
import sensornet.model.View;
import sensornet.wire.Message;

/**
 * A simulated group that does only what its script says: the language of the named scenarios. Peers are named highest
 * priority first. Heartbeats every 250 ms, given up after 1 s of silence; election timeout 500 ms, join timeout 300 ms.
 * Every invariant of the simulation is checked after every event. With {@code -Dscenario.seed=N} other delays are drawn.
 */
final class ScenarioGroup {
    private static final long PATIENCE_MS = 15_000;
    private static final int TAIL = 250;

    final Simulation sim;
    private final List<String> names;
    private final ScenarioMessages messages;
    private final Map<Identity, Integer> lives = new LinkedHashMap<>();

    private ScenarioGroup(Plan plan, List<String> names, PrintStream live) {
        this.names = names;
        SimulationMain.quiet();
        sim = new Simulation(Long.getLong("scenario.seed", 1), plan, Environment.REAL, new Trace(true, live));
        messages = new ScenarioMessages(sim, this::name);
        sim.hooks = messages;
        sim.stopFeeding();
    }

    /** Without a quorum: every side of a partition goes on, and the longer history wins. */
    static ScenarioGroup inDefaultMode(String... names) {
        return withQuorum(1, names);
    }

    /** With {@code --quorum}: no row that was shown may ever change. */
    static ScenarioGroup withQuorum(int quorum, String... names) {
        return new ScenarioGroup(Plan.calm(names.length, quorum, true), List.of(names), null);
    }

    /** Heartbeats every 5 s, given up after 20 s; election timeout 5 s, join timeout 2 s. */
    static ScenarioGroup withProductTimes(int quorum, String... names) {
        Settings settings = new Settings("sim", new GroupOptions(quorum, "id", 5_000, 20_000), Priority.ID, 5_000, 2_000,
                List.of());
        return new ScenarioGroup(plan(settings, 500, 300, names), List.of(names), null);
    }

    /** Default mode on a network and disks that take no time, so that little depends on what is drawn. */
    static ScenarioGroup told(PrintStream live, String... names) {
        return new ScenarioGroup(plan(Plan.calm(1, 1, true).settings(), 0, 0, names), List.of(names), live);
    }

    private static Plan plan(Settings settings, long delay, long diskDelay, String[] names) {
        Plan calm = Plan.calm(names.length, 1, true);
        return new Plan(calm.peers(), settings.options().quorum(), true, true, settings, calm.tick(), false, true, delay, 0,
                diskDelay, calm.linkQueue(), calm.feedGap(), calm.feedBatch(), calm.maxReadings(), 0, calm.faultGap(),
                calm.faults(), calm.steering(), calm.healTime(), false);
    }

    /** The first leads, the others have joined, rows 1..9 (readings of the first) are delivered everywhere. */
    ScenarioGroup withNineRows(String... members) {
        start(members[0]);
        awaitView(members[0]);
        start(Arrays.copyOfRange(members, 1, members.length));
        awaitView(members);
        feed(members[0], 9);
        awaitDelivered(9, members);
        check("led by " + members[0], leads(members[0]));
        forgetSent();
        return this;
    }

    // ---- peers

    /** Ids are compared as strings: the first name is the highest id. */
    SimHost host(String name) {
        int at = names.indexOf(name);
        if (at < 0) {
            throw new IllegalArgumentException(name + " of " + names);
        }
        return sim.hosts.get(names.size() - 1 - at);
    }

    private String name(String id) {
        return names.get(names.size() - Integer.parseInt(id.substring(1)));
    }

    void start(String... which) {
        for (String each : which) {
            guarded(host(each)::start);
            noteLife(each);
        }
    }

    private void noteLife(String which) {
        lives.putIfAbsent(peer(which).identity(),
                (int) lives.keySet().stream().filter(i -> name(i.id()).equals(which)).count());
    }

    /** The process dies here and now; its disk and its kernel live: its address refuses connections. */
    void crash(String which) {
        guarded(() -> host(which).crash(Fault.CRASH));
    }

    void crashLosingData(String which) {
        guarded(() -> host(which).crash(Fault.CRASH_ALL_LOST));
    }

    /** The whole host is gone, without a word to anybody. What was acknowledged is on its disk (--fsync). */
    void powerCut(String which) {
        guarded(() -> host(which).crash(Fault.CRASH_UNFORCED_LOST));
    }

    void pause(String which) {
        host(which).pause();
    }

    void resume(String which) {
        host(which).resume();
    }

    void hangDisk(String which, boolean hangs) {
        host(which).hangDisk(hangs);
    }

    void leave(String which) {
        guarded(() -> peer(which).call(() -> peer(which).protocol().leave()));
    }

    /** Its sensors deliver so many readings now. */
    void feed(String which, int readings) {
        guarded(() -> peer(which).feeder().offer(readings));
    }

    // ---- the network

    /** Nothing passes between the first and the others, neither TCP nor datagrams. */
    void cut(String one, String... others) {
        for (String other : others) {
            cutOneWay(one, other);
            cutOneWay(other, one);
        }
    }

    void cutOneWay(String from, String to) {
        sim.net.cut(host(from), host(to), true, true, true);
    }

    void isolate(String one) {
        cut(one, names.stream().filter(n -> !n.equals(one)).toArray(String[]::new));
    }

    /** Sides such as {@code "A C | B D"}: nothing passes between them, everything inside. */
    void split(String sides) {
        guarded(sim.net::healAll);
        List<List<String>> split = Arrays.stream(sides.split("\\|")).map(s -> List.of(s.trim().split(" "))).toList();
        for (List<String> side : split) {
            for (String one : side) {
                split.stream().filter(s -> s != side).forEach(s -> s.forEach(other -> cutOneWay(one, other)));
            }
        }
    }

    void heal(String one, String... others) {
        for (String other : others) {
            guarded(() -> sim.net.cut(host(one), host(other), true, true, false));
            guarded(() -> sim.net.cut(host(other), host(one), true, true, false));
        }
    }

    /** Connections pass again, datagrams do not. */
    void healTcpOnly(String one, String other) {
        guarded(() -> sim.net.cut(host(one), host(other), true, false, false));
        guarded(() -> sim.net.cut(host(other), host(one), true, false, false));
    }

    void heal() {
        guarded(sim.net::healAll);
    }

    /** Keeps back the next such message and all that follow it on its link. */
    ScenarioMessages.Held hold(Flow flow) {
        return messages.hold(flow, 0, false);
    }

    /** The next such message still arrives; keeps back the one after it and all that follow. */
    ScenarioMessages.Held holdAfterOne(Flow flow) {
        return messages.hold(flow, 1, false);
    }

    /** Keeps back the next such message alone: a late one of a connection that was replaced since. */
    ScenarioMessages.Held holdOne(Flow flow) {
        return messages.hold(flow, 0, true);
    }

    /** The next such message is lost, with all that are under way behind it, in a reset of the connection. */
    void lose(Flow flow) {
        messages.lose(flow);
    }

    void crashBeforeSending(Flow flow) {
        messages.crashSenderBefore(flow);
    }

    void crashBeforeReceiving(Flow flow) {
        messages.crashReceiverBefore(flow);
    }

    /** A message that nobody sent now: a late or a false one. */
    void inject(String from, String to, Message message) {
        guarded(() -> sim.net.deliver(peer(from).self(), peer(to), message));
    }

    void onSent(Consumer<ScenarioMessages.Sent> listener) {
        messages.onSent(listener);
    }

    /** The messages of that kind since {@link #withNineRows} or {@link #forgetSent}. */
    List<Message> sent(Flow flow) {
        return messages.sent().stream().filter(s -> flow.matches(s.message(), s.from(), s.to()))
                .map(ScenarioMessages.Sent::message).toList();
    }

    void forgetSent() {
        messages.sent().clear();
    }

    // ---- what is so

    SimPeer peer(String which) {
        SimPeer peer = host(which).peer();
        check(which + " runs", peer != null);
        return peer;
    }

    GroupView state(String which) {
        return ((RealProtocol) peer(which).protocol()).peer.group();
    }

    /** The view in force at that peer, or null. */
    View view(String which) {
        return host(which).peer() == null ? null : peer(which).protocol().activeView();
    }

    boolean leads(String which) {
        return view(which) != null && view(which).leader().equals(peer(which).identity());
    }

    boolean inView(String... members) {
        View view = view(members[0]);
        if (view == null || view.members().size() != members.length) {
            return false;
        }
        return Arrays.stream(members).allMatch(m -> view(m) != null && view(m).id().equals(view.id())
                && view.contains(peer(m).identity()));
    }

    int delivered(String which) {
        return host(which).journal().committed();
    }

    int last(String which) {
        return host(which).journal().written();
    }

    /** Whose reading stands there: {@code B#4}; {@code B'#4} if it was taken after B's first restart; - if nobody's. */
    String row(String which, int seq) {
        int reading = host(which).journal().at(seq);
        if (reading < 0) {
            return "-";
        }
        Ledger.Reading r = sim.ledger.reading(reading);
        return name(r.origin().id()) + "'".repeat(lives.get(r.origin())) + "#" + r.n();
    }

    List<String> rows(String which, int from, int to) {
        return java.util.stream.IntStream.rangeClosed(from, to).mapToObj(i -> row(which, i)).toList();
    }

    int counter(String which, String reason) {
        return peer(which).counters().getOrDefault(reason, 0);
    }

    long nowMs() {
        return sim.clock.now() / SimClock.MS;
    }

    // ---- going on

    void run(long ms) {
        guarded(() -> sim.clock.runUntil(sim.clock.now() + ms * SimClock.MS));
    }

    void await(String what, BooleanSupplier condition) {
        awaitWithin(PATIENCE_MS, what, condition);
    }

    /** Event by event, so that the script goes on at the very instant. */
    void awaitWithin(long ms, String what, BooleanSupplier condition) {
        long deadline = sim.clock.now() + ms * SimClock.MS;
        guarded(() -> {
            while (!condition.getAsBoolean() && sim.clock.now() < deadline && sim.clock.step()) {
                // until it is so
            }
        });
        check(what + " within " + ms + " ms", condition.getAsBoolean());
    }

    void awaitSent(Flow flow) {
        await("sent: " + flow, () -> !sent(flow).isEmpty());
    }

    void awaitView(String... members) {
        awaitViewWithin(PATIENCE_MS, members);
    }

    /** All of them, and nobody else, in one view that is in force. */
    void awaitViewWithin(long ms, String... members) {
        awaitWithin(ms, "one view of " + Arrays.toString(members), () -> inView(members));
    }

    void awaitDelivered(int rows, String... at) {
        for (String each : at) {
            await(each + " shows " + rows + " rows", () -> host(each).peer() != null && delivered(each) >= rows);
        }
    }

    /** Its journal holds them, on disk, shown or not. */
    void awaitJournal(int rows, String at) {
        await(at + "'s journal holds " + rows, () -> last(at) >= rows);
    }

    /** Everything works again: one group, nothing lost, identical files. */
    void converge() {
        guarded(messages::releaseAll);
        guarded(() -> {
            sim.faults.heal();
            new Convergence(sim).await(sim.clock.now() + 60 * SimClock.SECOND);
        });
        names.forEach(this::noteLife);
    }

    // ---- judging

    void check(String what, boolean holds) {
        if (!holds) {
            throw new AssertionError("not so: " + what + story());
        }
    }

    void same(Object expected, Object actual, String what) {
        if (!expected.equals(actual)) {
            throw new AssertionError(what + ": expected " + expected + " but was " + actual + story());
        }
    }

    private void guarded(Runnable action) {
        try {
            action.run();
        } catch (Violation v) {
            throw new AssertionError(v.getMessage() + story(), v);
        }
    }

    private String story() {
        String text = (String.join("\n", sim.trace.tail(TAIL)) + "\n" + sim.states())
                .replaceAll("/[0-9a-f]{6,16}\\b", "").replaceAll("@127[0-9.]+:[0-9]+", "")
                .replaceAll(", options=GroupOptions\\[[^]]*]", "");
        return "\nat " + nowMs() + " ms; the last of the trace:\n" + named(text);
    }

    /** With the scenario's names for the simulation's ids. */
    String named(String text) {
        String named = text;
        for (int i = 0; i < names.size(); i++) {
            named = named.replaceAll("\\bp" + (names.size() - i) + "\\b", names.get(i));
        }
        return named;
    }
}
