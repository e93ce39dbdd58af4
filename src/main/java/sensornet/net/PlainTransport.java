package sensornet.net;

import java.io.IOException;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import sensornet.model.Member;
import sensornet.tls.Tls;

/** In the clear, for a network that is trusted. */
final class PlainTransport implements Transport {
    @Override
    public Socket open() throws IOException {
        return SocketChannel.open().socket();
    }

    /** {@link LineInput} keeps the deadline. */
    @Override
    public Fuse fuse(Socket raw, long deadline) {
        return Fuse.NONE;
    }

    @Override
    public Socket dialled(Socket raw) {
        return raw;
    }

    @Override
    public Socket accepted(Socket raw, long deadline) {
        return raw;
    }

    /** No word of the protocol begins with such a byte. */
    @Override
    public void check(int firstByte) throws HandshakeFailed {
        if (firstByte == Tls.HANDSHAKE_RECORD || firstByte == Tls.ALERT_RECORD) {
            throw new HandshakeFailed("tls_mismatch", "it speaks TLS, and this peer does not: start this one with"
                    + " --tls-keystore too, or that one without");
        }
    }

    @Override
    public String contradiction(Socket talk, String id) {
        return null;
    }

    @Override
    public Connection connection(Socket raw, Socket talk, Member remote) {
        return new PlainConnection(raw.getChannel(), remote);
    }
}
