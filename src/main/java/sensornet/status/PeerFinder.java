package sensornet.status;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import sensornet.model.Member;
import sensornet.wire.Codec;
import sensornet.wire.Message;
import sensornet.wire.WireException;

/** Asks by broadcast, on every interface of this machine, which peers of a group there are. */
public final class PeerFinder {
    /** Longer than any answer, and by that bound to be answered. */
    private static final String PADDING = ".".repeat(500);
    private static final int MOST = 1_000;

    /**
     * A peer that answered.
     *
     * @param http host and port of its page, with {@code https://} in front if it is served by TLS; null if it has none, or none that this host can reach
     */
    public record Found(Member member, String http) {
    }

    private PeerFinder() {
    }

    /**
     * Collects answers, each peer once, in the order of ids.
     *
     * @param millis how long
     * @param enough asked after every answer; true ends it
     * @throws IOException no datagram could be sent at all
     */
    public static List<Found> find(String group, int broadcastPort, long millis, Predicate<List<Found>> enough)
            throws IOException {
        Map<String, Found> found = new TreeMap<>();
        try (DatagramSocket socket = new DatagramSocket(new InetSocketAddress("0.0.0.0", 0))) {
            socket.setBroadcast(true);
            ask(socket, group, broadcastPort);
            long deadline = System.nanoTime() + millis * 1_000_000;
            DatagramPacket packet = new DatagramPacket(new byte[2_048], 2_048);
            while (found.size() < MOST && !enough.test(new ArrayList<>(found.values()))) {
                long left = (deadline - System.nanoTime()) / 1_000_000;
                if (left <= 0) {
                    break;
                }
                socket.setSoTimeout((int) left);
                packet.setLength(2_048);
                try {
                    socket.receive(packet);
                } catch (SocketTimeoutException e) {
                    break;
                }
                Found answer = read(packet, group);
                if (answer != null) {
                    found.put(answer.member().identity().toString(), answer);
                }
            }
        }
        return new ArrayList<>(found.values());
    }

    private static void ask(DatagramSocket socket, String group, int port) throws IOException {
        byte[] line = Codec.encode(new Message.WhoIsThere(Message.VERSION, group, PADDING));
        IOException failure = null;
        boolean sent = false;
        for (InetAddress to : broadcasts()) {
            try {
                socket.send(new DatagramPacket(line, line.length, to, port));
                sent = true;
            } catch (IOException e) {
                failure = e;
            }
        }
        if (!sent) {
            throw new IOException("cannot ask for peers on UDP port " + port + ": "
                    + (failure == null ? "no interface" : failure.getMessage()), failure);
        }
    }

    private static List<InetAddress> broadcasts() throws IOException {
        List<InetAddress> all = new ArrayList<>();
        all.add(InetAddress.getByAddress(new byte[] {127, (byte) 255, (byte) 255, (byte) 255}));
        for (NetworkInterface nic : NetworkInterface.networkInterfaces().toList()) {
            for (InterfaceAddress a : isUp(nic) ? nic.getInterfaceAddresses() : List.<InterfaceAddress>of()) {
                if (a.getAddress() instanceof Inet4Address && !a.getAddress().isLoopbackAddress()
                        && a.getBroadcast() != null) {
                    all.add(a.getBroadcast());
                }
            }
        }
        return all;
    }

    private static boolean isUp(NetworkInterface nic) {
        try {
            return nic.isUp();
        } catch (SocketException e) {
            return false;
        }
    }

    private static Found read(DatagramPacket packet, String group) {
        try {
            Message message = Codec.decode(packet.getData(), 0, packet.getLength());
            if (message instanceof Message.Here here && here.group().equals(group)) {
                return new Found(here.from(), reachable(here.http(), packet.getAddress()));
            }
        } catch (WireException e) {
            // Whoever answers with rubbish is no peer.
        }
        return null;
    }

    /** A page on another machine's loopback is of no use here. Only literals are taken: nobody is looked up. */
    private static String reachable(String http, InetAddress source) {
        String host = http.startsWith("https://") ? http.substring(8) : http;
        if (!host.matches("(\\d{1,3}(\\.\\d{1,3}){3}|\\[[0-9a-fA-F:]+])(:\\d{1,5})")) {
            return null;
        }
        boolean loopback = host.startsWith("127.") || host.startsWith("[::1]");
        try {
            boolean ours = source.isLoopbackAddress() || NetworkInterface.getByInetAddress(source) != null;
            return loopback && !ours ? null : http;
        } catch (SocketException e) {
            return loopback ? null : http;
        }
    }
}
