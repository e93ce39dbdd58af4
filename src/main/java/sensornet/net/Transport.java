package sensornet.net;

import java.io.IOException;
import java.net.Socket;
import sensornet.model.Member;

/** What lies between a TCP socket and the lines of the protocol: nothing, or TLS. Any thread. */
interface Transport {
    /** To dial with; not connected. */
    Socket open() throws IOException;

    /** While it is lit no handshake on that socket goes on beyond the deadline. */
    Fuse fuse(Socket raw, long deadline);

    /**
     * The socket to talk through. Blocks; to be done under a {@link #fuse}.
     *
     * @throws HandshakeFailed with the reason that an operator wants to read; any other exception says that it broke off
     */
    Socket dialled(Socket raw) throws IOException;

    /** The same at the accepting end; null if the other end went away without a word. */
    Socket accepted(Socket raw, long deadline) throws IOException;

    /**
     * Looks at the first byte that came.
     *
     * @throws HandshakeFailed the other end has TLS and this one has not; where this one has it, that came out before
     */
    void check(int firstByte) throws HandshakeFailed;

    /**
     * Why that peer is not who it says it is; null if it is, or if nobody can know.
     *
     * @param talk as {@link #dialled} or {@link #accepted} gave it
     */
    String contradiction(Socket talk, String id) throws HandshakeFailed;

    Connection connection(Socket raw, Socket talk, Member remote) throws IOException;
}
