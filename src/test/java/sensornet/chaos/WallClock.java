package sensornet.chaos;

import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;

/**
 * The time of day of one host, wrong by some seconds that can change while a peer runs: a small library that the C
 * compiler of the system makes stands between the peer and its clock. Without a compiler all clocks are right.
 */
final class WallClock {
    private static final String SOURCE = "/chaos/wrong-clock.c";

    private final Path file;
    /** Null if clocks cannot be wrong here. */
    private final Path library;
    private final Set<Long> offsets = new ConcurrentSkipListSet<>();

    WallClock(Path file, Path library) throws IOException {
        this.file = file;
        this.library = library;
        set(0);
    }

    /** Makes the library; returns null where that does not work. */
    static Path library(Path dir) throws IOException {
        Path source = dir.resolve("wrong-clock.c");
        Path library = dir.resolve("wrong-clock.so");
        try (InputStream in = WallClock.class.getResourceAsStream(SOURCE)) {
            Files.write(source, in.readAllBytes());
        }
        Sh.Result made = Sh.tryToRun("cc", "-O2", "-shared", "-fPIC", "-o", library.toString(), source.toString(),
                "-ldl");
        return made.code() == 0 ? library : null;
    }

    /** Takes effect at once, also in processes that run. */
    void set(long seconds) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.nativeOrder()).putLong(0, seconds);
        // In place: the processes have this very file in their memory.
        try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
            out.write(bytes.array());
        }
        if (library != null || seconds == 0) {
            offsets.add(seconds);
        }
    }

    /** All that it was ever wrong by, in seconds. */
    Set<Long> offsets() {
        return offsets;
    }

    Map<String, String> environment() {
        return library == null ? Map.of() : Map.of("LD_PRELOAD", library.toString(), "WRONG_CLOCK", file.toString());
    }
}
