package sensornet.bench;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The readings that are fed, the same for every contender: 64 to 70 bytes, made beforehand. The temperature counts the
 * readings of a source, the humidity says which source it is.
 */
final class Readings {
    /** Of every CSV file. */
    static final byte[] HEADER = "sequence,timestamp,sensor_id,temperature_c,humidity_pct,pressure_hpa\n"
            .getBytes(StandardCharsets.US_ASCII);
    private static final String TIME = "2026-03-01T06:00:00.123Z";

    /** A file of lines; {@code rowBytes} is what all its CSV rows take, without their sequence numbers. */
    record Input(Path file, int lines, long rowBytes, List<String> sensors) {
    }

    private Readings() {
    }

    /** With its line feed. */
    static byte[] line(String sensor, int source, int index) {
        return ("DATA|" + sensor + "|" + TIME + "|" + index + "|" + source + "|1013.25\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    /** One file for each source, with that many lines and a sensor of its own. */
    static List<Input> files(Path dir, int sources, int lines) throws IOException {
        List<Input> inputs = new ArrayList<>();
        for (int s = 0; s < sources; s++) {
            inputs.add(file(dir, s, lines, List.of("greenhouse-" + s)));
        }
        return inputs;
    }

    /** The readings go round all sensors. */
    static Input file(Path dir, int source, int lines, List<String> sensors) throws IOException {
        Path file = dir.resolve("readings-" + source + "-" + lines + "-" + sensors.size());
        long rowBytes = 0;
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20)) {
            for (int i = 0; i < lines; i++) {
                byte[] line = line(sensors.get(i % sensors.size()), source, i);
                out.write(line);
                // The row is the line without DATA| and with a sequence number and a comma.
                rowBytes += line.length - 5 + 1;
            }
        }
        return new Input(file, lines, rowBytes, sensors);
    }

    /** The size of all CSV files of one process when it has every reading, each input fed that many times. */
    static long csvBytes(List<Input> inputs, int times) {
        long rows = times * inputs.stream().mapToLong(Input::lines).sum();
        long files = inputs.stream().flatMap(i -> i.sensors().stream()).distinct().count();
        return files * HEADER.length + times * inputs.stream().mapToLong(Input::rowBytes).sum() + digits(rows);
    }

    /** How many digits the numbers 1 to n have together. */
    private static long digits(long n) {
        long sum = 0;
        for (long from = 1, length = 1; from <= n; from *= 10, length++) {
            sum += length * (Math.min(n, from * 10 - 1) - from + 1);
        }
        return sum;
    }
}
