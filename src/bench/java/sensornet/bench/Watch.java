package sensornet.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Notes when each row of {@link Paced} shows in the CSV files of several processes: one thread that looks at all files
 * every 50 us, with one read at the end of each. What it costs and how long it did not look is measured too.
 */
final class Watch extends Thread implements AutoCloseable {
    private static final long LOOK_EVERY = 50_000;

    /** The rows of one source at one process. */
    static final class Seen {
        private final int source;
        private int firstIndex = -1;
        private int next;
        private long[] at = new long[1 << 10];
        private int misplaced;

        private Seen(int source) {
            this.source = source;
        }

        private void add(int index, long now) {
            if (firstIndex < 0) {
                firstIndex = index;
                next = index;
            }
            if (index != next) {
                misplaced++;
                return;
            }
            int i = next++ - firstIndex;
            if (i == at.length) {
                at = Arrays.copyOf(at, 2 * i);
            }
            at[i] = now;
        }
    }

    private final List<FileChannel> files = new ArrayList<>();
    private final List<List<Seen>> seen = new ArrayList<>();
    private final List<byte[]> halves = new ArrayList<>();
    private final long[] position;
    private final ByteBuffer block = ByteBuffer.allocateDirect(256 * 1024);
    private volatile boolean stopping;
    private volatile IOException failure;
    private long looks;
    private long started;
    private long longestBlind;
    private long cpu;

    /** @param fromEnd rows that are there already are left out */
    Watch(List<Path> csv, boolean fromEnd) throws IOException {
        super("watch");
        position = new long[csv.size()];
        for (int i = 0; i < csv.size(); i++) {
            FileChannel file = FileChannel.open(csv.get(i), StandardOpenOption.READ);
            files.add(file);
            position[i] = fromEnd ? file.size() : 0;
            seen.add(new ArrayList<>());
            halves.add(new byte[0]);
        }
        setDaemon(true);
        start();
    }

    @Override
    public void run() {
        Clockwork.exact();
        started = System.nanoTime();
        long before = started;
        try {
            while (!stopping) {
                for (int i = 0; i < position.length; i++) {
                    look(i);
                }
                looks++;
                LockSupport.parkNanos(LOOK_EVERY);
                long now = System.nanoTime();
                longestBlind = Math.max(longestBlind, now - before);
                before = now;
            }
        } catch (IOException e) {
            failure = e;
        }
        started = System.nanoTime() - started;
        cpu = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private void look(int i) throws IOException {
        block.clear();
        int n = files.get(i).read(block, position[i]);
        if (n <= 0) {
            return;
        }
        long now = System.nanoTime();
        position[i] += n;
        byte[] half = halves.get(i);
        byte[] bytes = Arrays.copyOf(half, half.length + n);
        block.flip().get(bytes, half.length, n);
        int from = 0;
        for (int at = half.length; at < bytes.length; at++) {
            if (bytes[at] == '\n') {
                row(i, bytes, from, at, now);
                from = at + 1;
            }
        }
        halves.set(i, Arrays.copyOfRange(bytes, from, bytes.length));
    }

    /** The fourth field is the index, the fifth the source; what does not start with a digit is the header or a half. */
    private void row(int i, byte[] b, int from, int to, long now) {
        if (b[from] < '0' || b[from] > '9') {
            return;
        }
        int at = from;
        for (int field = 0; field < 3 && at < to; at++) {
            if (b[at] == ',') {
                field++;
            }
        }
        int index = 0;
        for (; at < to && b[at] != ','; at++) {
            index = index * 10 + b[at] - '0';
        }
        int source = 0;
        for (at++; at < to && b[at] != ','; at++) {
            source = source * 10 + b[at] - '0';
        }
        synchronized (this) {
            find(i, source).add(index, now);
        }
    }

    private Seen find(int process, int source) {
        for (Seen s : seen.get(process)) {
            if (s.source == source) {
                return s;
            }
        }
        Seen s = new Seen(source);
        seen.get(process).add(s);
        return s;
    }

    private void check() throws IOException {
        if (failure != null) {
            throw failure;
        }
    }

    /** One more than the index of the last row of that source at that process. */
    synchronized int next(int process, int source) throws IOException {
        check();
        return find(process, source).next;
    }

    /** When that row showed; 0 if it did not, or before this watch began. */
    synchronized long at(int process, int source, int index) {
        Seen s = find(process, source);
        return index < s.firstIndex || index >= s.next ? 0 : s.at[index - s.firstIndex];
    }

    /** Rows that were doubled, or whose forerunner was missing. */
    synchronized int misplaced() {
        return seen.stream().flatMap(List::stream).mapToInt(s -> s.misplaced).sum();
    }

    /** The longest time between two rows of that source at that process, of which the later came after {@code since}. */
    synchronized double longestGapMs(int process, int source, long since) {
        Seen s = find(process, source);
        long longest = 0;
        for (int i = 1; i < s.next - s.firstIndex; i++) {
            if (s.at[i] > since) {
                longest = Math.max(longest, s.at[i] - s.at[i - 1]);
            }
        }
        return longest / 1e6;
    }

    /** After {@link #close}: the mean time between two looks. */
    double lookEveryMicros() {
        return looks == 0 ? Double.NaN : started / 1e3 / looks;
    }

    double longestBlindMs() {
        return longestBlind / 1e6;
    }

    /** Of one core. */
    double cpuPercent() {
        return 100.0 * cpu / started;
    }

    @Override
    public void close() throws IOException {
        stopping = true;
        try {
            join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        for (FileChannel file : files) {
            file.close();
        }
    }
}
