package sensornet;

/** The peer cannot run: one line that says what happened and what to do. Exit code 1. */
public final class PeerFailure extends Exception {
    public PeerFailure(String message) {
        super(message);
    }

    /** @param cause for the log only */
    public PeerFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
