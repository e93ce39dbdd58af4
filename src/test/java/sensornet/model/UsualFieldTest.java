package sensornet.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What is seen eight bytes at a time against regular expressions, which look at one. */
class UsualFieldTest {
    private static final Pattern TIME = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z.*", Pattern.DOTALL);
    /** A number of at most seven characters without its sign, and what follows is in no number. */
    private static final Pattern NUMBER = Pattern.compile("(-?(?=[\\d.]{1,7}[^\\d.])\\d+(\\.\\d+)?)[^\\d.eE].*", Pattern.DOTALL);
    private static final String USUAL = "2026-03-01T09:59:07.123Z";

    private final Random random = new Random(3);

    @Test
    void aTimeIsOneWhateverItsDigitsAndNothingElseIs() {
        int times = 0;
        for (int i = 0; i < 200_000; i++) {
            byte[] text = (USUAL + "|1").getBytes(StandardCharsets.US_ASCII);
            for (int changes = random.nextInt(3); changes > 0; changes--) {
                text[random.nextInt(USUAL.length())] = any("0123456789-:T.Z/;");
            }
            boolean is = TIME.matcher(new String(text, StandardCharsets.ISO_8859_1)).matches();
            times += is ? 1 : 0;
            assertEquals(is, UsualField.isTime(text, 0, text.length), () -> new String(text, StandardCharsets.ISO_8859_1));
        }
        assertTrue(times > 50_000, "only " + times + " times");
    }

    @Test
    void everyByteInEveryPlaceOfATimeIsJudgedAsByItself() {
        for (int at = 0; at < USUAL.length(); at++) {
            for (int b = 0; b < 256; b++) {
                byte[] text = USUAL.getBytes(StandardCharsets.US_ASCII);
                text[at] = (byte) b;
                boolean is = Character.isDigit(USUAL.charAt(at)) ? b >= '0' && b <= '9' : b == USUAL.charAt(at);
                assertEquals(is, UsualField.isTime(text, 0, text.length), "byte " + b + " at " + at);
            }
        }
        assertFalse(UsualField.isTime(USUAL.getBytes(StandardCharsets.US_ASCII), 0, USUAL.length() - 1));
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
            Matcher matcher = NUMBER.matcher(new String(text, StandardCharsets.ISO_8859_1));
            int end = UsualField.endOfNumber(text, 0);
            if (end >= 0) {
                numbers++;
                assertTrue(matcher.matches(), () -> new String(text, StandardCharsets.ISO_8859_1));
                assertEquals(matcher.end(1), end, () -> new String(text, StandardCharsets.ISO_8859_1));
            } else if (matcher.matches()) {
                int start = text[0] == '-' ? 1 : 0;
                assertTrue(text.length - start < Long.BYTES, () -> "not seen: " + new String(text, StandardCharsets.ISO_8859_1));
            }
        }
        assertTrue(numbers > 50_000, "only " + numbers + " numbers");
    }

    private byte any(String usual) {
        return (byte) (random.nextInt(8) == 0 ? random.nextInt(256) : usual.charAt(random.nextInt(usual.length())));
    }
}
