package sensornet.net;

import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * How often each thing happened that somebody may ask for later, above all every drop. Names are constants of the
 * code, never anything that was received, so their number is bounded. Any thread.
 */
public final class Counters {
    private final ConcurrentHashMap<String, LongAdder> counts = new ConcurrentHashMap<>();

    public void count(String name) {
        add(name, 1);
    }

    public void add(String name, long n) {
        LongAdder counter = counts.get(name); // the lock-free way for all but the first time
        if (counter == null) {
            counter = counts.computeIfAbsent(name, k -> new LongAdder());
        }
        counter.add(n);
    }

    /** 0 if it never happened. */
    public long get(String name) {
        LongAdder counter = counts.get(name);
        return counter == null ? 0 : counter.sum();
    }

    /** A copy, by name. */
    public SortedMap<String, Long> snapshot() {
        TreeMap<String, Long> copy = new TreeMap<>();
        counts.forEach((name, counter) -> copy.put(name, counter.sum()));
        return copy;
    }
}
