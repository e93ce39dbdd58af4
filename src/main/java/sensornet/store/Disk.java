package sensornet.store;

import java.io.IOException;
import java.util.List;

/**
 * One flat directory of files. {@code toString()} names it for people. Used by one thread at a time.
 */
public interface Disk {

    /** Opens for reading and appending; created empty if it is missing. */
    DiskFile open(String name) throws IOException;

    boolean exists(String name) throws IOException;

    /** The names of all files, sorted. */
    List<String> list() throws IOException;

    /** Deletes the file if it exists. */
    void delete(String name) throws IOException;

    /** Renames, atomically replacing {@code to}. */
    void rename(String from, String to) throws IOException;

    /** Makes creations, deletions and renames up to now survive a power cut. */
    void forceDirectory() throws IOException;
}
