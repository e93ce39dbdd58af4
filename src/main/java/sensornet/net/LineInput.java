package sensornet.net;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import sensornet.model.Scan;

/**
 * Lines from a socket, in place: the caller decodes straight from {@link #buffer()}. The buffer starts small, because
 * anybody may connect, and grows to {@link #MAX_BUFFER} only under load. One thread.
 */
final class LineInput {
    private static final int FIRST_BUFFER = 4_096;
    static final int MAX_BUFFER = 131_072;

    /** A line longer than allowed, or without end. */
    static final class LineTooLong extends IOException {
        private static final long serialVersionUID = 1;

        LineTooLong(int limit) {
            super("a line of more than " + limit + " bytes");
        }
    }

    private final Socket socket;
    private byte[] buffer = new byte[FIRST_BUFFER];
    private int limit;
    private int offset;
    private int length;
    /** Where the first line that was not handed out starts, how far it was searched for its end, end of the bytes. */
    private int start;
    private int searched;
    private int end;

    /** @param limit bytes a line may have, without its LF; below {@link #MAX_BUFFER} */
    LineInput(Socket socket, int limit) {
        this.socket = socket;
        this.limit = limit;
    }

    void limit(int bytes) {
        limit = bytes;
    }

    /**
     * Waits for the next line; it is at {@link #offset()}, {@link #length()} bytes without its LF, until the next call.
     *
     * @param deadline in {@link System#nanoTime}, or 0 for none. It bounds the whole line: a timeout per read alone
     *     would let a client that sends one byte a second stay for ever
     * @return false at the end of the stream; what is left without LF is a torn line and is nobody's
     * @throws SocketTimeoutException at the deadline
     */
    boolean next(long deadline) throws IOException {
        while (!hasNext()) {
            if (end - start > limit) {
                throw new LineTooLong(limit);
            }
            makeRoom();
            int n = read(deadline);
            if (n < 0) {
                return false;
            }
            end += n;
        }
        offset = start;
        length = searched - start;
        searched++;
        start = searched;
        if (length > limit) {
            throw new LineTooLong(limit);
        }
        return true;
    }

    /**
     * The first byte of what was not handed out, and leaves it there; waits for it.
     *
     * @param deadline as in {@link #next}
     * @return -1 at the end of the stream
     */
    int peek(long deadline) throws IOException {
        if (start == end) {
            makeRoom();
            int n = read(deadline);
            if (n < 0) {
                return -1;
            }
            end += n;
        }
        return buffer[start] & 0xff;
    }

    /** Whether a whole line is here already, so that {@link #next} would not wait. */
    boolean hasNext() {
        searched = Scan.indexOf(buffer, searched, end, (byte) '\n');
        return searched < end;
    }

    byte[] buffer() {
        return buffer;
    }

    int offset() {
        return offset;
    }

    int length() {
        return length;
    }

    private int read(long deadline) throws IOException {
        if (deadline != 0) {
            long leftMs = (deadline - System.nanoTime()) / 1_000_000;
            if (leftMs <= 0) {
                throw new SocketTimeoutException("deadline");
            }
            socket.setSoTimeout((int) leftMs);
        }
        return socket.getInputStream().read(buffer, end, buffer.length - end);
    }

    private void makeRoom() {
        boolean full = end == buffer.length;
        if (start > 0) {
            System.arraycopy(buffer, start, buffer, 0, end - start);
            searched -= start;
            end -= start;
            start = 0;
        }
        if (full && buffer.length < MAX_BUFFER) {
            buffer = Arrays.copyOf(buffer, buffer.length * 2); // as much came as fits: there is more where it came from
        }
    }
}
