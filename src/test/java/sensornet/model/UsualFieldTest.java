package sensornet.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What is seen eight bytes at a time against regular expressions, which look at one. */
class UsualFieldTest {
    private static final Pattern TIME = Pattern.compile("(\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{3})?Z).*", Pattern.DOTALL);
    /** A number of at most seven characters without its sign, and what follows is in no number. */
    private static final Pattern NUMBER = Pattern.compile("(-?(?=[\\d.]{1,7}[^\\d.])\\d+(\\.\\d+)?)[^\\d.eE].*", Pattern.DOTALL);
    private static final List<String> USUAL = List.of("2026-03-01T09:59:07.123Z", "2026-03-01T09:59:07Z");

    private final Random random = new Random(3);

    @Test
    void aTimeIsOneWhateverItsDigitsAndNothingElseIs() {
        int times = 0;
        for (int i = 0; i < 400_000; i++) {
            String usual = USUAL.get(i % 2);
            byte[] text = (usual + "|1;|||||||").getBytes(StandardCharsets.US_ASCII);
            for (int changes = random.nextInt(3); changes > 0; changes--) {
                text[random.nextInt(usual.length())] = any("0123456789-:T.Z/;");
            }
            Matcher matcher = TIME.matcher(text(text));
            int end = matcher.matches() ? matcher.end(1) : -1;
            times += end > 0 ? 1 : 0;
            assertEquals(end, UsualField.endOfTime(text, 0, text.length), () -> text(text));
        }
        assertTrue(times > 100_000, "only " + times + " times");
    }

    @Test
    void everyByteInEveryPlaceOfATimeIsJudgedAsByItself() {
        for (String usual : USUAL) {
            for (int at = 0; at < usual.length(); at++) {
                for (int b = 0; b < 256; b++) {
                    if (b == 'Z' && at == USUAL.get(1).length() - 1) {
                        continue; // the end of either
                    }
                    byte[] text = (usual + "|1;|||||||").getBytes(StandardCharsets.US_ASCII);
                    text[at] = (byte) b;
                    boolean is = Character.isDigit(usual.charAt(at)) ? b >= '0' && b <= '9' : b == usual.charAt(at);
                    assertEquals(is ? usual.length() : -1, UsualField.endOfTime(text, 0, text.length),
                            "byte " + b + " at " + at + " of " + usual);
                }
            }
        }
    }

    @Test
    void aTimeThatIsCutOffOrAtTheEndOfTheArrayIsNotSeen() {
        byte[] text = (USUAL.get(0) + "|").getBytes(StandardCharsets.US_ASCII);
        assertEquals(24, UsualField.endOfTime(text, 0, 24));
        assertEquals(-1, UsualField.endOfTime(text, 0, 23));
        assertEquals(-1, UsualField.endOfTime(text, 2, 25));
        byte[] whole = USUAL.get(1).getBytes(StandardCharsets.US_ASCII);
        assertEquals(-1, UsualField.endOfTime(whole, 0, whole.length));
    }

    @Test
    void aNumberEndsWhereItEnds() {
        int numbers = 0;
        for (int i = 0; i < 400_000; i++) {
            byte[] text = new byte[random.nextInt(14)];
            for (int k = 0; k < text.length; k++) {
                text[k] = any(k < 5 ? "0123456789." : "01234.|;-+e ");
            }
            if (text.length > 0 && random.nextInt(4) == 0) {
                text[0] = '-';
            }
            Matcher matcher = NUMBER.matcher(text(text));
            int end = UsualField.endOfNumber(text, 0);
            if (end >= 0) {
                numbers++;
                assertTrue(matcher.matches(), () -> text(text));
                assertEquals(matcher.end(1), end, () -> text(text));
            } else if (matcher.matches()) {
                int start = text[0] == '-' ? 1 : 0;
                assertTrue(text.length - start < Long.BYTES, () -> "not seen: " + text(text));
            }
        }
        assertTrue(numbers > 50_000, "only " + numbers + " numbers");
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private byte any(String usual) {
        return (byte) (random.nextInt(8) == 0 ? random.nextInt(256) : usual.charAt(random.nextInt(usual.length())));
    }
}
