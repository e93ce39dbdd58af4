package sensornet.sim;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;

/**
 * What happened, as a hash of every event and, if wanted, as text. A sweep runs without text; a failing seed is run
 * again with it, which gives the same events.
 */
final class Trace {
    private static final int TAIL = 400;

    private final boolean text;
    private final java.io.PrintStream live;
    private final Deque<String> tail = new ArrayDeque<>();
    private long hash = 0xcbf29ce484222325L;
    private long events;

    /** @param live where each line is also printed at once, or null */
    Trace(boolean text, java.io.PrintStream live) {
        this.text = text;
        this.live = live;
    }

    void add(long now, int what, long detail, Supplier<String> line) {
        events++;
        hash = (hash ^ now) * 0x100000001b3L;
        hash = (hash ^ what) * 0x100000001b3L;
        hash = (hash ^ detail) * 0x100000001b3L;
        hash ^= hash >>> 29;
        if (text) {
            String s = String.format("%10.4f %s", now / 1e6, line.get());
            tail.add(s);
            if (tail.size() > TAIL) {
                tail.poll();
            }
            if (live != null) {
                live.println(s);
            }
        }
    }

    boolean text() {
        return text;
    }

    long hash() {
        return hash;
    }

    long events() {
        return events;
    }

    List<String> tail(int lines) {
        return tail.stream().skip(Math.max(0, tail.size() - lines)).toList();
    }
}
