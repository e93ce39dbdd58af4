package sensornet.bench;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.StringJoiner;
import java.util.concurrent.TimeUnit;
import sensornet.journal.StoreOp;
import sensornet.model.Entries;
import sensornet.model.Identity;
import sensornet.model.Run;
import sensornet.model.ViewId;
import sensornet.store.RealDisk;
import sensornet.store.Store;
import sensornet.wire.Codec;
import sensornet.wire.Message;
import sensornet.wire.WireException;

/** The product's parts one by one, under JMH: nanoseconds for a reading, in runs of {@link #READINGS}. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class Pieces {
    static final int READINGS = 500;
    private static final Identity ORIGIN = new Identity("p01", 0xA1L);

    private final byte[] payloads = payloads();
    private final Message.Append message = new Message.Append(new ViewId(7, ORIGIN), 100,
            new Entries(101, new Run(ORIGIN, 51, READINGS, payloads)));
    private final byte[] line = Codec.encode(message);

    private static byte[] payloads() {
        StringJoiner joined = new StringJoiner(String.valueOf((char) Run.SEPARATOR));
        for (int i = 0; i < READINGS; i++) {
            joined.add(new String(Readings.line("greenhouse-1", 1, 100_000 + i), StandardCharsets.US_ASCII).trim());
        }
        return joined.toString().getBytes(StandardCharsets.US_ASCII);
    }

    @Benchmark
    @OperationsPerInvocation(READINGS)
    public byte[] encode() {
        return Codec.encode(message);
    }

    @Benchmark
    @OperationsPerInvocation(READINGS)
    public Message decode() throws WireException {
        return Codec.decode(line, 0, line.length);
    }

    /** A store on the disk of {@code bench.dir}; new for every iteration, so that it does not fill up. */
    @State(Scope.Thread)
    public static class OnDisk {
        /** Alone, or with the rows in the CSV file as well. */
        @Param({"journal", "journal+csv"})
        public String what;

        private final byte[] payloads = payloads();
        private Path dir;
        private Store store;
        private long last;

        @Setup(Level.Iteration)
        public void open() throws IOException {
            dir = Files.createTempDirectory(Path.of(System.getProperty("bench.dir")), "store");
            store = new Store(new RealDisk(dir), false, false);
            store.open();
            last = 0;
        }

        @TearDown(Level.Iteration)
        public void close() throws IOException {
            store.close();
            Group.delete(dir);
        }

        void write() throws IOException {
            // Only operations that answer nothing: there are no events to tell.
            store.execute(new StoreOp.Append(new Entries(last + 1, new Run(ORIGIN, last + 1, READINGS, payloads))), null);
            last += READINGS;
            boolean rows = what.endsWith("csv");
            if (rows) {
                store.execute(new StoreOp.Commit(last), null);
            }
            store.sync();
            while (rows && store.deliver(READINGS)) {
                // one call is enough
            }
        }
    }

    @Benchmark
    @OperationsPerInvocation(READINGS)
    public void store(OnDisk disk) throws IOException {
        disk.write();
    }
}
