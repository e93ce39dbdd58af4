package sensornet.store;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;
import sensornet.journal.Recovered;
import sensornet.journal.StoreEvents;
import sensornet.journal.StoreOp;
import sensornet.model.Entries;
import sensornet.model.JournalRecord;

/**
 * Fuzz target: a data directory of any bytes. A start ends, throws nothing, and what it recovers can be read back, is
 * shown in the CSV files up to the mark, and is the same at the next start.
 *
 * <p>Input: the name's number and {@code =} (the bytes as they are) or {@code +} (each line gets the right checksum),
 * then the file's content; files are separated by {@code 0x00}.
 */
public final class JournalFuzz {
    private static final String[] NAMES = {"journal", "promised", "kept-1", "parked-1", "cut", "s1.csv", "damaged-1",
        "journal.tmp"};
    private static final int READ_BYTES = 1_000;

    static {
        ((ch.qos.logback.classic.Logger) org.slf4j.LoggerFactory.getLogger("sensornet.store"))
                .setLevel(ch.qos.logback.classic.Level.OFF);
    }

    private JournalFuzz() {
    }

    public static void fuzzerTestOneInput(byte[] input) {
        try {
            MemoryDisk disk = new MemoryDisk();
            for (byte[] part : split(input, (byte) 0)) {
                if (part.length >= 2) {
                    byte[] content = Arrays.copyOfRange(part, 2, part.length);
                    disk.put(NAMES[(part[0] & 0xff) % NAMES.length], part[1] == '+' ? sealed(content) : content);
                }
            }
            Recovered first = start(disk);
            Recovered second = start(disk);
            check(first.equals(second), "another start, another history: " + first + ", " + second);
        } catch (IOException e) {
            throw new AssertionError("a start failed", e);
        }
    }

    private static Recovered start(MemoryDisk disk) throws IOException {
        Store store = new Store(disk, true, false);
        Recovered recovered = store.open();
        long last = recovered.log().last();
        check(recovered.log().committed() <= last, "committed above the end");
        long next = 1;
        while (next <= last) {
            next = readPiece(store, next);
        }
        check(next == last + 1, "read up to " + next + " of " + last);
        while (store.hasBacklog()) {
            store.deliver(100);
        }
        readKept(store);
        store.close();
        return recovered;
    }

    private static long readPiece(Store store, long from) throws IOException {
        Recorder events = new Recorder();
        store.execute(new StoreOp.Read(from, 0, READ_BYTES, "tag"), events);
        long next = from;
        for (JournalRecord each : events.lastRead().records()) {
            if (each instanceof Entries e) {
                check(e.first() == next, "a gap at " + next);
                next = e.last() + 1;
            }
        }
        check(next > from, "nothing to read at " + from);
        return next;
    }

    private static void readKept(Store store) throws IOException {
        Recorder events = new Recorder();
        long position = 0;
        for (int i = 0; i < 1_000; i++) {
            store.execute(new StoreOp.ReadKept(position, READ_BYTES), events);
            StoreEvents.KeptResult kept = events.lastKept();
            if (kept.end()) {
                return;
            }
            check(kept.next() != position, "no way on in the kept files");
            position = kept.next();
        }
        throw new AssertionError("the kept files do not end");
    }

    private static List<byte[]> split(byte[] bytes, byte separator) {
        List<byte[]> parts = new ArrayList<>();
        int start = 0;
        for (int i = 0; i <= bytes.length; i++) {
            if (i == bytes.length || bytes[i] == separator) {
                parts.add(Arrays.copyOfRange(bytes, start, i));
                start = i + 1;
            }
        }
        return parts;
    }

    private static byte[] sealed(byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] line : split(content, (byte) '\n')) {
            CRC32C crc = new CRC32C();
            crc.update(line, 0, line.length);
            out.writeBytes(String.format("%08x ", crc.getValue()).getBytes(ISO_8859_1));
            out.writeBytes(line);
            out.write('\n');
        }
        return out.toByteArray();
    }

    private static void check(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError(what);
        }
    }

    public static List<byte[]> seeds() {
        String run = "E 1 2 a/a1 1 DATA|s1|2026-01-01T00:00:10Z|1.50||1013.2;DATA|s1|2026-01-01T00:00:11Z|2.50||1013.2";
        String journal = "0+V 1 1 a/a1\n" + run + "\nC 2\nV 3 2 b/b2\nE 3 1 b/b2 1 DATA|s2|2026-01-01T00:00:10Z|1||";
        String csv = "\u00005=sequence,timestamp,sensor_id,temperature_c,humidity_pct,pressure_hpa\n"
                + "1,2026-01-01T00:00:10Z,s1,1.50,,1013.2\n2,2026-01-01T00:00:11Z,s1,9,,1\n7,x";
        List<byte[]> seeds = new ArrayList<>();
        for (String each : List.of(journal, journal + csv, journal + "\u00001+P 2 b/b2 2", journal + "\u00002+" + run,
                journal + "\u00003+" + run.replace("E 1", "E 0"), journal + "\u00004+X 2 0\nC 1", journal + "\nxyz\nC 3",
                "0=rubbish\n" + run, "0=", "0+E 1 2147483647 a/a1 1 x", "0+V 9 1 a/a1\nC 77", "0+E 1 1 a/a1 0 x;y")) {
            seeds.add(each.getBytes(ISO_8859_1));
        }
        return seeds;
    }
}
