package sensornet.store;

import java.io.IOException;

/** An open file that is only read, appended to and cut at its end. Used by one thread at a time. */
public interface DiskFile extends AutoCloseable {

    long size() throws IOException;

    /** Reads up to {@code len} bytes at {@code pos}; returns how many, -1 at the end. */
    int read(long pos, byte[] buf, int off, int len) throws IOException;

    /** Appends all of it; after an exception any prefix of it may be in the file. */
    void append(byte[] buf, int off, int len) throws IOException;

    /** Cuts the file to its first {@code size} bytes. */
    void truncate(long size) throws IOException;

    /** Makes the content survive a power cut. */
    void force() throws IOException;

    @Override
    void close() throws IOException;
}
