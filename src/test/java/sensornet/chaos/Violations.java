package sensornet.chaos;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Everything that was found wrong; of each kind the first few in words, the rest as a number. Any thread. */
final class Violations {
    private static final int IN_WORDS = 8;

    private final Map<String, Integer> counts = new LinkedHashMap<>();
    private final List<String> texts = new ArrayList<>();
    private final Consumer<String> listener;

    /** @param listener is told each at once, on the thread that found it */
    Violations(Consumer<String> listener) {
        this.listener = listener;
    }

    /** @param guarantee G1 to G10, or "harness" */
    void add(String guarantee, String evidence) {
        String text = guarantee + ": " + evidence;
        synchronized (this) {
            if (counts.merge(guarantee, 1, Integer::sum) > IN_WORDS) {
                return;
            }
            texts.add(text);
        }
        listener.accept(text);
    }

    synchronized boolean isEmpty() {
        return counts.isEmpty();
    }

    synchronized List<String> texts() {
        List<String> all = new ArrayList<>(texts);
        counts.forEach((g, n) -> {
            if (n > IN_WORDS) {
                all.add(g + ": ... and " + (n - IN_WORDS) + " more");
            }
        });
        return all;
    }
}
