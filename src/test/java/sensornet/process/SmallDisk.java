package sensornet.process;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A file system of 2 MiB in memory that somebody else can fill, so that there is no byte left for a peer. */
final class SmallDisk implements AutoCloseable {
    private final Path dir;
    private final Path ballast;
    /** A mount would outlive a test run that is stopped half-way. */
    private final Thread atExit = new Thread(this::unmount, "unmount");

    /** @param dir does not exist yet; skips the test where mounting is not allowed */
    SmallDisk(Path dir) throws IOException {
        this.dir = dir;
        this.ballast = dir.resolve("ballast");
        Files.createDirectories(dir);
        Commands.assumeWorks("mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", dir.toString());
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    Path dir() {
        return dir;
    }

    /** To the last byte; a writer that goes on finds room only in pages that it has begun. */
    void fill() throws IOException {
        ByteBuffer block = ByteBuffer.allocate(4096);
        try (FileChannel file = FileChannel.open(ballast, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            while (true) {
                file.write(block.clear());
            }
        } catch (IOException full) {
            if (Files.size(ballast) == 0) {
                throw full;
            }
        }
    }

    void makeRoom() throws IOException {
        Files.delete(ballast);
    }

    private void unmount() {
        // Lazily: after a failure there may still be a peer that has files open.
        Commands.tryToRun("umount", "-l", dir.toString());
    }

    @Override
    public void close() {
        unmount();
        Runtime.getRuntime().removeShutdownHook(atExit);
    }
}
