package sensornet.net;

import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import sensornet.model.Member;

/**
 * A dialled connection past its handshake. Written by one thread at a time, watched by another, closed by any. As a
 * link ({@link #becomeLink}) it never blocks a writer that does not want to be blocked.
 */
final class Connection {
    /** Of one system call: a partial write costs copying only what is left of this. */
    private static final int SLICE = 128 * 1_024;

    private final SocketChannel channel;
    private final Member remote;
    private Selector readable;
    private Selector writable;
    private volatile boolean broken;
    private volatile long pingedAt;

    Connection(SocketChannel channel, Member remote) {
        this.channel = channel;
        this.remote = remote;
    }

    Member remote() {
        return remote;
    }

    Socket socket() {
        return channel.socket();
    }

    /** From here on reads and writes return at once; call before any other thread knows of it. */
    void becomeLink() throws IOException {
        channel.configureBlocking(false);
        readable = Selector.open();
        writable = Selector.open();
        channel.register(readable, SelectionKey.OP_READ);
        channel.register(writable, SelectionKey.OP_WRITE);
    }

    /** Writes what the socket takes, as a link without waiting; true if that was all. */
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

    /** Blocks while the receiver does not read. */
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

    /**
     * Waits for signs of life and throws them away. Only as a link.
     *
     * @return bytes read; 0 if none came in time, -1 at the end
     */
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

    /** When the sign of life was asked for that has not come yet, in {@link System#nanoTime}; 0 if none is due. */
    long pingedAt() {
        return pingedAt;
    }

    void pingedAt(long nanos) {
        pingedAt = nanos;
    }

    boolean isBroken() {
        return broken;
    }

    /** Unblocks its writer and its watch. */
    void close() {
        broken = true;
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
