package sensornet.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * A disk in memory that knows what was forced: content by {@link DiskFile#force}, names by {@link #forceDirectory}. It
 * crashes, fills up and fails on demand. Deterministic; one thread at a time.
 */
public final class MemoryDisk implements Disk {

    /** What a crash costs. */
    public enum Loss {
        /** Nothing: only the process died. */
        NONE,
        /** Of everything that was not forced, a random part: the power failed. */
        UNFORCED,
        /** The whole directory. */
        ALL
    }

    private interface Undo {
        void run();
    }

    /** A file's content, whatever its name is. */
    private static final class Node {
        byte[] content = new byte[256];
        int size;
        /** The forced content is content[0..forced) and then this, which was cut off since. */
        int forced;
        byte[] cutForced = {};

        void truncate(int to) {
            if (to < forced) {
                byte[] more = new byte[forced - to + cutForced.length];
                System.arraycopy(content, to, more, 0, forced - to);
                System.arraycopy(cutForced, 0, more, forced - to, cutForced.length);
                cutForced = more;
                forced = to;
            }
            size = Math.min(size, to);
        }

        void append(byte[] buf, int off, int len) {
            if (content.length - size < len) {
                content = Arrays.copyOf(content, Math.max(content.length * 2, size + len));
            }
            System.arraycopy(buf, off, content, size, len);
            size += len;
        }

        void force() {
            forced = size;
            cutForced = new byte[0];
        }

        void loseUnforced(RandomGenerator random) {
            if (cutForced.length > 0 && random.nextBoolean()) {
                // The truncation did not reach the disk, nor did anything after it.
                size = forced;
                append(cutForced, 0, cutForced.length);
            } else if (size > forced) {
                int keep = forced + random.nextInt(size - forced + 1);
                if (random.nextInt(3) == 0) {
                    Arrays.fill(content, keep, size, (byte) 0);
                    size = keep + random.nextInt(size - keep + 1);
                } else {
                    size = keep;
                }
            }
            force();
        }
    }

    private final TreeMap<String, Node> files = new TreeMap<>();
    /** How to take back what happened to names since the directory was forced, oldest first. */
    private final List<Undo> undo = new ArrayList<>();
    private int generation;
    private long bytesLeft = Long.MAX_VALUE;
    private long changesLeft = Long.MAX_VALUE;
    private boolean failReads;
    private boolean failWrites;
    private long changes;
    private int openFiles;
    private int mostOpenFiles;

    // ---- faults

    /** The process dies or the power fails. Open files are of no use any more; failures end. */
    public void crash(RandomGenerator random, Loss loss) {
        generation++;
        openFiles = 0;
        changesLeft = Long.MAX_VALUE;
        failReads = false;
        failWrites = false;
        if (loss == Loss.ALL) {
            files.clear();
        } else if (loss == Loss.UNFORCED) {
            // Names change in order: what is lost is the newest part of the changes.
            int lost = random.nextInt(undo.size() + 1);
            for (int i = 0; i < lost; i++) {
                undo.remove(undo.size() - 1).run();
            }
            files.values().forEach(f -> f.loseUnforced(random));
        }
        if (loss != Loss.NONE) {
            undo.clear();
        }
    }

    /** Appends that would take more than this many bytes from now on write what fits, and fail. */
    public void fillUp(long bytes) {
        bytesLeft = bytes;
    }

    /** After this many further changes (appends, truncations, names, forces) everything fails, until the crash. */
    public void stopAfter(long furtherChanges) {
        changesLeft = furtherChanges;
    }

    public void failReads(boolean fail) {
        failReads = fail;
    }

    public void failWrites(boolean fail) {
        failWrites = fail;
    }

    // ---- for tests to look at

    /** The content now, null if there is no such file. */
    public byte[] content(String name) {
        Node node = files.get(name);
        return node == null ? null : Arrays.copyOf(node.content, node.size);
    }

    /** Replaces or creates a file behind the store's back, forced. */
    public void put(String name, byte[] content) {
        Node node = new Node();
        node.append(content, 0, content.length);
        node.force();
        files.put(name, node);
    }

    /** How many changes there have been; between two of them a crash makes no difference. */
    public long changes() {
        return changes;
    }

    /** The most files that were ever open at once. */
    public int mostOpenFiles() {
        return mostOpenFiles;
    }

    // ---- Disk

    private void change() throws IOException {
        changes++;
        if (changesLeft-- <= 0) {
            throw new IOException("stopped");
        }
        if (failWrites) {
            throw new IOException("Input/output error");
        }
    }

    private void put(String name, Node node) {
        Node before = node == null ? files.remove(name) : files.put(name, node);
        undo.add(() -> {
            if (before == null) {
                files.remove(name);
            } else {
                files.put(name, before);
            }
        });
    }

    @Override
    public DiskFile open(String name) throws IOException {
        if (!files.containsKey(name)) {
            change();
            put(name, new Node());
        }
        openFiles++;
        mostOpenFiles = Math.max(mostOpenFiles, openFiles);
        return new Handle(files.get(name));
    }

    @Override
    public boolean exists(String name) {
        return files.containsKey(name);
    }

    @Override
    public List<String> list() {
        return List.copyOf(files.keySet());
    }

    @Override
    public void delete(String name) throws IOException {
        if (files.containsKey(name)) {
            change();
            put(name, (Node) null);
        }
    }

    @Override
    public void rename(String from, String to) throws IOException {
        change();
        Node node = files.get(from);
        if (node == null) {
            throw new IOException(from + " does not exist");
        }
        Node before = files.put(to, node);
        files.remove(from);
        undo.add(() -> {
            files.put(from, node);
            if (before == null) {
                files.remove(to);
            } else {
                files.put(to, before);
            }
        });
    }

    @Override
    public void forceDirectory() throws IOException {
        change();
        undo.clear();
    }

    @Override
    public String toString() {
        return "memory";
    }

    private final class Handle implements DiskFile {
        private final Node node;
        private final int opened = generation;
        private boolean closed;

        Handle(Node node) {
            this.node = node;
        }

        private void check() throws IOException {
            if (closed || opened != generation) {
                throw new IOException("the file was closed");
            }
        }

        @Override
        public long size() throws IOException {
            check();
            return node.size;
        }

        @Override
        public int read(long pos, byte[] buf, int off, int len) throws IOException {
            check();
            if (failReads) {
                throw new IOException("Input/output error");
            }
            if (pos >= node.size) {
                return -1;
            }
            int n = (int) Math.min(len, node.size - pos);
            System.arraycopy(node.content, (int) pos, buf, off, n);
            return n;
        }

        @Override
        public void append(byte[] buf, int off, int len) throws IOException {
            check();
            if (changesLeft == 0) {
                node.append(buf, off, len / 2);
            }
            change();
            int fits = (int) Math.min(len, bytesLeft);
            node.append(buf, off, fits);
            if (bytesLeft != Long.MAX_VALUE) {
                bytesLeft -= fits;
            }
            if (fits < len) {
                throw new IOException("No space left on device");
            }
        }

        @Override
        public void truncate(long size) throws IOException {
            check();
            change();
            node.truncate((int) size);
        }

        @Override
        public void force() throws IOException {
            check();
            change();
            node.force();
        }

        @Override
        public void close() {
            if (!closed && opened == generation) {
                openFiles--;
            }
            closed = true;
        }
    }
}
