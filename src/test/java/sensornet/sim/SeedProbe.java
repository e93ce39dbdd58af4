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
        Violation violation = Outcome.of(seed, Environment.REAL).violation();
        return violation == null ? null : violation.getMessage();
    }
}
