package sensornet.cli;

import sensornet.PeerConfig;

/** Runs one peer. */
@FunctionalInterface
public interface PeerRunner {

    /**
     * Runs the peer until it has left the group or failed. Logging is set up when this is called.
     *
     * @return the exit code: 0 left cleanly, 1 anything else
     * @throws Exception ends in exit code 1; its message becomes the one line on stderr, its trace goes to the log
     */
    int run(PeerConfig config) throws Exception;
}
