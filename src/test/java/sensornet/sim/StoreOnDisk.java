package sensornet.sim;

import java.io.IOException;
import java.util.SortedMap;
import java.util.TreeMap;
import sensornet.journal.Recovered;
import sensornet.journal.StoreEvents;
import sensornet.journal.StoreOp;
import sensornet.store.MemoryDisk;
import sensornet.store.Store;

/** The real store over a disk in memory. */
final class StoreOnDisk implements SimDisk {
    private final MemoryDisk disk = new MemoryDisk();

    @Override
    public OpenStore store(boolean keepData, boolean fsync) {
        Store store = new Store(disk, keepData, fsync);
        return new OpenStore() {
            @Override
            public Recovered open() throws IOException {
                return store.open();
            }

            @Override
            public void execute(StoreOp op, StoreEvents events) throws IOException {
                store.execute(op, events);
            }

            @Override
            public void sync() throws IOException {
                store.sync();
            }

            @Override
            public long executed() {
                return store.executed();
            }

            @Override
            public boolean deliver(int maxRows) throws IOException {
                return store.deliver(maxRows);
            }

            @Override
            public long deliveredUpTo() {
                return store.deliveredUpTo();
            }

            @Override
            public void close() throws IOException {
                store.close();
            }
        };
    }

    @Override
    public void stopAfter(long changes) {
        disk.stopAfter(changes);
    }

    @Override
    public void crash(MemoryDisk.Loss loss, Rng rng) {
        disk.crash(rng.generator(), loss);
    }

    @Override
    public void fillUp(long bytes) {
        disk.fillUp(bytes);
    }

    @Override
    public void deleteCsvFiles() {
        for (String name : csvFiles().keySet()) {
            try {
                disk.delete(name);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    @Override
    public SortedMap<String, byte[]> csvFiles() {
        SortedMap<String, byte[]> files = new TreeMap<>();
        for (String name : disk.list()) {
            if (name.endsWith(".csv")) {
                files.put(name, disk.content(name));
            }
        }
        return files;
    }
}
