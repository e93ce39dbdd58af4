package sensornet.sim;

import java.io.IOException;
import java.util.SortedMap;
import sensornet.journal.Recovered;
import sensornet.journal.StoreEvents;
import sensornet.journal.StoreOp;
import sensornet.store.MemoryDisk;

/** A host's disk: outlives the processes that open a store on it. */
interface SimDisk {

    /** The store of one process, as {@link sensornet.store.Store}. */
    interface OpenStore {
        Recovered open() throws IOException;

        void execute(StoreOp op, StoreEvents events) throws IOException;

        void sync() throws IOException;

        long executed();

        boolean deliver(int maxRows) throws IOException;

        long deliveredUpTo();

        void close() throws IOException;
    }

    OpenStore store(boolean keepData, boolean fsync);

    /** After that many further changes nothing reaches the disk any more: the process dies there. */
    void stopAfter(long changes);

    void crash(MemoryDisk.Loss loss, Rng rng);

    /** Only so many bytes fit on it any more; {@code Long.MAX_VALUE} = plenty. */
    void fillUp(long bytes);

    /** Somebody deletes the CSV files while no process runs. */
    void deleteCsvFiles();

    /** The CSV files by name. */
    SortedMap<String, byte[]> csvFiles();
}
