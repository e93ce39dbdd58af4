package sensornet.cli;

/** Wrong usage: one line that says what, which value, and what to do. Exit code 2. */
public final class UsageException extends Exception {
    public UsageException(String message) {
        super(message);
    }
}
