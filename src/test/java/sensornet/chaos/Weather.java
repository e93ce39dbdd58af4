package sensornet.chaos;

import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReferenceArray;

/** The air between each two hosts: the worst of all faults that are on at the moment. Hosts count from 1. */
final class Weather {
    /** One direction. */
    record Way(int from, int to) {
    }

    private record Fault(Collection<Way> ways, Air air) {
    }

    private final int hosts;
    private final Map<Integer, Fault> faults = new TreeMap<>();
    private final AtomicReferenceArray<Air> now;

    Weather(int hosts) {
        this.hosts = hosts;
        Air[] clear = new Air[(hosts + 1) * (hosts + 1)];
        Arrays.fill(clear, Air.CLEAR);
        now = new AtomicReferenceArray<>(clear);
    }

    Air between(int from, int to) {
        return now.get(from * (hosts + 1) + to);
    }

    synchronized void begin(int fault, Collection<Way> ways, Air air) {
        faults.put(fault, new Fault(ways, air));
        sum();
    }

    synchronized void end(int fault) {
        faults.remove(fault);
        sum();
    }

    synchronized void clear() {
        faults.clear();
        sum();
    }

    synchronized int active() {
        return faults.size();
    }

    private void sum() {
        Air[] next = new Air[(hosts + 1) * (hosts + 1)];
        Arrays.fill(next, Air.CLEAR);
        for (Fault fault : faults.values()) {
            for (Way way : fault.ways) {
                int i = way.from * (hosts + 1) + way.to;
                next[i] = next[i].and(fault.air);
            }
        }
        for (int i = 0; i < next.length; i++) {
            now.set(i, next[i]);
        }
    }
}
