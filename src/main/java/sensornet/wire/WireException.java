package sensornet.wire;

/**
 * A line that is no message; the message says in a few words why. It carries no stack trace: rubbish may come in
 * floods, and it is always the sender who is wrong.
 */
public final class WireException extends Exception {
    private static final long serialVersionUID = 1;

    public WireException(String reason) {
        super(reason, null, false, false);
    }
}
