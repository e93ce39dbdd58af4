package sensornet.sim;

/**
 * A guarantee that does not hold. An error and no exception: the protocol stops on any exception of its own, so one
 * thrown in the middle of its call (a commit that was decided too early) would be swallowed as just another crash.
 */
final class Violation extends AssertionError {
    private final String invariant;

    Violation(String invariant, String detail) {
        super(invariant + ": " + detail);
        this.invariant = invariant;
    }

    Violation(String invariant, String detail, Throwable cause) {
        super(invariant + ": " + detail, cause);
        this.invariant = invariant;
    }

    String invariant() {
        return invariant;
    }
}
