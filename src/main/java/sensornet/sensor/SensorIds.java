package sensornet.sensor;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;

/**
 * What may be the id of a sensor, a peer or a group. A sensor id names a CSV file and stands unquoted in payloads, so
 * it holds nothing that means something to a shell, a file system, the wire or a spreadsheet.
 */
public final class SensorIds {
    public static final int MAX_LENGTH = 64;
    /** The rule in words, for messages. */
    public static final String RULE = "1-64 of A-Z a-z 0-9 . _ -, starting with a letter or digit";

    /** Windows opens the device, not a file, for these names with any extension. The data of one host moves to another. */
    private static final Set<String> DEVICES = Set.of("con", "prn", "aux", "nul",
            "com0", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8", "com9",
            "lpt0", "lpt1", "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9");
    private SensorIds() {
    }

    public static boolean isValid(String id) {
        byte[] bytes = id.getBytes(StandardCharsets.UTF_8);
        return isValid(bytes, 0, bytes.length);
    }

    /** The same for bytes {@code from} (inclusive) to {@code to} (exclusive). */
    static boolean isValid(byte[] b, int from, int to) {
        if (to <= from || to - from > MAX_LENGTH || !isAlphanumeric(b[from])) {
            return false;
        }
        int dot = to;
        for (int i = to - 1; i > from; i--) {
            if (b[i] == '.') {
                dot = i;
            } else if (!isAlphanumeric(b[i]) && b[i] != '_' && b[i] != '-') {
                return false;
            }
        }
        int stem = dot - from;
        return stem < 3 || stem > 4 || !startsLikeDevice(b[from]) || !isDevice(new String(b, from, stem, StandardCharsets.US_ASCII));
    }

    /**
     * Returns the id, if it is one.
     *
     * @param what the noun of the message, such as "sensor id"
     * @throws IllegalArgumentException with one line that says the rule
     */
    public static String check(String what, String id) {
        if (isValid(id)) {
            return id;
        }
        int dot = id.indexOf('.');
        if (isDevice(dot < 0 ? id : id.substring(0, dot))) {
            throw new IllegalArgumentException(what + " " + Texts.shown(id) + " is a device name on Windows: choose another");
        }
        throw new IllegalArgumentException(what + " " + Texts.shown(id) + " must be " + RULE);
    }

    /** A valid id as near to that text as can be: what may not stand in one becomes a dash, what is too long is cut. */
    static String safe(String text) {
        String id = text.replaceAll("[^A-Za-z0-9._-]+", "-").replaceAll("^[._-]+", "");
        id = id.substring(0, Math.min(id.length(), MAX_LENGTH)).replaceAll("[._-]+$", "");
        return isValid(id) ? id : id.isEmpty() ? "sensor" : "sensor-" + id;
    }

    /** Spares almost every id the look-up. */
    private static boolean startsLikeDevice(byte c) {
        int lower = c | 0x20;
        return lower == 'c' || lower == 'p' || lower == 'a' || lower == 'n' || lower == 'l';
    }

    private static boolean isDevice(String stem) {
        return DEVICES.contains(stem.toLowerCase(Locale.ROOT));
    }

    private static boolean isAlphanumeric(byte c) {
        return c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c >= 'A' && c <= 'Z';
    }
}
