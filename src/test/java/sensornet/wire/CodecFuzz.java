package sensornet.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Fuzz target: one line of the wire. Whatever decodes is written back as it was read; all else is a WireException. */
public final class CodecFuzz {
    private CodecFuzz() {
    }

    public static void fuzzerTestOneInput(byte[] line) {
        Message message;
        try {
            message = Codec.decode(line, 0, line.length);
        } catch (WireException e) {
            if (e.getMessage().isEmpty() || e.getMessage().length() > 60) {
                throw new AssertionError("no short reason: " + e.getMessage());
            }
            return;
        }
        byte[] written = Codec.encode(message);
        boolean forPeople = message instanceof Message.Refused || message instanceof Message.WhoIsThere
                || message instanceof Message.Here; // texts are shortened when they are written
        if (!Arrays.equals(line, written) && !forPeople) {
            throw new AssertionError("written as " + new String(written, ISO_8859_1));
        }
        try {
            Message again = Codec.decode(written, 0, written.length);
            if (!Arrays.equals(written, Codec.encode(again))) {
                throw new AssertionError("not stable: " + new String(written, ISO_8859_1));
            }
        } catch (WireException e) {
            throw new AssertionError("what is written is not read: " + new String(written, ISO_8859_1), e);
        }
    }

    /** A line of every message, and lines at the edges. */
    public static List<byte[]> seeds() {
        List<byte[]> seeds = new ArrayList<>();
        Samples.golden().keySet().forEach(line -> seeds.add(line.getBytes(UTF_8)));
        Samples.edges().stream().map(Codec::encode).filter(line -> line.length < 2_000).forEach(seeds::add);
        return seeds;
    }
}
