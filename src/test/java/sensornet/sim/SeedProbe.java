package sensornet.sim;

import java.util.function.LongFunction;

/**
 * One seed of the simulation for who loads these classes anew over patched product classes: null if every invariant
 * held, else what was broken as {@code invariant: detail}. Only types of the JDK, so that it can be called across class
 * loaders.
 */
public final class SeedProbe implements LongFunction<String> {

    @Override
    public String apply(long seed) {
        SimulationMain.quiet();
        if (Boolean.getBoolean("bite.apart") && !Plan.draw(seed).faults().containsKey(Fault.FALLS_APART)) {
            return null;
        }
        if (Boolean.getBoolean("bite.carousel") && !carousel(seed) || Boolean.getBoolean("bite.turns") && !turns(seed)) {
            return null; // to look for what only shows there
        }
        Violation violation = Outcome.of(seed, Environment.REAL).violation();
        return violation == null ? null : violation.getMessage();
    }

    private static boolean turns(long seed) {
        Plan plan = Plan.draw(seed);
        return plan.faults().containsKey(Fault.LEADER_ALONE_CUT_OFF) && plan.diskBase() >= Long.getLong("bite.slow", 0);
    }

    private static boolean carousel(long seed) {
        Plan plan = Plan.draw(seed);
        return plan.strict() && new Simulation(seed, plan, Environment.REAL, new Trace(false, null)).carousel.runs();
    }
}
