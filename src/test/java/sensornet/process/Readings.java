package sensornet.process;

import java.util.List;
import java.util.stream.IntStream;

/** Readings for tests: numbered, so that what is missing, doubled or out of order shows at once. */
final class Readings {
    private static final String TIME = "2024-01-01T00:00:00Z";

    private Readings() {
    }

    /** Input lines number {@code from .. to} of a sensor; trailing zeros test that digits are kept. */
    static List<String> lines(String sensor, int from, int to) {
        return IntStream.rangeClosed(from, to)
                .mapToObj(i -> "DATA|" + sensor + "|" + TIME + "|" + temperature(i) + "|40.0|").toList();
    }

    /** What {@link CsvFiles#readings} shows of the same. */
    static List<String> rows(int from, int to) {
        return IntStream.rangeClosed(from, to).mapToObj(i -> TIME + "," + temperature(i) + ",40.0,").toList();
    }

    private static String temperature(int i) {
        return "20." + (1_000_000 + i) + "0";
    }
}
