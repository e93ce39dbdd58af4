package sensornet.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A peer's directory, locked against a second process before anything else in it is touched. */
public final class DataDirectory implements AutoCloseable {
    static final String LOCK = "lock";
    /** Far behind the pid in the file: on Windows nobody else could read a locked part. */
    private static final long LOCK_POSITION = Long.MAX_VALUE - 1;
    private final Path path;
    private final FileChannel channel;

    private DataDirectory(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    /**
     * Creates the directory if it is missing, and locks it until {@link #close} or the end of the process.
     *
     * @throws IOException with one line for people: in use, or not usable
     */
    public static DataDirectory lock(Path path) throws IOException {
        FileChannel channel;
        try {
            Files.createDirectories(path);
            channel = FileChannel.open(path.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.READ,
                    StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw new IOException("cannot write to data directory " + path + " (" + reason(e)
                    + "); make it writable or choose another with --data-dir", e);
        }
        try {
            FileLock lock = tryLock(channel);
            if (lock == null) {
                throw new IOException("data directory " + path + " is in use by another process" + pid(channel)
                        + "; stop that one, or choose another --peer-id or --data-dir");
            }
            channel.truncate(0);
            channel.write(ByteBuffer.wrap((ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII)), 0);
            return new DataDirectory(path, channel);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    private static FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock(LOCK_POSITION, 1, false);
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    private static String pid(FileChannel channel) {
        try {
            ByteBuffer text = ByteBuffer.allocate(20);
            channel.read(text, 0);
            String digits = new String(text.array(), 0, text.position(), StandardCharsets.US_ASCII).trim();
            return digits.matches("[0-9]+") ? " (pid " + digits + ")" : "";
        } catch (IOException e) {
            return "";
        }
    }

    private static String reason(IOException e) {
        if (e instanceof AccessDeniedException) {
            return "permission denied";
        }
        return e.getClass().getSimpleName().replace("Exception", "") + ": " + e.getMessage();
    }

    public Path path() {
        return path;
    }

    public Disk disk() {
        return new RealDisk(path);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
