package sensornet.sim;

import sensornet.wire.Codec;
import sensornet.wire.Message;
import sensornet.wire.WireException;

/** The real codec; what it cannot carry or read back is a violation. */
final class CodecFormat implements WireFormat {
    @Override
    public byte[] encode(Message message) {
        try {
            return Codec.encode(message);
        } catch (RuntimeException e) {
            throw new Violation("codec", message + ": " + e, e);
        }
    }

    @Override
    public Message decode(byte[] line) {
        try {
            return Codec.decode(line, 0, line.length);
        } catch (WireException e) {
            throw new Violation("codec", new String(line, java.nio.charset.StandardCharsets.UTF_8) + ": " + e, e);
        }
    }
}
