package sensornet.verify;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Iterator;
import java.util.LinkedHashMap;

/** Reads at positions of any number of files, of which few are open at a time. One thread. */
public final class OpenFiles implements Closeable {
    private static final int MAX_OPEN = 128;
    private final LinkedHashMap<Path, FileChannel> open = new LinkedHashMap<>(16, 0.75f, true);
    private long bytesRead;

    /** Reads at most {@code length} bytes; returns how many, 0 or less at the end of the file. */
    int read(Path file, long position, byte[] into, int at, int length) throws IOException {
        FileChannel channel = open.get(file);
        if (channel == null) {
            if (open.size() == MAX_OPEN) {
                Iterator<FileChannel> oldest = open.values().iterator();
                oldest.next().close();
                oldest.remove();
            }
            channel = FileChannel.open(file, StandardOpenOption.READ);
            open.put(file, channel);
        }
        int n = channel.read(ByteBuffer.wrap(into, at, length), position);
        bytesRead += Math.max(0, n);
        return n;
    }

    /** For a progress bar. */
    long bytesRead() {
        return bytesRead;
    }

    @Override
    public void close() throws IOException {
        for (FileChannel channel : open.values()) {
            channel.close();
        }
        open.clear();
    }
}
