package sensornet.process;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Hosts on a network of their own: each a network namespace with the interface {@code lan0}, joined by a bridge in one
 * more namespace. Nothing of it touches the interfaces of the machine. A second bridge beside the first is an island:
 * hosts put there reach each other and nobody else.
 */
final class Lan implements AutoCloseable {
    static final String INTERFACE = "lan0";
    /** Leading to the {@code i}-th host; counted from 1, as are the addresses. */
    private static final String PORT = "port";
    private static final AtomicInteger COUNT = new AtomicInteger();

    /** Namespaces have names for the whole machine: one per process and network, never that of another run. */
    private final String prefix = "sensornet-" + ProcessHandle.current().pid() + "-" + COUNT.incrementAndGet() + "-";
    private final String bridges = prefix + "lan";
    private final List<String> namespaces = new ArrayList<>();
    /** A namespace would outlive a test run that is stopped half-way. */
    private final Thread atExit = new Thread(this::deleteNamespaces, "delete-namespaces");

    /** Skips the test where namespaces are not allowed, or where there is no {@code ip}. */
    Lan(int hosts) {
        Runtime.getRuntime().addShutdownHook(atExit);
        try {
            Commands.assumeWorks("ip", "netns", "add", bridges);
            namespaces.add(bridges);
            Commands.assumeWorks("ip", "-n", bridges, "link", "add", "main", "type", "bridge");
            inBridges("link", "add", "island", "type", "bridge");
            inBridges("link", "set", "main", "up");
            inBridges("link", "set", "island", "up");
            for (int i = 1; i <= hosts; i++) {
                addHost(i);
            }
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    private void addHost(int i) {
        String host = prefix + "h" + i;
        Commands.run("ip", "netns", "add", host);
        namespaces.add(host);
        inBridges("link", "add", PORT + i, "type", "veth", "peer", "name", INTERFACE, "netns", host);
        Commands.run("ip", "-n", host, "addr", "add", address(i) + "/24", "brd", "+", "dev", INTERFACE);
        Commands.run("ip", "-n", host, "link", "set", "lo", "up");
        Commands.run("ip", "-n", host, "link", "set", INTERFACE, "up");
        inBridges("link", "set", PORT + i, "master", "main", "up");
    }

    private void inBridges(String... command) {
        List<String> all = new ArrayList<>(List.of("ip", "-n", bridges));
        all.addAll(List.of(command));
        Commands.run(all.toArray(String[]::new));
    }

    /** For a process on that host. */
    PeerProcess.Launch host(int i) {
        return PeerProcess.Launch.by("ip", "netns", "exec", prefix + "h" + i);
    }

    /** As when a switch in between dies: no end sees its link go down. */
    void moveToIsland(int host) {
        inBridges("link", "set", PORT + host, "master", "island");
    }

    /** The host's own interface sees that its cable is gone. */
    void pullCable(int host) {
        inBridges("link", "set", PORT + host, "down");
    }

    void plugIn(int host) {
        inBridges("link", "set", PORT + host, "up");
    }

    /** One way only: the host hears everybody, but nothing it sends to one of the others arrives; broadcasts do. */
    void mute(int host) {
        for (int other = 1; other < namespaces.size(); other++) {
            if (other != host) {
                // The address of no interface: the bridge floods the frame, and nobody takes it.
                Commands.run("ip", "-n", prefix + "h" + host, "neigh", "replace", address(other), "lladdr",
                        "02:00:00:00:00:fe", "nud", "permanent", "dev", INTERFACE);
            }
        }
    }

    /** Ends what was done to the host's link. */
    void heal(int host) {
        inBridges("link", "set", PORT + host, "master", "main", "up");
        for (int other = 1; other < namespaces.size(); other++) {
            Commands.tryToRun("ip", "-n", prefix + "h" + host, "neigh", "del", address(other), "dev", INTERFACE);
        }
    }

    private static String address(int host) {
        return "10.77.0." + host;
    }

    private synchronized void deleteNamespaces() {
        // Each goes for good when the last process in it ends; the links go with the first of their ends.
        namespaces.forEach(name -> Commands.tryToRun("ip", "netns", "del", name));
        namespaces.clear();
    }

    @Override
    public void close() {
        deleteNamespaces();
        Runtime.getRuntime().removeShutdownHook(atExit);
    }
}
