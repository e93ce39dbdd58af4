package sensornet.net;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sensornet.wire.Codec;
import sensornet.wire.Message;

/** Messages encoded one after the other, to leave in one write. One thread at a time. */
final class Batch {
    private static final Logger LOG = LoggerFactory.getLogger(Batch.class);
    private static final int FIRST = 4_096;
    /** A buffer that one large batch has blown up is not kept for the small ones. */
    private static final int KEPT = 512 * 1_024;

    private final Counters counters;
    /** Ready to be read: what is between position and limit is still to be written. */
    private ByteBuffer bytes = ByteBuffer.allocate(FIRST).limit(0);

    Batch(Counters counters) {
        this.counters = counters;
    }

    void add(Frame frame) {
        try {
            addLine(frame.line());
        } catch (RuntimeException e) {
            counters.count("unencodable_message");
            LOG.error("dropped a {} that cannot be written as a line", frame.message().getClass().getSimpleName(), e);
        }
    }

    /** @param framed with its LF */
    void addLine(byte[] framed) {
        int from = bytes.position();
        int end = bytes.limit();
        if (from == end) {
            from = 0;
            end = 0;
        }
        if (bytes.capacity() - end < framed.length) {
            int used = end - from;
            byte[] larger = Arrays.copyOfRange(bytes.array(), from, from + Math.max(2 * used, used + framed.length));
            bytes = ByteBuffer.wrap(larger);
            from = 0;
            end = used;
        }
        System.arraycopy(framed, 0, bytes.array(), end, framed.length);
        bytes.limit(end + framed.length).position(from);
    }

    /** For the one who writes: it moves the position. */
    ByteBuffer bytes() {
        return bytes;
    }

    boolean isEmpty() {
        return !bytes.hasRemaining();
    }

    void clear() {
        if (bytes.capacity() > KEPT) {
            bytes = ByteBuffer.allocate(FIRST);
        }
        bytes.position(0).limit(0);
    }

    /** One message as a line with its LF. */
    static byte[] framed(Message message) {
        byte[] line = Codec.encode(message);
        byte[] framed = Arrays.copyOf(line, line.length + 1);
        framed[line.length] = '\n';
        return framed;
    }
}
