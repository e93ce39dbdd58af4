package sensornet.store;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import sensornet.journal.Recovered;
import sensornet.journal.StoreOp;
import sensornet.model.Entries;
import sensornet.model.Identity;
import sensornet.model.JournalRecord;
import sensornet.model.Run;
import sensornet.model.ViewId;
import sensornet.model.ViewMark;

/** A store over a memory disk, with short words for what tests do to it. */
final class StoreFixture {
    static final Identity A = new Identity("a", 0xA1L);
    static final Identity B = new Identity("b", 0xffffffffffffffb2L);
    static final String HEADER = "sequence,timestamp,sensor_id,temperature_c,humidity_pct,pressure_hpa\n";

    static {
        // Thousands of damaged files are reported as they should be; nobody reads that here.
        ((ch.qos.logback.classic.Logger) org.slf4j.LoggerFactory.getLogger("sensornet.store"))
                .setLevel(ch.qos.logback.classic.Level.OFF);
    }

    final MemoryDisk disk;
    final boolean fsync;
    final Recorder events = new Recorder();
    Store store;
    Recovered recovered;

    StoreFixture() throws IOException {
        this(new MemoryDisk(), false);
    }

    StoreFixture(MemoryDisk disk, boolean fsync) throws IOException {
        this.disk = disk;
        this.fsync = fsync;
        reopen();
    }

    /** Without closing: as if the process had been killed. */
    Recovered reopen() throws IOException {
        store = new Store(disk, true, fsync);
        recovered = store.open();
        return recovered;
    }

    static String payload(String sensor, long n) {
        return "DATA|" + sensor + "|2026-01-01T00:00:" + (10 + n % 50) + "Z|" + n + ".50||1013.2";
    }

    static Run run(Identity origin, long firstN, String... payloads) {
        return new Run(origin, firstN, payloads.length, String.join(";", payloads).getBytes(StandardCharsets.UTF_8));
    }

    /** A run of sensor s1, one reading for each counter. */
    static Run run(Identity origin, long firstN, long lastN) {
        List<String> payloads = new ArrayList<>();
        for (long n = firstN; n <= lastN; n++) {
            payloads.add(payload("s1", n));
        }
        return run(origin, firstN, payloads.toArray(String[]::new));
    }

    static ViewMark mark(long epoch, long first) {
        return new ViewMark(new ViewId(epoch, A), first);
    }

    void execute(StoreOp op) throws IOException {
        store.execute(op, events);
    }

    void append(long first, Run run) throws IOException {
        execute(new StoreOp.Append(new Entries(first, run)));
    }

    void commit(long upTo) throws IOException {
        execute(new StoreOp.Commit(upTo));
        finish();
    }

    /** Ends the batch, with all CSV rows. */
    void finish() throws IOException {
        store.sync();
        while (store.deliver(3)) {
            assertTrue(store.hasBacklog());
        }
    }

    String csv(String sensor) {
        return text(sensor + ".csv");
    }

    String text(String file) {
        byte[] content = disk.content(file);
        return content == null ? null : new String(content, StandardCharsets.UTF_8);
    }

    List<JournalRecord> read(long from, int maxBytes) throws IOException {
        execute(new StoreOp.Read(from, 0, maxBytes, "tag"));
        assertTrue(events.lastRead().matches());
        return events.lastRead().records();
    }

    /** All payloads of the journal in order, read in pieces. */
    List<String> payloads(int maxBytes) throws IOException {
        List<String> all = new ArrayList<>();
        long last = journalLast();
        for (long next = 1; next <= last; next = events.lastRead().next()) {
            for (JournalRecord r : read(next, maxBytes)) {
                if (r instanceof Entries e) {
                    all.addAll(split(e.run()));
                }
            }
        }
        return all;
    }

    long journalLast() throws IOException {
        long from = 1;
        do {
            execute(new StoreOp.Read(from, 0, 1 << 20, "tag"));
            from = events.lastRead().next();
        } while (!events.lastRead().records().isEmpty() && events.lastRead().records().stream()
                .anyMatch(Entries.class::isInstance));
        return from - 1;
    }

    static List<String> split(Run run) {
        return List.of(new String(run.payloads(), StandardCharsets.UTF_8).split(";"));
    }

    /** Everything kept, in order, as "origin:n". */
    List<String> kept(int maxBytes) throws IOException {
        List<String> all = new ArrayList<>();
        long position = 0;
        do {
            execute(new StoreOp.ReadKept(position, maxBytes));
            for (Run r : events.lastKept().runs()) {
                for (long n = r.firstN(); n <= r.lastN(); n++) {
                    all.add(r.origin().id() + ":" + n);
                }
            }
            position = events.lastKept().next();
        } while (!events.lastKept().end());
        return all;
    }

    /** What the CSV files have to be, by the plainest means. */
    static Map<String, String> expectedCsv(List<String> payloads, long committed) {
        Map<String, StringBuilder> files = new TreeMap<>();
        for (int i = 0; i < committed; i++) {
            String[] f = payloads.get(i).split("\\|", -1);
            String row = (i + 1) + "," + f[2] + "," + f[1] + "," + f[3] + "," + f[4] + "," + f[5] + "\n";
            files.computeIfAbsent(f[1] + ".csv", k -> new StringBuilder(HEADER)).append(row);
        }
        Map<String, String> texts = new TreeMap<>();
        files.forEach((name, text) -> texts.put(name, text.toString()));
        return texts;
    }

    Map<String, String> actualCsv() {
        Map<String, String> files = new TreeMap<>();
        for (String name : disk.list()) {
            if (name.endsWith(".csv")) {
                files.put(name, text(name));
            }
        }
        return files;
    }

    /** The running hash by the plainest means. */
    static long hash(List<String> payloads) {
        long h = RunningHash.START;
        for (byte b : (String.join(";", payloads) + (payloads.isEmpty() ? "" : ";")).getBytes(StandardCharsets.UTF_8)) {
            h = h * 251 + b;
        }
        return h == 0 ? 1 : h;
    }
}
