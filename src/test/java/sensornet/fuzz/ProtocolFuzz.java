package sensornet.fuzz;

import java.util.ArrayList;
import java.util.List;

/**
 * Fuzz target: all that can happen to the protocol of one peer, see {@link Script}. Whatever it is told, no invariant of
 * its own breaks (it would stop at once), and what it says can be written.
 */
public final class ProtocolFuzz {
    private static final int PEER = 1;

    static {
        ((ch.qos.logback.classic.Logger) org.slf4j.LoggerFactory.getLogger("sensornet"))
                .setLevel(ch.qos.logback.classic.Level.OFF);
    }

    private ProtocolFuzz() {
    }

    public static void fuzzerTestOneInput(byte[] script) {
        Script.play(new LonePeer(Script.PEERS.get(PEER)), script);
    }

    /** What the middle one of three heard in real conversations, and the front parts of that. */
    public static List<byte[]> seeds() {
        List<byte[]> seeds = new ArrayList<>();
        Trio trio = new Trio();
        trio.await("one group", trio::isOneGroup);
        seeds.add(trio.scripts().get(PEER));
        trio.offer(0, 3);
        trio.offer(1, 2);
        trio.offer(2, 2);
        trio.await("7 rows", () -> trio.isLevel(7));
        seeds.add(trio.scripts().get(PEER));
        trio.kill(2);
        trio.await("a group of two", trio::isOneGroup);
        trio.offer(0, 1);
        trio.await("8 rows", () -> trio.isLevel(8));
        seeds.add(trio.scripts().get(PEER));
        return seeds;
    }
}
