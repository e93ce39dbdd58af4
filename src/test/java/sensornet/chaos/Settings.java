package sensornet.chaos;

import java.nio.file.Path;
import java.util.List;

/**
 * What a chaos run is asked to do.
 *
 * @param millis of plan time
 * @param perSecond readings fed to each host
 * @param jar of the peer
 * @param dir for everything the run writes
 */
record Settings(long seed, boolean quorum, long millis, int perSecond, Path jar, Path dir) {
    static final String HEAP = "-Xmx64m";
    /** Resident memory of a peer above which it counts as not bounded, in MiB. */
    static final int MAX_RSS_MIB = 300;
    /** Short, so that much happens in a minute. */
    static final int HEARTBEAT_TIMEOUT_MS = 1500;

    String mode() {
        return quorum ? "quorum" : "default";
    }

    List<String> peerOptions() {
        List<String> common = List.of("--bind", Network.INTERFACE, "--sensor", "stdin", "--http-port", "off",
                "--heartbeat-interval", "300ms", "--heartbeat-timeout", HEARTBEAT_TIMEOUT_MS + "ms",
                "--election-timeout", "1s", "--join-timeout", "500ms");
        return quorum ? concat(common, List.of("--quorum", Integer.toString(Plan.QUORUM))) : common;
    }

    /** Of the virtual machine: little memory. */
    List<String> java() {
        return List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), HEAP, "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1", "-Xshare:auto", "-jar", jar.toString());
    }

    static List<String> concat(List<String> a, List<String> b) {
        return java.util.stream.Stream.concat(a.stream(), b.stream()).toList();
    }
}
