package sensornet.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sensornet.model.Run;

/** Every failure is a WireException with a reason, whatever the bytes are. */
class CodecRefusesTest {
    private static final String VIEW = "7/p/1f";
    private static final String TIME = "2024-01-01T00:00:00Z";
    private static final String PAYLOAD = "DATA|s|" + TIME + "|1|2|3";

    @ParameterizedTest
    @ValueSource(strings = {
            "", ":", "NOPE", "ok:1", "OK", "OK:", "OK :1", "OK: 1", "OK:1 ", "OK:1 2", "OK:-1", "OK:+1", "OK:01",
            "OK:1x", "OK:1\n", "OK:100000000000000001", "OK:9223372036854775808", "OK:99999999999999999999",
            "OK:18446744073709551617", "WAIT:", "WAIT ", "WAIT:1", "BUSY BUSY", "ADDED_TO_NETWORK:1",
            "HELLO:2147483648 g p/1@h:1", "HELLO:1 -g p/1@h:1", "HELLO:1 g p/1@h:1 x",
            "WELCOME:p@h:1", "WELCOME:p/@h:1", "WELCOME:p/G@h:1", "WELCOME:p/A@h:1", "WELCOME:p/01@h:1",
            "WELCOME:p/12345678123456781@h:1", "WELCOME:/1@h:1", "WELCOME:.p/1@h:1", "WELCOME:p/1@:1",
            "WELCOME:p/1@h:0", "WELCOME:p/1@h:65536", "WELCOME:p/1@h:", "WELCOME:p/1@h", "WELCOME:p/1@::1:5",
            "WELCOME:p/1@[h]:5", "WELCOME:p/1@[::1:5", "WELCOME:p/1@[]:5", "WELCOME:p/1@a/b:5", "WELCOME:-",
            "LEAVE:0/p/1", "LEAVE:1/-/0", "LEAVE:0/-/1", "LEAVE:100000000000000001/p/1", "LEAVE:7/p", "LEAVE:p/7",
            "FETCH:7/p/1 0 0", "FETCH:7/p/1 1 xyz", "FETCH:7/p/1 1", "VIEW_MARK:7/p/1 0/-/0 1", "VIEW_MARK:7/p/1 7/p/1 0",
            "FETCHED:7/p/1 1 1 1 1 maybe", "FETCHED:7/p/1 1 1 1 1", "COORDINATOR:p 0/-/0", "COORDINATOR: p 7/p/1",
            "REFUSE:7/p/1 1 WHY", "REFUSE:7/p/1 1 not_member", "STALE:7/p/1 -- 1", "STALE:7/p/1  1",
            "LEVEL:7/p/1 7/p/1 1 7/p/1:5..3", "LEVEL:7/p/1 7/p/1 1 7/p/1:0..3", "LEVEL:7/p/1 7/p/1 1 0/-/0:1..3",
            "LEVEL:7/p/1 7/p/1 1 7/p/1:1..3,", "LEVEL:7/p/1 7/p/1 1 ,7/p/1:1..3", "LEVEL:7/p/1 7/p/1 1 -,7/p/1:1..3",
            "LEVEL:7/p/1 7/p/1 1 7/p/1:1.3", "LEVEL:7/p/1 7/p/1 1 ", "LEVEL:7/p/1 7/p/1 1",
            "VIEW_CHANGE:7/p/1 quorate q/1@h:1 1 7/p/1 -", "VIEW_CHANGE:7/p/1 quorate - 1 7/p/1 -",
            "VIEW_CHANGE:7/p/1 quorate p/1@h:1,p/2@h:2 1 7/p/1 -", "VIEW_CHANGE:7/p/1 quorate p/2@h:1 1 7/p/1 -",
            "VIEW_CHANGE:7/p/1 maybe p/1@h:1 1 7/p/1 -", "VIEW_CHANGE:7/p/1 quorate p/1@h:1 0 7/p/1 -",
            "VIEW_CHANGE:7/p/1 quorate p/1@h:1 1 7/p/1 a,,b", "REFUSED", "REFUSED:a\tb"})
    void malformedLines(String line) {
        refused(line.getBytes(UTF_8));
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "", ";", PAYLOAD + ";", ";" + PAYLOAD, PAYLOAD + ";;" + PAYLOAD, "DATA", "DATA|", "data|s|" + TIME + "|1|2|3",
            "DATA|s|" + TIME, "DATA|s|" + TIME + "|1|2", "DATA|s|" + TIME + "|1|2|3|4", "DATA||" + TIME + "|1|2|3",
            "DATA|../x|" + TIME + "|1|2|3", "DATA|a/b|" + TIME + "|1|2|3", "DATA|CON|" + TIME + "|1|2|3",
            "DATA|nul.x.y|" + TIME + "|1|2|3", "DATA|lpt1|" + TIME + "|1|2|3", "DATA|=cmd|" + TIME + "|1|2|3",
            "DATA|-s|" + TIME + "|1|2|3", "DATA|s\u0000|" + TIME + "|1|2|3", "DATA|s\u00e9|" + TIME + "|1|2|3",
            "DATA|s|" + TIME + "|1|2|3\t", "DATA|s|" + TIME + "|\"1\"|2|3", "DATA|s|" + TIME + "|1,5|2|3",
            "DATA|s|" + TIME + "|1|2|\u00e9", "DATA|s|" + TIME + "|1|2|\u007f",
            "DATA|s|" + TIME + "|=1+1|2|3", "DATA|s|" + TIME + "|1|@x|3", "DATA|s|" + TIME + "|1|2|+E1",
            "DATA|s|" + TIME + "|-1-1|2|3", "DATA|s|" + TIME + "|NaN|2|3", "DATA|s|" + TIME + "|1|Infinity|3",
            "DATA|s|" + TIME + "|1|2|0x1p3", "DATA|s|" + TIME + "|.5|2|3", "DATA|s|" + TIME + "|5.|2|3",
            "DATA|s|" + TIME + "|1e|2|3", "DATA|s|" + TIME + "|1e+|2|3", "DATA|s|" + TIME + "|-|2|3",
            "DATA|s|" + TIME + "|111111111111111111111111111111111|2|3",
            "DATA|s||1|2|3", "DATA|s|t|1|2|3", "DATA|s|=1+1|1|2|3", "DATA|s|2024-01-01|1|2|3",
            "DATA|s|2024-01-01T00:00:00|1|2|3", "DATA|s|2024-01-01T00:00:00+01:00|1|2|3",
            "DATA|s|10000-01-01T00:00:00Z|1|2|3", "DATA|s|-2024-01-01T00:00Z|1|2|3", "DATA|s|2024-01-01T00:00:00.Z|1|2|3",
            "DATA|s|2024-01-01T00:00:00.1234567890Z|1|2|3", "DATA|s|2024-01-01t00:00:00z|1|2|3",
            "DATA|sssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssss|2024-01-01T00:00:00Z|1|2|3"})
    void malformedPayloads(String payloads) {
        int count = Run.countPayloads(payloads.getBytes(UTF_8));
        refused(("SEQUENCER_REQUEST:" + payloads + " " + VIEW + " p/1 1 " + count).getBytes(UTF_8));
        refused(("APPEND:" + VIEW + " 0 1 p/1 1 " + count + " " + payloads).getBytes(UTF_8));
        refused(("ENTRIES:" + VIEW + " " + VIEW + " 1 p/1 1 " + count + " " + payloads).getBytes(UTF_8));
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "DATA|console|" + TIME + "|+1|-0|1e400", "DATA|com|" + TIME + "|0050|1E-7|-1.50e+10", "DATA|COM10|" + TIME + "|||",
            "DATA|0.a_b-c|0000-01-01T00:00Z|1||", "DATA|s|9999-12-31T23:59:59.123456789Z|1||"})
    void unusualPayloadsThatAreFine(String payload) throws WireException {
        byte[] line = ("SEQUENCER_REQUEST:" + payload + ";" + PAYLOAD + " " + VIEW + " p/1 1 2").getBytes(UTF_8);
        assertArrayEquals(line, Codec.encode(Codec.decode(line, 0, line.length)));
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "0 1 p/1 1 0 " + PAYLOAD, "0 1 p/1 1 2 " + PAYLOAD, "0 1 p/1 1 1 " + PAYLOAD + ";" + PAYLOAD,
            "0 0 p/1 1 1 " + PAYLOAD, "0 1 p/1 0 1 " + PAYLOAD, "0 1 -/0 1 1 " + PAYLOAD, "0 1 p/1 1 1",
            "0 1 p/1 1 1 " + PAYLOAD + " ", "0 1 p/1 1 1 " + PAYLOAD + " x", "0 1 p/1 1 4294967297 " + PAYLOAD})
    void runsWhoseHeaderDoesNotFit(String rest) throws WireException {
        String good = "APPEND:" + VIEW + " 0 1 p/1 1 1 " + PAYLOAD;
        Codec.decode(good.getBytes(UTF_8), 0, good.length());
        refused(("APPEND:" + VIEW + " " + rest).getBytes(UTF_8));
    }

    @Test
    void oversizedThings() {
        String id = "p".repeat(65);
        refused(("COORDINATOR:" + id + " " + VIEW).getBytes(UTF_8));
        refused(("WELCOME:p/1@" + "h".repeat(65) + ":1").getBytes(UTF_8));
        refused(("REFUSED:" + "x".repeat(1001)).getBytes(UTF_8));
        refused(("VIEW_CHANGE:7/p/1 small p/1@h:1 1 7/p/1 " + "a,".repeat(1024) + "a").getBytes(UTF_8));
        refused(("APPEND:7/p/1 0 1 p/1 1 1 " + PAYLOAD + "1".repeat(Run.MAX_BYTES)).getBytes(UTF_8));
        refused(("REFUSED:" + " ".repeat(Codec.MAX_LINE)).getBytes(UTF_8));
        refused("x".repeat(Codec.MAX_LINE).getBytes(UTF_8));
    }

    @Test
    void textThatIsNotUtf8() {
        refused("REFUSED:\u00e9".getBytes(ISO_8859_1));
    }

    @Test
    void everyLineCutShortUnlessItIsStillAMessage() {
        for (byte[] line : goodLines()) {
            for (int len = 0; len < line.length; len++) {
                readsBackTheSameOrIsRefused(Arrays.copyOf(line, len));
            }
        }
    }

    @Test
    void randomBytes() {
        Random random = new Random(1);
        for (int i = 0; i < 20_000; i++) {
            byte[] line = new byte[random.nextInt(100)];
            random.nextBytes(line);
            refused(line);
        }
    }

    @Test
    void mutatedLines() {
        List<byte[]> lines = goodLines();
        int taken = 0;
        for (int seed = 0; seed < 60_000; seed++) {
            Random random = new Random(seed);
            byte[] line = lines.get(random.nextInt(lines.size()));
            for (int n = 1 + random.nextInt(3); n > 0; n--) {
                line = mutate(line, lines, random);
            }
            try {
                taken += readsBackTheSameOrIsRefused(line) ? 1 : 0;
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("seed " + seed + ": " + new String(line, ISO_8859_1), e);
            }
        }
        assertTrue(taken > 1000, "the mutations are too wild to find anything: " + taken);
    }

    private static byte[] mutate(byte[] line, List<byte[]> lines, Random random) {
        String s = new String(line, ISO_8859_1);
        int at = random.nextInt(s.length() + 1);
        int end = at + random.nextInt(s.length() + 1 - at);
        String donor = new String(lines.get(random.nextInt(lines.size())), ISO_8859_1);
        String common = " :,;|/@.-0123456789abcdef[]%ADT";
        String mutated = switch (random.nextInt(5)) {
            case 0 -> s.substring(0, at) + s.substring(end);
            case 1 -> s.substring(0, at) + s.substring(at, end) + s.substring(at);
            case 2 -> s.substring(0, at) + (char) random.nextInt(256) + s.substring(Math.min(s.length(), at + 1));
            case 3 -> s.substring(0, at) + common.charAt(random.nextInt(common.length()))
                    + s.substring(Math.min(s.length(), at + random.nextInt(2)));
            default -> s.substring(0, at) + donor.substring(random.nextInt(donor.length()));
        };
        return mutated.getBytes(ISO_8859_1);
    }

    private static List<byte[]> goodLines() {
        List<byte[]> lines = new ArrayList<>();
        Samples.golden().keySet().forEach(line -> lines.add(line.getBytes(UTF_8)));
        return lines;
    }

    /** There is one spelling of each message, so nothing can hide between what was read and what is passed on. */
    private static boolean readsBackTheSameOrIsRefused(byte[] line) {
        Message m;
        try {
            m = Codec.decode(line, 0, line.length);
        } catch (WireException refused) {
            return false;
        }
        if (!(m instanceof Message.Refused)) {
            assertArrayEquals(line, Codec.encode(m));
        }
        return true;
    }

    private static void refused(byte[] line) {
        WireException e = assertThrows(WireException.class, () -> Codec.decode(line, 0, line.length),
                () -> new String(line, 0, Math.min(200, line.length), ISO_8859_1));
        assertEquals(true, !e.getMessage().isEmpty() && e.getMessage().length() < 60);
    }
}
