package sensornet.sensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import sensornet.model.Run;

class StdinSourceTest {
    private static final String TIME = "2024-01-01T00:00:00Z";

    @Test
    void theOrderAndDigitsOfTheInputAreKept() throws Exception {
        StringBuilder input = new StringBuilder("sensor_id,timestamp,temperature_c,humidity_pct,pressure_hpa\n");
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            input.append("s1,").append(TIME).append(',').append(i).append(".50,,\n");
            expected.add("DATA|s1|" + TIME + "|" + i + ".50||");
        }
        TakenReadings taken = run(new ByteArrayInputStream(bytes(input.toString())));
        assertEquals(expected, taken.payloads());
        assertTrue(taken.puts.size() < 10, "a flood goes in few puts, not " + taken.puts.size());
    }

    @Test
    void linesThatGrowDoNotOverflowAPut() throws Exception {
        StringBuilder input = new StringBuilder();
        for (int i = 0; i < 10_000; i++) {
            input.append("s,,1,,\n");
        }
        assertEquals(10_000, run(new ByteArrayInputStream(bytes(input.toString()))).payloads().size());
    }

    @Test
    void aByteOrderMarkCrLfBlankLinesAndAMissingLastLineEndAreTolerated() throws Exception {
        String input = "\uFEFFsensor_id,timestamp,t,h,p\r\n\r\ns1," + TIME + ",1,,\r\n\n  \nDATA|s2|" + TIME + "|2||\r\ns3," + TIME + ",3,,";
        List<String> expected = List.of("DATA|s1|" + TIME + "|1||", "DATA|s2|" + TIME + "|2||", "DATA|s3|" + TIME + "|3||");
        assertEquals(expected, run(new ByteArrayInputStream(bytes(input))).payloads());
        assertEquals(expected, run(new ByteArrayInputStream(bytes(input.replace("sensor_id,timestamp,t,h,p\r\n", ""))))
                .payloads());
    }

    @Test
    void aHugeLineIsSkippedAndTheNextOneTaken() throws Exception {
        String good = "s1," + TIME + ",1,,\n";
        String input = good + "x".repeat(1_000_000) + "\n" + good + "y".repeat(5_000) + "\n" + good + "z".repeat(200_000);
        assertEquals(3, run(new ByteArrayInputStream(bytes(input))).payloads().size());
    }

    @Test
    void aLineOfExactlyTheLimitIsTakenAndOneByteMoreIsNot() throws Exception {
        for (String end : List.of("\n", "\r\n", "")) {
            String line = "s1," + TIME + ",1,,";
            String longest = line + " ".repeat(StdinSource.MAX_LINE - line.length());
            assertEquals(2, run(new OneByteAtATime(bytes(line + "\n" + longest + end))).payloads().size());
            assertEquals(2, run(new ByteArrayInputStream(bytes(line + "\n" + longest + end))).payloads().size());
            assertEquals(1, run(new OneByteAtATime(bytes(line + "\n" + longest + " " + end))).payloads().size());
            assertEquals(1, run(new ByteArrayInputStream(bytes(line + "\n" + longest + " " + end))).payloads().size());
        }
    }

    @Test
    void howTheInputIsCutIntoReadsChangesNothing() throws Exception {
        Random random = new Random(3);
        StringBuilder input = new StringBuilder();
        for (int i = 0; i < 3_000; i++) {
            switch (random.nextInt(13)) {
                case 0 -> input.append("rubbish\n");
                case 12 -> input.append("s1,").append(TIME).append(",warm,,\n");
                case 1 -> input.append("x".repeat(random.nextInt(9_000))).append('\n');
                case 2 -> input.append("\r\n");
                case 3 -> input.append("\"s1\",").append(TIME).append(",").append(i).append(",,\r\n");
                default -> input.append("s1,").append(TIME).append(',').append(i).append(",,\n");
            }
        }
        byte[] all = bytes(input.toString());
        List<String> whole = run(new ByteArrayInputStream(all)).payloads();
        assertEquals(whole, run(new OneByteAtATime(all)).payloads());
        assertEquals(whole, run(new InRandomPieces(all, random)).payloads());
    }

    @Test
    void aLineIsHandedOverWithoutWaitingForMore() throws Exception {
        PipedInputStream in = new PipedInputStream(1 << 16);
        BlockingQueue<String> puts = new LinkedBlockingQueue<>();
        try (PipedOutputStream out = new PipedOutputStream(in);
                Sensors sensors = Sensors.start(SensorSpec.parseAll(List.of("stdin"), "p"), java.time.Duration.ZERO,
                        (b, n) -> puts.add(new String(b, StandardCharsets.US_ASCII)),
                        new Sensors.World(in, Clock.systemUTC(), null, Sysfs.ROOT))) {
            out.write(bytes("s1," + TIME + ",1,,\ns1," + TIME + ",2,,\ns1,"));
            out.flush();
            assertEquals("DATA|s1|" + TIME + "|1||;DATA|s1|" + TIME + "|2||", puts.poll(10, TimeUnit.SECONDS));
            out.write(bytes(TIME + ",3,,\n"));
            out.flush();
            assertEquals("DATA|s1|" + TIME + "|3||", puts.poll(10, TimeUnit.SECONDS));
        }
    }

    @Test
    void nothingIsReadAheadOfASinkThatBlocks() throws Exception {
        byte[] flood = bytes(("s1," + TIME + ",1,,\n").repeat(100_000));
        long[] read = new long[1];
        InputStream in = new ByteArrayInputStream(flood) {
            @Override
            public synchronized int read(byte[] b, int off, int len) {
                int n = super.read(b, off, len);
                read[0] += Math.max(0, n);
                return n;
            }
        };
        long[] put = new long[1];
        new StdinSource(in, Clock.systemUTC()).run((b, n) -> {
            assertTrue(read[0] - put[0] <= 2L * Run.MAX_BYTES, "read ahead " + (read[0] - put[0]));
            put[0] += b.length;
        });
        assertEquals(flood.length, read[0]);
    }

    @Test
    void aStoppedSourceTakesNothingMore() {
        Thread.currentThread().interrupt();
        TakenReadings taken = new TakenReadings();
        assertThrows(InterruptedException.class, () -> new StdinSource(
                new ByteArrayInputStream(bytes("s1,,1,,\n")), Clock.systemUTC()).run(taken));
        assertFalse(Thread.currentThread().isInterrupted());
        assertTrue(taken.puts.isEmpty());
    }

    @Test
    void aFloodOfBadLinesIsToldInFullAtFirstAndThenOnceASecond() {
        List<String> log = new ArrayList<>();
        long[] now = {0};
        BadLines bad = new BadLines("stdin", log::add, () -> now[0]);
        for (int line = 1; line <= 1000; line++) {
            bad.add(line, "reason " + line);
            now[0] += 10_000_000;
        }
        bad.tell();
        bad.tell();
        assertEquals(1000, bad.count());
        assertEquals("stdin line 1 skipped: reason 1", log.get(0));
        assertEquals("stdin line 20 skipped: reason 20 (from here on one line a second with the count)", log.get(19));
        assertTrue(log.get(20).contains(" more bad lines skipped, "), log.get(20));
        assertEquals(20 + 10, log.size());
        assertTrue(log.get(29).endsWith("1000 in all; the latest was line 1000: reason 1000"), log.get(29));
    }

    @Test
    void aBrokenInputEndsTheSensorWithItsReason() {
        InputStream broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("Input/output error");
            }
        };
        assertThrows(IOException.class, () -> new StdinSource(broken, Clock.systemUTC()).run(new TakenReadings()));
    }

    private static TakenReadings run(InputStream in) throws Exception {
        TakenReadings taken = new TakenReadings();
        new StdinSource(in, Clock.systemUTC()).run(taken);
        return taken;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static final class OneByteAtATime extends ByteArrayInputStream {
        OneByteAtATime(byte[] all) {
            super(all);
        }

        @Override
        public synchronized int read(byte[] b, int off, int len) {
            return super.read(b, off, Math.min(1, len));
        }
    }

    private static final class InRandomPieces extends ByteArrayInputStream {
        private final Random random;

        InRandomPieces(byte[] all, Random random) {
            super(all);
            this.random = random;
        }

        @Override
        public synchronized int read(byte[] b, int off, int len) {
            return super.read(b, off, Math.min(1 + random.nextInt(10_000), len));
        }
    }
}
