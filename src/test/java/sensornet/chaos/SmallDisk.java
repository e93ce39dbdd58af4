package sensornet.chaos;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file system in memory whose size can be taken away while it is in use: then it is full. */
final class SmallDisk implements AutoCloseable {
    private static final long ROOM = 4L << 30;
    private static final long LEFT = 64 << 10;
    private static final int TRIES = 12;

    private final Path dir;

    /** @param dir is there and empty */
    SmallDisk(Path dir) {
        this.dir = dir;
        Sh.run("mount", "-t", "tmpfs", "-o", "size=" + ROOM, "tmpfs", dir.toString());
    }

    /**
     * All but a few pages, which are gone after some hundred rows. A peer that is being brought level writes more than
     * that between the look at what is used and the command, which then refuses so small a size: so it
     * looks again, and leaves a little more.
     */
    void fill() throws IOException {
        FileStore store = Files.getFileStore(dir);
        Sh.Result result = resize(used(store) + LEFT);
        for (int tries = 1; result.code() != 0 && tries < TRIES; tries++) {
            result = resize(used(store) + (LEFT << tries));
        }
        if (result.code() != 0) {
            throw new IllegalStateException("the disk " + dir + " cannot be filled: " + result.output());
        }
    }

    private static long used(FileStore store) throws IOException {
        return store.getTotalSpace() - store.getUnallocatedSpace();
    }

    private Sh.Result resize(long bytes) {
        return Sh.tryToRun("mount", "-o", "remount,size=" + bytes, dir.toString());
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
