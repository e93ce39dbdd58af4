package sensornet.sim;

import java.io.PrintStream;
import java.util.List;
import java.util.Map;

/**
 * What one seed came to.
 *
 * @param violation null if every invariant held
 * @param simulated microseconds
 */
record Outcome(long seed, Plan plan, Violation violation, long hash, long events, long simulated, int[] faults,
               long readings, long rowsShown, int views, Map<String, Long> happened, List<String> tail) {

    /** Runs a seed; with text it keeps the last lines of the trace, or prints all of them to {@code live}. */
    static Outcome of(long seed, Plan plan, Environment environment, boolean text, PrintStream live) {
        Trace trace = new Trace(text, live);
        Simulation sim = new Simulation(seed, plan, environment, trace);
        Violation violation = null;
        try {
            sim.run();
        } catch (Violation v) {
            violation = v;
        } catch (RuntimeException e) {
            violation = new Violation("no-exception", e.toString(), e); // of the store, say: a defect like any other
        }
        return new Outcome(seed, plan, violation, trace.hash(), trace.events(), sim.clock.now(), sim.counts(),
                sim.ledger.size(), sim.invariants.rowsShown(), sim.invariants.viewsInstalled(), sim.happened(), trace.tail(80));
    }

    static Outcome of(long seed, Environment environment) {
        return of(seed, Plan.draw(seed), environment, false, null);
    }

    /** The whole story of a failure: found without text, told with it. */
    String report(Environment environment) {
        Outcome told = of(seed, plan, environment, true, null);
        StringBuilder s = new StringBuilder();
        s.append("seed ").append(seed).append(" breaks ").append(violation.getMessage()).append('\n');
        s.append("plan: ").append(plan.describe()).append('\n');
        if (told.hash != hash) {
            s.append("NOT DETERMINISTIC: the second run took another way\n");
        }
        told.tail.forEach(line -> s.append(line).append('\n'));
        s.append("again: scripts/simulate.sh --seed ").append(seed).append('\n');
        return s.toString();
    }
}
