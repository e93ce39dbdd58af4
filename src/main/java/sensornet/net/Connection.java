package sensornet.net;

import java.io.IOException;
import java.net.Socket;
import sensornet.model.Member;

/** A dialled connection past its handshake. Written by one thread, watched by another, closed by any. */
final class Connection {
    private final Socket socket;
    private final Member remote;
    private volatile boolean broken;
    private volatile long pingedAt;

    Connection(Socket socket, Member remote) {
        this.socket = socket;
        this.remote = remote;
    }

    Member remote() {
        return remote;
    }

    Socket socket() {
        return socket;
    }

    /** Blocks while the receiver does not read. */
    void write(Batch batch) throws IOException {
        batch.writeTo(socket.getOutputStream());
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
        Sockets.close(socket);
    }
}
