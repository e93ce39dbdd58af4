package sensornet.sim;

/** A guarantee that does not hold. */
final class Violation extends RuntimeException {
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
