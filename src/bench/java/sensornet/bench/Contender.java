package sensornet.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Who is measured: how one process of it is started. All read the same lines from stdin and say their views alike. */
abstract class Contender {
    /** The product as it is, with its default options. */
    static final Contender OURS = new Contender("ours", true) {
        @Override
        List<String> command(Group group, int index) {
            return List.of("-jar", Path.of("target/peer.jar").toAbsolutePath().toString(),
                    "--peer-id", group.ids.get(index), "--sensor", "stdin",
                    "--broadcast-port", Integer.toString(group.broadcastPort),
                    "--data-dir", group.base.resolve("data").toString(),
                    "--log-dir", group.base.resolve("logs").toString());
        }
    };

    /** Bare sockets. */
    static final Contender FLOOR = new Contender("floor", true) {
        @Override
        List<String> command(Group group, int index) {
            return List.of("-cp", System.getProperty("java.class.path"), FloorPeer.class.getName(),
                    group.ids.get(index), group.base.resolve("data").toString(), "" + group.ports.get(0),
                    String.join(",", group.ids));
        }
    };

    static final Contender JGROUPS_TCP = jgroups("tcp", 1);
    static final Contender JGROUPS_NIO = jgroups("nio", 1);
    static final Contender JGROUPS_TCP_PACKED = jgroups("tcp", 100);
    static final Contender JGROUPS_NIO_PACKED = jgroups("nio", 100);

    final String name;
    /** Whether all may be started at the same time and find each other; else one after the other. */
    final boolean startsTogether;

    private Contender(String name, boolean startsTogether) {
        this.name = name;
        this.startsTogether = startsTogether;
    }

    /** What follows {@code java} and its flags, which are the same for all. */
    abstract List<String> command(Group group, int index);

    private static Contender jgroups(String transport, int pack) {
        return new Contender("jgroups-" + transport + (pack > 1 ? "-packed" + pack : ""), false) {
            @Override
            List<String> command(Group group, int index) {
                String hosts = IntStream.range(0, group.ids.size())
                        .mapToObj(i -> "127.0.0.1[" + group.ports.get(i) + "]").collect(Collectors.joining(","));
                return new ArrayList<>(List.of("-Dbench.port=" + group.ports.get(index), "-Dbench.hosts=" + hosts,
                        "-Djgroups.use.jdk_logger=true", "-Djava.net.preferIPv4Stack=true",
                        "-cp", System.getProperty("java.class.path"), JGroupsPeer.class.getName(),
                        group.ids.get(index), group.base.resolve("data").toString(), transport, "" + pack));
            }
        };
    }
}
