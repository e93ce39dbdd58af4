package sensornet.sensor;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What goes wrong with a sensor, said once when it begins and once, with the count, when it is over: a sensor that fails
 * every second for a week is two lines. Thread-safe, for a read that hangs may come back beside its successor.
 */
final class Spells {
    /** Programs name their sensors as they like; memory must not grow with that. */
    static final int MAX = 1000;

    private final String sensor;
    private final Consumer<String> warn;
    private final Consumer<String> info;
    private final Map<String, Long> counts = new LinkedHashMap<>();
    private long total;
    private boolean ended;

    Spells(String sensor, Consumer<String> warn, Consumer<String> info) {
        this.sensor = sensor;
        this.warn = warn;
        this.info = info;
    }

    /**
     * It is wrong now.
     *
     * @param what what the spell is of, such as {@code temperature of attic}; the begin of the line that ends it
     * @param message one line, said if this begins a spell
     */
    synchronized void bad(String what, String message) {
        if (ended) {
            return; // what is cut off by the stop has not gone wrong
        }
        total++;
        if (counts.merge(what, 1L, Long::sum) == 1) {
            warn.accept("Sensor " + sensor + ": " + message);
            if (counts.size() > MAX) {
                Iterator<Map.Entry<String, Long>> eldest = counts.entrySet().iterator();
                Map.Entry<String, Long> gone = eldest.next();
                eldest.remove();
                info.accept("Sensor " + sensor + ": " + gone.getKey() + ": not followed any more after "
                        + gone.getValue() + " times, too many others are wrong");
            }
        }
    }

    /** It is right now; says so if it was wrong before. */
    synchronized void good(String what, String value) {
        Long n = counts.remove(what);
        if (n != null) {
            info.accept("Sensor " + sensor + ": " + what + " is good again (" + value + ") after " + times(n));
        }
    }

    /** The sensor ends: says what was still wrong. */
    synchronized void end() {
        ended = true;
        counts.forEach((what, n) -> info.accept("Sensor " + sensor + ": " + what + " was wrong to the end, " + times(n)));
        counts.clear();
    }

    /** All that was ever wrong. */
    synchronized long total() {
        return total;
    }

    private static String times(long n) {
        return n == 1 ? "1 time" : n + " times";
    }
}
