package sensornet.net;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLSocket;
import sensornet.model.Member;

/**
 * A connection through TLS. JSSE's sockets block, so nothing is written inline: all that is queued is left to the link's
 * own thread, which may wait.
 */
final class TlsConnection extends Connection {
    private final Socket raw;
    private final SSLSocket tls;
    private final OutputStream out;
    private final InputStream in;

    TlsConnection(Socket raw, SSLSocket tls, Member remote) throws IOException {
        super(remote);
        this.raw = raw;
        this.tls = tls;
        this.out = tls.getOutputStream();
        this.in = tls.getInputStream();
    }

    @Override
    void becomeLink() {
        // it always is one
    }

    @Override
    boolean writeNow(Batch batch) {
        return batch.isEmpty();
    }

    @Override
    void write(Batch batch) throws IOException {
        ByteBuffer bytes = batch.bytes();
        out.write(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
        batch.clear();
    }

    /** A timeout in the middle of a record loses nothing: JSSE goes on with the rest of it at the next read. */
    @Override
    int readSigns(ByteBuffer into, long ms) throws IOException {
        tls.setSoTimeout((int) Math.max(1, ms));
        try {
            return in.read(into.array());
        } catch (SocketTimeoutException e) {
            return 0;
        }
    }

    @Override
    void endOutput() throws IOException {
        tls.shutdownOutput();
    }

    /** Not by way of JSSE, which would first wait for a writer that is stuck, to say goodbye. */
    @Override
    void closeSocket() {
        Sockets.close(raw);
    }
}
