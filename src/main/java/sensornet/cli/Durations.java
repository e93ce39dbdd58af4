package sensornet.cli;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Lengths of time as people write them: {@code 500ms}, {@code 1.5s}, {@code 2m}; a bare number is seconds. */
final class Durations {
    static final String RULE = "a duration such as 500ms, 5s or 2m";
    private static final Pattern FORM = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,9})?)(ms|s|m)?");
    /** Keeps every sum of deadlines far away from overflow. */
    private static final Duration LONGEST = Duration.ofDays(366);

    private Durations() {
    }

    /**
     * Reads a duration; 0 is one.
     *
     * @throws IllegalArgumentException with the rest of a sentence that begins with the value
     */
    static Duration parse(String text) {
        Matcher m = FORM.matcher(text);
        if (!m.matches()) {
            throw new IllegalArgumentException("is not " + RULE);
        }
        int millis = "ms".equals(m.group(2)) ? 1 : "m".equals(m.group(2)) ? 60_000 : 1000;
        BigDecimal nanos = new BigDecimal(m.group(1)).multiply(BigDecimal.valueOf(millis * 1_000_000L));
        Duration duration = Duration.ofMillis(nanos.longValue() / 1_000_000).plusNanos(nanos.longValue() % 1_000_000);
        if (duration.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("is longer than a year");
        }
        return duration;
    }
}
