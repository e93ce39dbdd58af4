package sensornet.chaos;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file system in memory whose size can be taken away while it is in use: then it is full. */
final class SmallDisk implements AutoCloseable {
    private static final long ROOM = 4L << 30;
    private static final long LEFT = 64 << 10;

    private final Path dir;

    /** @param dir is there and empty */
    SmallDisk(Path dir) {
        this.dir = dir;
        Sh.run("mount", "-t", "tmpfs", "-o", "size=" + ROOM, "tmpfs", dir.toString());
    }

    /** All but a few pages, which are gone after some hundred rows. */
    void fill() throws IOException {
        FileStore store = Files.getFileStore(dir);
        long used = store.getTotalSpace() - store.getUnallocatedSpace();
        Sh.run("mount", "-o", "remount,size=" + (used + LEFT), dir.toString());
    }

    void makeRoom() {
        Sh.run("mount", "-o", "remount,size=" + ROOM, dir.toString());
    }

    @Override
    public void close() {
        // Lazily: somebody may still be looking.
        Sh.tryToRun("umount", "-l", dir.toString());
    }
}
