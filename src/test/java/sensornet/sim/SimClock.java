package sensornet.sim;

import java.util.PriorityQueue;

/** Virtual time in microseconds and the queue of what happens next; ties are broken by insertion. */
final class SimClock {
    static final long MS = 1_000;
    static final long SECOND = 1_000_000;

    private final PriorityQueue<Event> queue = new PriorityQueue<>();
    private long now;
    private long inserted;

    private record Event(long at, long number, Runnable action) implements Comparable<Event> {
        @Override
        public int compareTo(Event other) {
            int byTime = Long.compare(at, other.at);
            return byTime != 0 ? byTime : Long.compare(number, other.number);
        }
    }

    long now() {
        return now;
    }

    void at(long when, Runnable action) {
        queue.add(new Event(Math.max(when, now), inserted++, action));
    }

    void after(long delay, Runnable action) {
        at(now + delay, action);
    }

    /** Runs the next event and sets the time to its instant; false if there is none. */
    boolean step() {
        Event next = queue.poll();
        if (next == null) {
            return false;
        }
        now = next.at;
        next.action.run();
        return true;
    }

    /** Runs everything up to and including {@code until}, and lets the time be that. */
    void runUntil(long until) {
        while (!queue.isEmpty() && queue.peek().at <= until) {
            step();
        }
        now = Math.max(now, until);
    }
}
