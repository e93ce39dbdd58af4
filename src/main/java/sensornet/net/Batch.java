package sensornet.net;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sensornet.wire.Codec;
import sensornet.wire.Message;

/** Messages encoded one after the other, to leave in one write. One thread. */
final class Batch {
    private static final Logger LOG = LoggerFactory.getLogger(Batch.class);

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(4_096);
    private final Counters counters;

    Batch(Counters counters) {
        this.counters = counters;
    }

    void add(Message message) {
        byte[] line;
        try {
            line = Codec.encode(message);
        } catch (RuntimeException e) {
            counters.count("unencodable_message");
            LOG.error("dropped a {} that cannot be written as a line", message.getClass().getSimpleName(), e);
            return;
        }
        bytes.write(line, 0, line.length);
        bytes.write('\n');
    }

    /** @param framed with its LF */
    void addLine(byte[] framed) {
        bytes.write(framed, 0, framed.length);
    }

    void clear() {
        bytes.reset();
    }

    void writeTo(OutputStream out) throws IOException {
        bytes.writeTo(out);
        bytes.reset();
    }

    /** One message as a line with its LF. */
    static byte[] framed(Message message) {
        byte[] line = Codec.encode(message);
        byte[] framed = Arrays.copyOf(line, line.length + 1);
        framed[line.length] = '\n';
        return framed;
    }
}
