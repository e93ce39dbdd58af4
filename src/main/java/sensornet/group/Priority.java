package sensornet.group;

import java.math.BigInteger;
import java.util.Comparator;
import java.util.List;

/**
 * Who is higher in the bully election. To add a rule: write one more constant and put it into {@link #RULES}.
 * A rule must be a total order on ids: only equal ids may compare as equal (attack F30).
 */
public record Priority(String name, Comparator<String> order) implements Comparator<String> {

    /** Peer ids as strings. Never {@code UUID.compareTo}, which compares signed. */
    public static final Priority ID = new Priority("id", Comparator.naturalOrder());

    /** Ids that are numbers by their value and above all others; "7" and "07" are told apart as strings. */
    public static final Priority NUMERIC = new Priority("numeric",
            Comparator.comparing(Priority::number).thenComparing(Comparator.naturalOrder()));

    /** Every rule that {@code --priority} knows. */
    public static final List<Priority> RULES = List.of(ID, NUMERIC);

    private static BigInteger number(String id) {
        return id.chars().allMatch(c -> c >= '0' && c <= '9') ? new BigInteger(id) : BigInteger.ONE.negate();
    }

    /** The rule of that name, or null. */
    public static Priority named(String name) {
        return RULES.stream().filter(r -> r.name.equals(name)).findFirst().orElse(null);
    }

    @Override
    public int compare(String a, String b) {
        return order.compare(a, b);
    }
}
