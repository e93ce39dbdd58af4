package sensornet.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Hosts, each a network namespace with the interface {@code lan0}, whose cables all end in a {@link Switch} of this
 * process: behind the far end of each stands a macvtap device, which is read and written as a file. Nothing else leads
 * out of the namespaces. (The kernel's netem does the same and more, but is not in every kernel, and knows links of one
 * host only, where this knows each direction between each two.)
 */
final class Network implements AutoCloseable {
    static final String INTERFACE = "lan0";
    private static final int HOSTS_IN_A_NET = 250;

    private final String prefix;
    private final List<String> namespaces = new ArrayList<>();
    private final Switch wires;

    /** @param dir where device files may be made; they are gone when this returns */
    Network(String prefix, int hosts, Path dir, Weather weather, long seed) throws IOException {
        if (hosts > HOSTS_IN_A_NET) {
            throw new IllegalArgumentException(hosts + " hosts do not fit into one net");
        }
        this.prefix = prefix;
        List<Path> devices = new ArrayList<>();
        try {
            add(prefix + "switch");
            for (int i = 1; i <= hosts; i++) {
                devices.add(addHost(i, dir));
            }
            wires = new Switch(devices, weather, seed);
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        } finally {
            for (Path device : devices) {
                Files.deleteIfExists(device);
            }
        }
    }

    private void add(String namespace) {
        Sh.run("ip", "netns", "add", namespace);
        namespaces.add(namespace);
    }

    private Path addHost(int i, Path dir) {
        String host = prefix + "h" + i;
        add(host);
        inSwitch("link", "add", "port" + i, "type", "veth", "peer", "name", INTERFACE, "address", Switch.mac(i),
                "netns", host);
        inHost(host, "addr", "add", address(i) + "/24", "brd", "+", "dev", INTERFACE);
        // Frames as on a real wire, and not 64 KiB at a time: else losing one of them loses 45.
        inHost(host, "link", "set", INTERFACE, "gso_max_segs", "1");
        inHost(host, "link", "set", "lo", "up");
        inHost(host, "link", "set", INTERFACE, "up");
        inSwitch("link", "set", "port" + i, "up");
        inSwitch("link", "add", "link", "port" + i, "name", "tap" + i, "type", "macvtap", "mode", "passthru");
        inSwitch("link", "set", "tap" + i, "up", "promisc", "on");
        String[] numbers = Sh.run("ip", "netns", "exec", prefix + "switch", "sh", "-c",
                "cat /sys/class/net/tap" + i + "/tap*/dev").split(":");
        // Made by hand: /dev/tapN is named after a number that other namespaces have too, or is not there.
        Path device = dir.resolve("tap" + i);
        Sh.run("mknod", "-m", "600", device.toString(), "c", numbers[0], numbers[1]);
        return device;
    }

    private void inSwitch(String... command) {
        inHost(prefix + "switch", command);
    }

    private static void inHost(String namespace, String... command) {
        List<String> all = new ArrayList<>(List.of("ip", "-n", namespace));
        all.addAll(List.of(command));
        Sh.run(all.toArray(String[]::new));
    }

    private static String address(int host) {
        return "10.77.0." + host;
    }

    /** A command in front of another, which then runs on that host, under the same process id. */
    List<String> on(int host) {
        return List.of("ip", "netns", "exec", prefix + "h" + host);
    }

    /** The host's own interface sees that its cable is gone. */
    void cable(int host, boolean plugged) {
        inSwitch("link", "set", "port" + host, plugged ? "up" : "down");
        if (plugged) {
            inSwitch("link", "set", "tap" + host, "up");
        }
    }

    String traffic() {
        return wires.traffic();
    }

    @Override
    public void close() {
        // The processes in them have ended by now; a namespace goes with the last of them.
        namespaces.forEach(name -> Sh.tryToRun("ip", "netns", "del", name));
        namespaces.clear();
    }
}
