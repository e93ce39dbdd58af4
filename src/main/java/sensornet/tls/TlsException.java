package sensornet.tls;

import java.io.IOException;

/** The keystore, or a file beside it, cannot be used; the message is the one line for the person who named it. */
public final class TlsException extends IOException {
    private static final long serialVersionUID = 1;

    public TlsException(String message) {
        super(message);
    }

    TlsException(String message, Throwable cause) {
        super(message, cause);
    }
}
