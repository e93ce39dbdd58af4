package sensornet.net;

import java.io.IOException;

/** The network cannot be used as it was asked for; the message is the one line for the person who asked. */
public final class NetException extends IOException {
    private static final long serialVersionUID = 1;

    public NetException(String message) {
        super(message);
    }
}
