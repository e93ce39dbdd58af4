package sensornet.sensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ReadingTest {
    private static final String NOON = "2024-05-01T12:00:00Z";

    @Test
    void thePayloadKeepsEveryDigit() {
        assertEquals("DATA|s1|" + NOON + "|+04.0|1e-3|1013.250000",
                new String(new Reading("s1", NOON, "+04.0", "1e-3", "1013.250000").payload(), StandardCharsets.US_ASCII));
        assertEquals("DATA|s1|" + NOON + "|4.0||",
                new String(new Reading("s1", NOON, "4.0", "", "").payload(), StandardCharsets.US_ASCII));
    }

    @Test
    void noPayloadIsLongerThanTheLimitThatBuffersRelyOn() {
        String number = "1".repeat(32);
        Reading longest = new Reading("x".repeat(64), "2024-05-01T12:00:00.123456789Z", number, number, number);
        assertEquals(Reading.MAX_PAYLOAD, longest.payload().length);
    }

    @Test
    void numbersHaveOneGrammar() {
        for (String good : List.of("0", "-0", "+1", "4.0", "0004", "1e5", "1E+5", "-1.5e-10", "1".repeat(32))) {
            assertTrue(isNumber(good), good);
        }
        for (String bad : List.of("", ".", ".5", "5.", "-", "+-1", "1e", "1e+", "e5", "1.2.3", "NaN", "Infinity", "-inf", "0x1",
                "1 ", " 1", "1,0", "1_0", "1f", "١", "1".repeat(33), "1e5e5", "1e5.0")) {
            assertFalse(isNumber(bad), bad);
        }
    }

    @Test
    void numbersAgreeWithTheirRegularExpression() {
        Pattern rule = Pattern.compile("[+-]?\\d+(\\.\\d+)?([eE][+-]?\\d+)?");
        Random random = new Random(1);
        String alphabet = "0123456789..eE+-+-x";
        int good = 0;
        for (int i = 0; i < 200_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int n = random.nextInt(8); n >= 0; n--) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            boolean expected = rule.matcher(text).matches();
            assertEquals(expected, isNumber(text.toString()), text.toString());
            good += expected ? 1 : 0;
        }
        assertTrue(good > 1000);
    }

    @Test
    void aBadFieldIsNamedWithItsValueAndTheRule() {
        assertEquals("temperature 'warm' is no number (digits with an optional sign, fraction and exponent, at most 32"
                + " characters)", refusal("s1", NOON, "warm", "", ""));
        assertTrue(refusal("s1", NOON, "", "NaN", "").startsWith("humidity 'NaN' is no number"));
        assertTrue(refusal("s1", NOON, "", "", "1;2").startsWith("pressure '1;2' is no number"));
        assertEquals("temperature, humidity and pressure are all empty", refusal("s1", NOON, "", "", ""));
        assertTrue(refusal("a b", NOON, "1", "", "").startsWith("sensor id 'a b' must be"));
        assertTrue(refusal("s1", "2024-05-01T12:00:00+02:00", "1", "", "").endsWith("is not in UTC"));
    }

    @Test
    void aTimeInUtcKeepsItsText() {
        for (String time : List.of(NOON, "0000-01-01T00:00:00Z", "9999-12-31T23:59:59.999999999Z", "2024-02-29T00:00Z",
                "2024-05-01T12:00:00.1Z", "2000-02-29T00:00:00Z")) {
            assertEquals(time, Timestamps.normalise(time));
        }
    }

    @Test
    void anOffsetIsMovedToUtcAndKeepsItsSeconds() {
        assertEquals("2024-05-01T10:00:00.500Z", Timestamps.normalise("2024-05-01T12:00:00.500+02:00"));
        assertEquals("2024-05-02T04:30:07Z", Timestamps.normalise("2024-05-01T23:00:07-0530"));
        assertEquals("2023-12-31T23:00Z", Timestamps.normalise("2024-01-01T00:00+01"));
        assertEquals("2024-02-29T23:59:00Z", Timestamps.normalise("2024-03-01T00:00:00+00:01"));
        assertEquals(NOON, Timestamps.normalise("2024-05-01T12:00:00-00:00"));
        assertEquals(NOON, Timestamps.normalise("2024-05-01t12:00:00z"));
    }

    @Test
    void whatIsNoTimeIsRefused() {
        for (String time : List.of("", "now", "2024-05-01", "2024-05-01 12:00:00Z", "2024-5-1T12:00:00Z", "2024-02-30T00:00:00Z",
                "2023-02-29T00:00:00Z", "1900-02-29T00:00:00Z", "2024-13-01T00:00:00Z", "2024-00-01T00:00:00Z",
                "2024-05-00T00:00:00Z", "2024-05-01T24:00:00Z", "2016-12-31T23:59:60Z", "2024-05-01T12:60:00Z",
                "2024-05-01T12:00:00.Z", "2024-05-01T12:00:00.1234567890Z", "2024-05-01T12:00:00,5Z", "2024-05-01T12:00:0Z",
                "2024-05-01T12:00:00+2", "2024-05-01T12:00:00+25:00", "2024-05-01T12:00:00+02:60", "2024-05-01T12:00:00ZZ",
                "2024-05-01T12:00:00[UTC]", "+2024-05-01T12:00:00Z", "12024-05-01T12:00:00Z", "0000-01-01T00:00:00+01:00",
                "9999-12-31T23:59:59-01:00", "2024-05-01T12:00:00+02:0", "2024-05-01T12:00:")) {
            assertThrows(IllegalArgumentException.class, () -> Timestamps.normalise(time), time);
        }
        assertTrue(assertThrows(IllegalArgumentException.class, () -> Timestamps.normalise("2024-05-01T12:00:00"))
                .getMessage().contains("has no time zone"));
    }

    @Test
    void aMadeUpTimeHasThreeDigitsOfASecond() {
        assertEquals("2024-05-01T12:00:00.000Z", Timestamps.format(Instant.parse(NOON)));
        assertEquals("2024-05-01T12:00:00.007Z", Timestamps.format(Instant.parse("2024-05-01T12:00:00.007999Z")));
    }

    private static boolean isNumber(String text) {
        byte[] b = text.getBytes(StandardCharsets.UTF_8);
        return Numbers.isNumber(b, 0, b.length);
    }

    private static String refusal(String id, String time, String t, String h, String p) {
        return assertThrows(IllegalArgumentException.class, () -> new Reading(id, time, t, h, p)).getMessage();
    }
}
