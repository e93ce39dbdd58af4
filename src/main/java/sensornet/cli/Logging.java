package sensornet.cli;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import sensornet.PeerFailure;

/**
 * Points logback.xml at the peer's own log file. Must be called before the first logger exists, since logback reads
 * its configuration once; so nothing that the command line touches may hold a logger.
 */
final class Logging {
    /** Standard logback: the user's own set-up, with which we do not interfere. */
    private static final String REPLACED = "logback.configurationFile";
    /** Read by logback.xml. */
    private static final String LOG_FILE = "peer.log.file";

    /** Open until the process ends, for its lock. */
    private static FileChannel held;

    private Logging() {
    }

    /**
     * Prepares the log file.
     *
     * @param keep continue the file of the last start; else it is emptied
     * @throws PeerFailure if it cannot be written
     */
    static synchronized void start(Path file, boolean keep) throws PeerFailure {
        if (System.getProperty(REPLACED) != null) {
            return;
        }
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            // A second process with this peer id will be refused later, but must not empty the log of the first one:
            // only who holds the lock does. The lock is on a file of its own, for the log itself is moved away when it
            // is full. Logback only appends, so that two processes cannot write over each other either.
            held = FileChannel.open(lockOf(file), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            try (FileChannel log = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                if (held.tryLock() != null && !keep) {
                    log.truncate(0);
                }
            }
        } catch (IOException e) {
            throw new PeerFailure("cannot write the log file " + file + " (" + reason(e)
                    + "): choose another directory with --log-dir", e);
        }
        System.setProperty(LOG_FILE, file.toString());
    }

    private static Path lockOf(Path file) {
        return file.resolveSibling("." + file.getFileName() + ".lock");
    }

    private static String reason(IOException e) {
        if (e instanceof AccessDeniedException) {
            return "access denied";
        }
        if (e instanceof FileAlreadyExistsException) {
            return "a file is in the way of the directory";
        }
        if (e instanceof FileSystemException f) {
            return f.getReason() == null ? "no such directory, and it cannot be made" : f.getReason();
        }
        return e.toString();
    }
}
