package sensornet.sensor;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.opencsv.CSVParser;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import sensornet.model.Identity;
import sensornet.model.Run;
import sensornet.model.ViewId;
import sensornet.store.RowFuzz;
import sensornet.wire.Codec;
import sensornet.wire.Message;
import sensornet.wire.WireException;

/**
 * Fuzz target: a stream of a sensor. No bytes end it, and every reading that is taken from it passes the wire and is, as
 * a CSV row, what opencsv and a spreadsheet read back: an id, a time and numbers, nothing that would be a formula.
 */
public final class StdinFuzz {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2024-05-01T12:00:00.25Z"), ZoneOffset.UTC);
    private static final ViewId VIEW = new ViewId(1, new Identity("p", 1));

    private StdinFuzz() {
    }

    public static void fuzzerTestOneInput(byte[] stream) {
        LinePump pump = new LinePump("fuzz", new ByteArrayInputStream(stream), new StdinParser(CLOCK));
        try {
            pump.run((payloads, count) -> taken(payloads, count));
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
        oneLine(stream);
    }

    /** Where the fast way takes a line, the careful one makes the same of it. */
    private static void oneLine(byte[] line) {
        if (line.length > LinePump.MAX_LINE) {
            return;
        }
        StdinParser parser = new StdinParser(CLOCK);
        PayloadBuffer fast = new PayloadBuffer();
        PayloadBuffer careful = new PayloadBuffer();
        if (parser.fast(line, 0, line.length, fast)) {
            if (!parser.careful(line, 0, line.length, careful) || !Arrays.equals(bytes(fast), bytes(careful))) {
                throw new AssertionError("two readings of one line");
            }
        }
    }

    private static byte[] bytes(PayloadBuffer buffer) {
        byte[][] all = new byte[1][];
        try {
            buffer.drainTo((payloads, count) -> all[0] = payloads);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        return all[0];
    }

    static void taken(byte[] payloads, int count) {
        Run run = new Run(new Identity("p", 1), 1, count, payloads);
        byte[] line = Codec.encode(new Message.SequencerRequest(VIEW, run));
        try {
            Codec.decode(line, 0, line.length);
        } catch (WireException e) {
            throw new AssertionError("the wire refuses what was taken: " + new String(payloads, US_ASCII), e);
        }
        long seq = 1;
        for (String payload : new String(payloads, US_ASCII).split(";", -1)) {
            row(payload, seq++);
        }
    }

    private static void row(String payload, long seq) {
        String row = RowFuzz.csvLine(payload.getBytes(US_ASCII), seq);
        String[] f = payload.split("\\|", -1);
        try {
            String[] read = new CSVParser().parseLine(row);
            if (!Arrays.equals(new String[] {"" + seq, f[2], f[1], f[3], f[4], f[5]}, read)) {
                throw new AssertionError("read back as " + Arrays.toString(read));
            }
        } catch (IOException e) {
            throw new AssertionError("no CSV: " + row, e);
        }
        OffsetDateTime.parse(f[2]);
        for (String value : List.of(f[3], f[4], f[5])) {
            if (!value.isEmpty()) {
                new java.math.BigDecimal(exponentBounded(value));
            }
        }
        if (!SensorIds.isValid(f[1])) {
            throw new AssertionError("sensor id " + f[1]);
        }
    }

    /** BigDecimal has no exponents of ten digits and more; the text of a number may have. */
    private static String exponentBounded(String value) {
        return value.replaceAll("([eE][+-]?)0*(\\d{0,6})\\d*$", "$10$2");
    }

    public static List<byte[]> seeds() {
        List<byte[]> seeds = new ArrayList<>();
        for (String line : List.of("DATA|s1|2024-01-01T00:00:00Z|4.0||1016.6", "s1,2024-01-01T00:00:00.123456789Z,-4.0e-7,+1,0050",
                "\"s1\",\"2024-01-01T01:00:00+01:00\",\"4.0\",\"\",\"1016.6\"", "s1,,1,2,3\r\ns-2,,,,1e400\n\n",
                "sensor_id,timestamp,temperature_c,humidity_pct,pressure_hpa\nCON,,1,2,3\n../x,,1,2,3\n",
                "=cmd|' /C calc'!A0,,1,2,3\ns,,=1+1,2,3\ns,,@x,2,3\n", "s,9999-12-31T23:59:59-01:00,NaN,Infinity,0x1p3\n",
                "s,0000-01-01T00:00Z,1,2,3\ns,2016-12-31T23:59:60Z,1,2,3\ns,10000-01-01T00:00:00Z,1,2,3\n")) {
            seeds.add(line.getBytes(UTF_8));
        }
        return seeds;
    }
}
