package sensornet.net;

import java.io.IOException;
import java.nio.ByteBuffer;
import sensornet.model.Member;

/** A dialled connection past its handshake. Written by one thread at a time, watched by another, closed by any. */
abstract class Connection {
    private final Member remote;
    private volatile boolean broken;
    private volatile long pingedAt;

    Connection(Member remote) {
        this.remote = remote;
    }

    Member remote() {
        return remote;
    }

    /** From here on {@link #writeNow} does not wait; call before any other thread knows of it. */
    abstract void becomeLink() throws IOException;

    /** Writes what can be written, as a link without waiting; true if that was all. */
    abstract boolean writeNow(Batch batch) throws IOException;

    /** Blocks while the receiver does not read. */
    abstract void write(Batch batch) throws IOException;

    /**
     * Waits for signs of life and throws them away. Only as a link.
     *
     * @return bytes read; 0 if none came in time, -1 at the end
     */
    abstract int readSigns(ByteBuffer into, long ms) throws IOException;

    /** Says that nothing more will be written. */
    abstract void endOutput() throws IOException;

    /** Unblocks the writer and the watch. */
    abstract void closeSocket();

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

    void close() {
        broken = true;
        closeSocket();
    }
}
