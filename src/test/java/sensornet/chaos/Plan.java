package sensornet.chaos;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What is done when, made from a seed and nothing else: storms, in which faults lie on top of faults, and between them
 * calm, in which all has to become well. Time is that of the plan, in ms; it stands still while the group settles.
 */
final class Plan {
    /** @param at in ms of plan time */
    record Event(long at, Deed deed) {
        @Override
        public String toString() {
            return String.format("%8.1f s  %s", at / 1000.0, deed);
        }
    }

    static final int CORE = 5;
    /** With a quorum, hosts beyond the five would make it less than a majority. */
    static final int QUORUM = 3;

    private static final long FIRST = 3_000;
    private static final long STORM = 45_000;
    private static final long CALM = 4_000;

    private final List<Event> events;
    private final int hosts;

    private Plan(List<Event> events, int hosts) {
        this.events = List.copyOf(events);
        this.hosts = hosts;
    }

    /** @param millis how long, in plan time; at least 20 s */
    static Plan make(long seed, boolean quorum, long millis) {
        Storm storm = new Storm(seed, quorum);
        List<Event> events = new ArrayList<>();
        for (int host = 1; host <= CORE; host++) {
            events.add(new Event(0, new Deed.Start(host, quorum || host % 2 == 0)));
        }
        events.add(new Event(0, new Deed.Calm()));
        long at = FIRST;
        while (at < millis) {
            long end = Math.min(at + STORM, Math.max(at + 5_000, millis - CALM));
            events.addAll(storm.between(at, end));
            events.addAll(storm.calm(end));
            events.add(new Event(end, new Deed.Calm()));
            events.add(new Event(end + 1, storm.probe()));
            at = end + CALM;
        }
        events.sort(Comparator.comparingLong(Event::at)); // stable: what is done at one moment keeps its order
        return new Plan(events, quorum ? CORE : Ledger.MAX_HOSTS);
    }

    List<Event> events() {
        return events;
    }

    int hosts() {
        return hosts;
    }
}
