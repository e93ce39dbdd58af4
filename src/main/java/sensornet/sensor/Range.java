package sensornet.sensor;

import java.math.BigDecimal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The values that can be true, both ends included; in the unit of the quantity. */
record Range(BigDecimal least, BigDecimal most) {
    private static final Pattern FORM = Pattern.compile("([+-]?\\d{1,9}(?:\\.\\d{1,9})?)\\.\\.([+-]?\\d{1,9}(?:\\.\\d{1,9})?)");

    static Range of(String least, String most) {
        return new Range(new BigDecimal(least), new BigDecimal(most));
    }

    /**
     * Reads {@code MIN..MAX}.
     *
     * @throws IllegalArgumentException with the rest of a sentence that begins with the value
     */
    static Range parse(String text) {
        Matcher m = FORM.matcher(text);
        if (!m.matches()) {
            throw new IllegalArgumentException("must be MIN..MAX such as -40..85");
        }
        Range range = of(m.group(1), m.group(2));
        if (range.least.compareTo(range.most) > 0) {
            throw new IllegalArgumentException("must have its smaller end first");
        }
        return range;
    }

    boolean holds(BigDecimal value) {
        return value.compareTo(least) >= 0 && value.compareTo(most) <= 0;
    }

    @Override
    public String toString() {
        return least.toPlainString() + ".." + most.toPlainString();
    }
}
