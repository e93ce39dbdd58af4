package sensornet.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The whole machine: what the system says of it, and how it is made ready for a measurement. */
final class Machine {
    private static final double TICKS_A_SECOND = 100;
    /** Open as long as this process lives. */
    private static FileChannel held;
    /** Where files are memory and nothing else. */
    private static final Path IN_MEMORY = Path.of("/dev/shm");
    /** Of the memory that is available. */
    private static final double USED = 0.8;
    private static final int PAGE = 4096;
    private static final int MIB = 1 << 20;

    private Machine() {
    }

    /**
     * Uses most of the memory once and keeps a page of each MiB. A virtual machine gets its memory from its host when it
     * first uses it, and many give it back two seconds after it is free (Linux, "free page reporting": in whole blocks of
     * 2 MiB): so whoever writes most, or after a pause, would pay several times of what writing to a file costs otherwise.
     * A block of which one page is in use stays. Nothing of it is left when this process ends, however it does.
     *
     * @return how many MiB; 0 where there is no file system in memory
     */
    static long holdMemory() throws IOException {
        if (!Files.isDirectory(IN_MEMORY)) {
            return 0;
        }
        long free = Math.min(availableMib(), Files.getFileStore(IN_MEMORY).getUsableSpace() / MIB);
        long used = (long) (free * USED);
        // Both are unlinked while they are open; this process holds the first to its end.
        FileChannel kept = unlinked();
        try (FileChannel freed = unlinked()) {
            ByteBuffer page = ByteBuffer.allocateDirect(PAGE);
            ByteBuffer rest = ByteBuffer.allocateDirect(MIB - PAGE);
            for (long i = 0; i < used; i++) { // pages are given out in a row, so those that are kept lie among the others
                write(kept, page);
                write(freed, rest);
            }
        }
        held = kept;
        return used;
    }

    private static FileChannel unlinked() throws IOException {
        return FileChannel.open(Files.createTempFile(IN_MEMORY, "bench", ".memory"), StandardOpenOption.WRITE,
                StandardOpenOption.DELETE_ON_CLOSE);
    }

    private static void write(FileChannel out, ByteBuffer zeros) throws IOException {
        zeros.clear();
        while (zeros.hasRemaining()) {
            out.write(zeros);
        }
    }

    private static long availableMib() throws IOException {
        return Files.readString(Path.of("/proc/meminfo")).lines().filter(l -> l.startsWith("MemAvailable:"))
                .mapToLong(l -> Long.parseLong(l.replaceAll("[^0-9]", ""))).findFirst().orElseThrow() / 1024;
    }

    /** All processors together, since the start of the system: whatever was not idle, taken by other guests included. */
    static double busySeconds() throws IOException {
        String[] f = Files.readString(Path.of("/proc/stat")).lines().findFirst().orElseThrow().trim().split("\\s+");
        long ticks = 0;
        for (int i = 1; i <= 8 && i < f.length; i++) {
            if (i != 4 && i != 5) { // idle, waiting for a disk
                ticks += Long.parseLong(f[i]);
            }
        }
        return ticks / TICKS_A_SECOND;
    }

    /** What was written is on the disk then: so that one measurement does not pay for the one before. */
    static void sync() throws IOException, InterruptedException {
        new ProcessBuilder("sync").inheritIO().start().waitFor();
    }
}
