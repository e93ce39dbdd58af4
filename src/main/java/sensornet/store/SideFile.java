package sensornet.store;

import java.io.IOException;

/** A new file beside the journal that appears under its name whole and forced, or not at all. */
final class SideFile implements AutoCloseable {
    /** What a crash left under such a name is worthless and deleted at the start. */
    static final String TEMP = ".tmp";
    private final Disk disk;
    private final String name;
    private final DiskFile file;
    private final Bytes buffer = new Bytes(64 * 1024);

    SideFile(Disk disk, String name) throws IOException {
        this.disk = disk;
        this.name = name;
        disk.delete(name + TEMP);
        this.file = disk.open(name + TEMP);
    }

    /** The first free name of this kind: prefix and a number. */
    static String nextName(Disk disk, String prefix) throws IOException {
        return prefix + (lastNumber(disk, prefix) + 1);
    }

    private static long lastNumber(Disk disk, String prefix) throws IOException {
        long highest = 0;
        for (String name : disk.list()) {
            highest = Math.max(highest, number(name, prefix));
        }
        return highest;
    }

    /** The number in such a name, 0 if it is none. */
    static long number(String name, String prefix) {
        String digits = name.startsWith(prefix) ? name.substring(prefix.length()) : "";
        return digits.matches("[1-9][0-9]{0,6}") ? Long.parseLong(digits) : 0;
    }

    /** What is written here goes to the file now and then. */
    Bytes buffer() throws IOException {
        if (buffer.size > 256 * 1024) {
            flush();
        }
        return buffer;
    }

    /** Copies the other file from {@code offset} to its end. */
    void copy(DiskFile from, long offset) throws IOException {
        byte[] block = new byte[64 * 1024];
        long at = offset;
        for (int n = from.read(at, block, 0, block.length); n >= 0; n = from.read(at, block, 0, block.length)) {
            buffer().put(block, 0, n);
            at += n;
        }
    }

    private void flush() throws IOException {
        file.append(buffer.buf, 0, buffer.size);
        buffer.clear();
    }

    /** Forces the content, and gives it its name. */
    void finish() throws IOException {
        finish(true);
    }

    void finish(boolean force) throws IOException {
        flush();
        if (force) {
            file.force();
        }
        file.close();
        disk.rename(name + TEMP, name);
        if (force) {
            disk.forceDirectory();
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
