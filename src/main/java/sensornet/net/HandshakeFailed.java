package sensornet.net;

import java.io.IOException;

/** The other end does not speak as this one does, or is nobody this one talks to: before any word of the protocol. */
final class HandshakeFailed extends IOException {
    private static final long serialVersionUID = 1;
    private final String counter;

    /**
     * @param counter which also keeps the log lines of one kind together
     * @param reason goes on behind "a connection from ...: "
     */
    HandshakeFailed(String counter, String reason) {
        super(reason);
        this.counter = counter;
    }

    String counter() {
        return counter;
    }
}
