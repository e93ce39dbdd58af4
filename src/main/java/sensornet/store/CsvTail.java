package sensornet.store;

import java.io.IOException;

/** Cuts the newest rows off a CSV file, reading it backwards: rows stand in sequence order. */
final class CsvTail {
    private static final int BLOCK = 64 * 1024;

    private CsvTail() {
    }

    /** Removes the rows above {@code to}; deletes the file if no row is left. Stops at anything that is no row. */
    static void cut(Disk disk, String name, long to) throws IOException {
        long size;
        long keep;
        long header = CsvFiles.header().size;
        try (DiskFile file = disk.open(name)) {
            size = file.size();
            keep = keep(file, size, header, to);
            if (keep < size && keep > header) {
                file.truncate(keep);
            }
        }
        if (keep <= header && keep < size) {
            disk.delete(name);
        }
    }

    /** Where the rows above {@code to} at the end start. */
    private static long keep(DiskFile file, long size, long header, long to) throws IOException {
        long keep = size;
        while (keep > header) {
            long start = Math.max(header, keep - BLOCK);
            byte[] block = read(file, start, (int) (keep - start));
            int end = block.length;
            while (end > 0) {
                int from = end - 1;
                while (from > 0 && block[from - 1] != '\n') {
                    from--;
                }
                if (from == 0 && start > header) {
                    break;
                }
                long seq = sequence(block, from, end);
                if (seq < 0 || seq <= to) {
                    return start + end;
                }
                end = from;
            }
            if (start + end == keep) {
                return keep;
            }
            keep = start + end;
        }
        return keep;
    }

    private static byte[] read(DiskFile file, long at, int length) throws IOException {
        byte[] block = new byte[length];
        for (int done = 0; done < length; ) {
            int n = file.read(at + done, block, done, length - done);
            if (n < 0) {
                throw new IOException("the file became shorter while it was read");
            }
            done += n;
        }
        return block;
    }

    /** The sequence number that a CSV line starts with, -1 if there is none. */
    static long sequence(byte[] buf, int from, int to) {
        long n = 0;
        int i = from;
        for (; i < to && i - from < 18 && buf[i] >= '0' && buf[i] <= '9'; i++) {
            n = n * 10 + buf[i] - '0';
        }
        return i > from && i < to && buf[i] == ',' ? n : -1;
    }
}
