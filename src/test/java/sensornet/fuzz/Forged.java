package sensornet.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import sensornet.model.Member;
import sensornet.model.ViewId;
import sensornet.wire.Codec;
import sensornet.wire.CodecFuzz;
import sensornet.wire.Message;
import sensornet.wire.WireException;

/** Lines of one message with each field missing, doubled, huge, negative, somebody else's, or no field at all. */
final class Forged {
    private static final Pattern FIELD = Pattern.compile("[^ :,;/@|]+");
    private static final String VIEW = "\\d+/[A-Za-z0-9._-]+/[0-9a-f]+(?![@0-9a-f])";
    private static final List<String> VALUES = List.of("0", "1", "2", "7", "60000", "2147483647", "4294967296",
            "99999999999999999", "100000000000000000", "9223372036854775807", "-9223372036854775808",
            "999999999999999999999999", "-1", "+1", "1e400", "NaN", "0x10", "ffffffffffffffff", "", "-", "p1", "p2", "p3",
            "evil", "a1", "c3", "../x", "CON", "x".repeat(70), "9".repeat(10_000));

    private Forged() {
    }

    /**
     * Samples of that message, and what was really said of it in that group, as its present view would have it.
     *
     * @param speaker who says it
     */
    static Set<String> lines(Class<?> type, Trio trio, Member speaker) {
        ViewId now = trio.peer(0).protocol.group().view().id();
        String view = now.epoch() + "/" + now.leader();
        Set<String> lines = new LinkedHashSet<>();
        for (byte[] seed : CodecFuzz.seeds()) {
            if (type.isInstance(decode(seed))) {
                String line = new String(seed, UTF_8);
                lines.add(line);
                lines.add(line.replaceAll(VIEW, view).replaceAll("peer1/1a2b@|peer-2/ffffffffffffffff@",
                        speaker.identity() + "@").replace("2 id 5000 20000", "1 id 250 1000"));
            }
        }
        trio.words.stream().filter(w -> type.isInstance(w.message())).limit(5).forEach(w -> {
            String line = Script.words(w.message());
            lines.add(line);
            lines.add(line.replaceAll(VIEW, view).replace(w.from().toString(), speaker.toString()));
        });
        Set<String> all = new LinkedHashSet<>();
        for (String line : lines) {
            vary(line, all);
        }
        return all;
    }

    private static void vary(String line, Set<String> into) {
        into.add(line);
        Matcher field = FIELD.matcher(line);
        while (field.find()) {
            if (field.start() > 0) {
                String before = line.substring(0, field.start());
                String after = line.substring(field.end());
                VALUES.forEach(value -> into.add(before + value + after));
                into.add(before.substring(0, before.length() - 1) + after);
                into.add(before + field.group() + line.charAt(field.start() - 1) + field.group() + after);
                into.add(before);
            }
        }
        into.add(line + " 1");
        into.add(line + ",".repeat(10_000));
    }

    /** Null if it is refused. */
    static Message decode(byte[] line) {
        try {
            return Codec.decode(line, 0, line.length);
        } catch (WireException e) {
            return null;
        }
    }
}
