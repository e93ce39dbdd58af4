package sensornet.sim;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import sensornet.model.Member;
import sensornet.wire.Message;

/** What a named scenario does with single messages: hold them back, lose them, die at them; and remembers them all. */
final class ScenarioMessages implements Hooks {

    /** Messages that are kept on their way. Links are first in, first out: what follows on the same link waits too. */
    final class Held {
        private final Flow flow;
        private final boolean onlyOne;
        private int passes;
        private final Deque<Runnable> kept = new ArrayDeque<>();
        private Member from;
        private Member to;
        private boolean over;

        private Held(Flow flow, int passes, boolean onlyOne) {
            this.flow = flow;
            this.passes = passes;
            this.onlyOne = onlyOne;
        }

        boolean any() {
            return !kept.isEmpty();
        }

        /** They arrive now, in their order. */
        void release() {
            over = true;
            while (!kept.isEmpty()) {
                kept.poll().run();
            }
        }

        /** They are lost, as the connection is reset. */
        void lose() {
            over = true;
            kept.clear();
            sim.net.breakLink(from.identity(), to.identity());
        }

        private boolean takes(Member sender, Member receiver, Message message) {
            if (over || onlyOne && any()) {
                return false;
            }
            if (from == null && flow.matches(message, name.apply(sender.id()), name.apply(receiver.id()))
                    && passes-- <= 0) {
                from = sender;
                to = receiver;
            }
            return from != null && sender.equals(from) && receiver.equals(to);
        }
    }

    /** A message that was handed to the network. */
    record Sent(String from, String to, Message message) {
    }

    private final Simulation sim;
    private final Function<String, String> name;
    private final List<Held> holds = new ArrayList<>();
    private final List<Flow> losses = new ArrayList<>();
    private final List<Flow> lastWords = new ArrayList<>();
    private final List<Flow> fatal = new ArrayList<>();
    private final List<Sent> sent = new ArrayList<>();
    private Consumer<Sent> listener = s -> { };

    /** @param name of a peer in the scenario, by its id in the simulation */
    ScenarioMessages(Simulation sim, Function<String, String> name) {
        this.sim = sim;
        this.name = name;
    }

    /** @param passes how many of them still arrive */
    Held hold(Flow flow, int passes, boolean onlyOne) {
        Held held = new Held(flow, passes, onlyOne);
        holds.add(held);
        return held;
    }

    void releaseAll() {
        holds.forEach(Held::release);
        holds.clear();
    }

    void lose(Flow flow) {
        losses.add(flow);
    }

    void crashSenderBefore(Flow flow) {
        lastWords.add(flow);
    }

    void crashReceiverBefore(Flow flow) {
        fatal.add(flow);
    }

    void onSent(Consumer<Sent> theListener) {
        listener = theListener;
    }

    List<Sent> sent() {
        return sent;
    }

    @Override
    public boolean drawsAccidents() {
        return false;
    }

    @Override
    public void onSend(SimPeer from, Member to, Message message) {
        if (take(lastWords, message, from.self(), to)) {
            from.mute();
            from.afterCall(() -> from.host().crash(Fault.CRASH));
        } else {
            Sent each = new Sent(name.apply(from.self().id()), name.apply(to.id()), message);
            sent.add(each);
            listener.accept(each);
        }
    }

    @Override
    public boolean arrives(Member from, SimPeer to, Message message) {
        for (Held held : holds) {
            if (held.takes(from, to.self(), message)) {
                sim.trace.add(sim.clock.now(), 60, 0, () -> "HELD " + from.id() + " -> " + to.self().id() + " "
                        + Describe.message(message));
                held.kept.add(() -> to.host().whenAwake(to, () -> sim.net.deliver(from, to, message)));
                return false;
            }
        }
        if (take(losses, message, from, to.self())) {
            sim.trace.add(sim.clock.now(), 61, 0, () -> "LOST " + Describe.message(message));
            sim.net.breakLink(from.identity(), to.identity());
            return false;
        }
        return true;
    }

    @Override
    public void beforeDelivery(Member from, SimPeer to, Message message) {
        if (take(fatal, message, from, to.self())) {
            to.host().crash(Fault.CRASH);
        }
    }

    /** Each of them counts for one message only. */
    private boolean take(List<Flow> flows, Message message, Member from, Member to) {
        for (Flow flow : flows) {
            if (flow.matches(message, name.apply(from.id()), name.apply(to.id()))) {
                return flows.remove(flow);
            }
        }
        return false;
    }
}
