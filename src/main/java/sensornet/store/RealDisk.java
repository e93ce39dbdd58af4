package sensornet.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** A directory of the file system. */
public final class RealDisk implements Disk {
    private static final boolean WINDOWS = System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("windows");
    private final Path directory;

    /** @param directory exists */
    public RealDisk(Path directory) {
        this.directory = directory;
    }

    @Override
    public DiskFile open(String name) throws IOException {
        return new RealFile(FileChannel.open(directory.resolve(name), StandardOpenOption.CREATE,
                StandardOpenOption.READ, StandardOpenOption.WRITE));
    }

    @Override
    public boolean exists(String name) {
        return Files.exists(directory.resolve(name));
    }

    @Override
    public List<String> list() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(Files::isRegularFile).map(p -> p.getFileName().toString()).sorted().toList();
        }
    }

    @Override
    public void delete(String name) throws IOException {
        Files.deleteIfExists(directory.resolve(name));
    }

    @Override
    public void rename(String from, String to) throws IOException {
        Files.move(directory.resolve(from), directory.resolve(to), StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
    }

    /** Windows cannot open a directory for this, and writes its entries through by itself. */
    @Override
    public void forceDirectory() throws IOException {
        if (!WINDOWS) {
            try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    @Override
    public String toString() {
        return directory.toString();
    }

    private static final class RealFile implements DiskFile {
        /** The JDK copies heap buffers into a direct one of the same size and keeps that: bounded by this. */
        private static final int CHUNK = 256 * 1024;
        private final FileChannel channel;
        private long size;

        RealFile(FileChannel channel) throws IOException {
            this.channel = channel;
            this.size = channel.size();
        }

        @Override
        public long size() {
            return size;
        }

        @Override
        public int read(long pos, byte[] buf, int off, int len) throws IOException {
            return channel.read(ByteBuffer.wrap(buf, off, Math.min(len, CHUNK)), pos);
        }

        @Override
        public void append(byte[] buf, int off, int len) throws IOException {
            int end = off + len;
            for (int at = off; at < end; ) {
                int n = channel.write(ByteBuffer.wrap(buf, at, Math.min(end - at, CHUNK)), size);
                at += n;
                size += n;
            }
        }

        @Override
        public void truncate(long newSize) throws IOException {
            channel.truncate(newSize);
            size = Math.min(size, newSize);
        }

        @Override
        public void force() throws IOException {
            channel.force(false);
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
