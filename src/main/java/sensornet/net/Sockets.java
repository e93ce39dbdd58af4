package sensornet.net;

import java.io.IOException;
import java.net.Socket;
import java.util.Locale;
import jdk.net.ExtendedSocketOptions;

/** What every TCP socket here is set to. */
final class Sockets {
    static final boolean WINDOWS = System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("windows");

    private Sockets() {
    }

    /**
     * No Nagle: batching is done where the queue is drained. Keep-alive, so that the connections of a host that lost its
     * power are not kept for ever (a living but silent or stopped host answers it). The buffers are left to the
     * system: on Linux setting them turns its own, better sizing off.
     */
    static void tune(Socket socket) throws IOException {
        socket.setTcpNoDelay(true);
        socket.setKeepAlive(true);
        if (socket.supportedOptions().contains(ExtendedSocketOptions.TCP_KEEPIDLE)) {
            socket.setOption(ExtendedSocketOptions.TCP_KEEPIDLE, 60);
            socket.setOption(ExtendedSocketOptions.TCP_KEEPINTERVAL, 10);
            socket.setOption(ExtendedSocketOptions.TCP_KEEPCOUNT, 6);
        }
    }

    static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // closing is all that was wanted of it
        }
    }
}
