package sensornet.sim;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import sensornet.model.Identity;
import sensornet.model.Run;

/** Every reading that any peer ever took, in the order in which its origin took it. A reading is a number here. */
final class Ledger {
    private final Map<Identity, List<Integer>> byOrigin = new LinkedHashMap<>();
    private final List<Reading> all = new ArrayList<>();

    /** @param n the origin's own counter, from 1 on */
    record Reading(Identity origin, long n, String payload) {
        @Override
        public String toString() {
            return origin + "#" + n;
        }
    }

    void taken(Identity origin, List<String> payloads) {
        List<Integer> of = byOrigin.computeIfAbsent(origin, o -> new ArrayList<>());
        for (String payload : payloads) {
            of.add(all.size());
            all.add(new Reading(origin, of.size(), payload));
        }
    }

    /** The numbers of a run's readings; a violation if they are not what the origin took. */
    int[] lookUp(Run run, String where) {
        List<Integer> of = byOrigin.getOrDefault(run.origin(), List.of());
        if (run.firstN() < 1 || run.lastN() > of.size()) {
            throw new Violation("readings-are-real", where + ": " + run.origin() + " #" + run.firstN() + ".."
                    + run.lastN() + " but that origin took only " + of.size());
        }
        String[] payloads = new String(run.payloads(), StandardCharsets.UTF_8).split(";", -1);
        if (payloads.length != run.count()) {
            throw new Violation("readings-are-real", where + ": run of " + run.count() + " holds " + payloads.length);
        }
        int[] ids = new int[run.count()];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = of.get((int) run.firstN() - 1 + i);
            if (!all.get(ids[i]).payload.equals(payloads[i])) {
                throw new Violation("G2-G4-counters", where + ": " + all.get(ids[i]) + " was " + all.get(ids[i]).payload
                        + " and is now " + payloads[i]);
            }
        }
        return ids;
    }

    Reading reading(int id) {
        return all.get(id);
    }

    Map<Identity, List<Integer>> byOrigin() {
        return byOrigin;
    }

    int size() {
        return all.size();
    }
}
