package sensornet.net;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import sensornet.model.Member;

/** A connection in the clear: as a link it never blocks a writer that does not want to be blocked. */
final class PlainConnection extends Connection {
    /** Of one system call: a partial write costs copying only what is left of this. */
    private static final int SLICE = 128 * 1_024;

    private final SocketChannel channel;
    private Selector readable;
    private Selector writable;

    PlainConnection(SocketChannel channel, Member remote) {
        super(remote);
        this.channel = channel;
    }

    @Override
    void becomeLink() throws IOException {
        channel.configureBlocking(false);
        readable = Selector.open();
        writable = Selector.open();
        channel.register(readable, SelectionKey.OP_READ);
        channel.register(writable, SelectionKey.OP_WRITE);
    }

    @Override
    boolean writeNow(Batch batch) throws IOException {
        ByteBuffer bytes = batch.bytes();
        int end = bytes.limit();
        try {
            while (bytes.position() < end) {
                bytes.limit(Math.min(end, bytes.position() + SLICE));
                channel.write(bytes);
                if (bytes.hasRemaining() && !channel.isBlocking()) {
                    return false;
                }
            }
        } finally {
            bytes.limit(end);
        }
        batch.clear();
        return true;
    }

    @Override
    void write(Batch batch) throws IOException {
        while (!writeNow(batch)) {
            try {
                writable.select();
                writable.selectedKeys().clear();
            } catch (ClosedSelectorException e) {
                throw new IOException("closed", e);
            }
        }
    }

    @Override
    int readSigns(ByteBuffer into, long ms) throws IOException {
        try {
            if (readable.select(ms) == 0) {
                return 0;
            }
            readable.selectedKeys().clear();
        } catch (ClosedSelectorException e) {
            return -1;
        }
        into.clear();
        return channel.read(into);
    }

    @Override
    void endOutput() throws IOException {
        channel.socket().shutdownOutput();
    }

    @Override
    void closeSocket() {
        Sockets.close(channel.socket());
        closeQuietly(readable);
        closeQuietly(writable); // only now does the system close the socket: a selector holds it
    }

    private static void closeQuietly(Selector selector) {
        try {
            if (selector != null) {
                selector.close();
            }
        } catch (IOException e) {
            // closing is all that was wanted of it
        }
    }
}
