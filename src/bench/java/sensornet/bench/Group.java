package sensornet.bench;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** The processes of one contender on loopback, with a directory of their own; all gone when it is closed. */
final class Group implements AutoCloseable {
    /** Until a view is there; a merge of JGroups' takes up to 30 s when two of its members missed each other. */
    private static final int VIEW_SECONDS = 40;
    private static final int LOWEST_PORT = 21_000;
    private static final int PORTS = 10_000;
    private static final int MAX_TRIES = 1_000;
    private static int made;

    final Contender contender;
    final List<String> ids = new ArrayList<>();
    final List<Integer> ports = new ArrayList<>();
    final int broadcastPort;
    final Path base;
    final List<Node> nodes = new ArrayList<>();
    private final List<String> flags;

    /** Nothing runs yet. @param size of the group, or how large it may become */
    Group(Contender contender, int size, String... flags) throws IOException {
        this.contender = contender;
        this.flags = List.of(flags);
        base = Files.createDirectories(Bench.dir.resolve(contender.name + "-" + ++made));
        for (int i = 0; i < size; i++) {
            ids.add(String.format("p%02d", i + 1));
        }
        freePorts(size);
        try (DatagramSocket free = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            broadcastPort = free.getLocalPort();
        }
    }

    /** All of them, in one view. */
    static Group started(Contender contender, int size, String... flags) throws Exception {
        Group group = new Group(contender, size, flags);
        try {
            for (int i = 0; i < size; i++) {
                group.start(i);
                if (!contender.startsTogether) {
                    group.awaitView();
                }
            }
            group.awaitView();
            return group;
        } catch (Exception | Error e) {
            group.close();
            throw e;
        }
    }

    /**
     * Below those that the system gives to outgoing connections: else one of them may hold the port of a process that
     * was killed, when that is started again.
     */
    private void freePorts(int count) throws IOException {
        Random random = new Random();
        for (int tries = 0; ports.size() < count; tries++) {
            int port = LOWEST_PORT + random.nextInt(PORTS);
            try (ServerSocket free = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                if (!ports.contains(port)) {
                    ports.add(free.getLocalPort());
                }
            } catch (IOException taken) {
                if (tries > MAX_TRIES) {
                    throw taken;
                }
            }
        }
    }

    /** Starts the process with that index, also once more. */
    Node start(int index) throws IOException {
        return start(index, flags, List.of());
    }

    /** With other flags of the virtual machine, and with options behind those that it always gets. */
    Node start(int index, List<String> flags, List<String> options) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(flags);
        command.addAll(contender.command(this, index));
        command.addAll(options);
        Node node = new Node(ids.get(index), base, command);
        if (index < nodes.size()) {
            nodes.set(index, node);
        } else {
            nodes.add(node);
        }
        return node;
    }

    /** Until the last view of each of these is of exactly these. */
    void awaitView() throws Exception {
        awaitView(nodes);
    }

    void awaitView(List<Node> members) throws Exception {
        List<String> expected = members.stream().map(n -> n.id).sorted().toList();
        List<Node.View> views = new ArrayList<>();
        try {
            Await.until("view", VIEW_SECONDS, () -> {
                views.clear();
                for (Node node : members) {
                    node.checkAlive();
                    views.add(node.view());
                }
                return views.stream().allMatch(v -> v != null && v.members().stream().sorted().toList().equals(expected))
                        && views.stream().distinct().count() == 1;
            });
        } catch (IllegalStateException e) {
            throw new IllegalStateException(contender.name + " is no group of " + expected + ": views " + views + ", "
                    + e.getMessage(), e);
        }
    }

    /** The index of the leader in the last view of that one. */
    int leader(Node seenBy) throws IOException {
        return ids.indexOf(seenBy.view().leader());
    }

    @Override
    public void close() {
        nodes.forEach(Node::kill);
        delete(base);
    }

    static void delete(Path dir) {
        try (Stream<Path> all = Files.walk(dir)) {
            all.sorted(Comparator.reverseOrder()).forEach(p -> p.toFile().delete());
        } catch (IOException e) {
            // what stays is below target/ and harmless
        }
    }
}
