package sensornet.sensor;

import java.math.BigDecimal;
import java.util.function.Supplier;

/**
 * Lets through what can be true: a value outside what its source can physically give is left out, counted and said; of
 * the others those with an offset are corrected. Of one thread.
 */
final class Gate {
    /** No instrument has more digits; without a bound a value such as 1e-999999999 could fill the memory. */
    private static final int MAX_SCALE = 64;

    private final String id;
    private final String own;
    private final Supplier<Ranges> ranges;
    private final SensorOptions options;
    private final Spells spells;

    /**
     * @param id that the readings mostly carry, so that messages need not name it again
     * @param own the id that options name for all that comes from this source
     * @param ranges asked for each value: a device may turn out to be another one
     */
    Gate(String id, String own, Supplier<Ranges> ranges, SensorOptions options, Spells spells) {
        this.id = id;
        this.own = own;
        this.ranges = ranges;
        this.options = options;
        this.spells = spells;
    }

    /** The reading with what can be true, or null if nothing of it can. A value without an offset keeps its digits. */
    Reading pass(Reading r) {
        String temperature = pass(r, Quantity.TEMPERATURE);
        String humidity = pass(r, Quantity.HUMIDITY);
        String pressure = pass(r, Quantity.PRESSURE);
        return temperature.isEmpty() && humidity.isEmpty() && pressure.isEmpty() ? null
                : new Reading(r.sensor(), r.timestamp(), temperature, humidity, pressure);
    }

    private String pass(Reading r, Quantity quantity) {
        String text = quantity.of(r);
        if (text.isEmpty()) {
            return text;
        }
        String what = r.sensor().equals(id) ? quantity.word : quantity.word + " of " + r.sensor();
        Range given = options.range(r.sensor(), own, quantity);
        Ranges known = ranges.get();
        Range range = given == null ? known.range(quantity) : given;
        BigDecimal value = parse(text);
        if (value == null || !range.holds(value)) {
            spells.bad(what, what + " " + text + " " + quantity.unit + " is outside " + range
                    + (given == null ? ", all that " + known.of() + " can give" : ", the range given") + ": not recorded");
            return "";
        }
        BigDecimal offset = options.offset(r.sensor(), own, quantity);
        if (offset == null) {
            spells.good(what, text);
            return text;
        }
        BigDecimal corrected = value.add(offset);
        if (!Ranges.PHYSICS.range(quantity).holds(corrected)) {
            spells.bad(what, what + " " + text + " " + quantity.unit + " with its offset " + offset.toPlainString() + " is outside "
                    + Ranges.PHYSICS.range(quantity) + ": not recorded; is the offset right?");
            return "";
        }
        spells.good(what, text);
        return corrected.toPlainString();
    }

    private static BigDecimal parse(String text) {
        try {
            BigDecimal value = new BigDecimal(text);
            return Math.abs((long) value.scale()) <= MAX_SCALE ? value : null;
        } catch (NumberFormatException e) {
            return null; // an exponent beyond all numbers
        }
    }
}
