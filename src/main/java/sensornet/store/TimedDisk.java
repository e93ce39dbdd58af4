package sensornet.store;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/** A disk that says how long it takes to force something to it; all else goes straight through. */
public final class TimedDisk implements Disk {
    private final Disk disk;
    private final LongAdder forces = new LongAdder();
    private final LongAdder nanos = new LongAdder();

    public TimedDisk(Disk disk) {
        this.disk = disk;
    }

    /** How often something was forced. Any thread. */
    public long forces() {
        return forces.sum();
    }

    /** Nanoseconds, of all together. Any thread. */
    public long forceNanos() {
        return nanos.sum();
    }

    private interface Force {
        void run() throws IOException;
    }

    private void timed(Force force) throws IOException {
        long start = System.nanoTime();
        force.run();
        nanos.add(System.nanoTime() - start);
        forces.increment();
    }

    @Override
    public DiskFile open(String name) throws IOException {
        DiskFile file = disk.open(name);
        return new DiskFile() {
            @Override
            public long size() throws IOException {
                return file.size();
            }

            @Override
            public int read(long pos, byte[] buf, int off, int len) throws IOException {
                return file.read(pos, buf, off, len);
            }

            @Override
            public void append(byte[] buf, int off, int len) throws IOException {
                file.append(buf, off, len);
            }

            @Override
            public void truncate(long size) throws IOException {
                file.truncate(size);
            }

            @Override
            public void force() throws IOException {
                timed(file::force);
            }

            @Override
            public void close() throws IOException {
                file.close();
            }
        };
    }

    @Override
    public boolean exists(String name) throws IOException {
        return disk.exists(name);
    }

    @Override
    public List<String> list() throws IOException {
        return disk.list();
    }

    @Override
    public void delete(String name) throws IOException {
        disk.delete(name);
    }

    @Override
    public void rename(String from, String to) throws IOException {
        disk.rename(from, to);
    }

    @Override
    public void forceDirectory() throws IOException {
        timed(disk::forceDirectory);
    }

    @Override
    public String toString() {
        return disk.toString();
    }
}
