package sensornet.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Rubbish from sensors and from the network is refused and counted, and harms nobody. */
class BadInputIT {
    @RegisterExtension
    final Peers peers = new Peers();

    @Test
    void badLinesAreSkippedAndNamedByTheirNumber() throws IOException {
        List<PeerProcess> two = peers.startAll("p1", "p2");
        Peers.awaitOneGroup(two);
        PeerProcess p = two.get(0);
        p.feed(List.of(
                "DATA|s|2024-01-01T00:00:00Z|1.0|2|3",
                "this is no reading",
                "DATA|s|2024-01-01T00:00:00Z|1.5|2|3",
                "DATA|../../etc/passwd|2024-01-01T00:00:00Z|1|2|3",
                "s,2024-01-01T00:00:00Z,2.0,2,3",
                "s,2024-01-01T00:00:00Z,warm,2,3",
                "s,yesterday,2.0,2,3",
                "DATA|s|2024-01-01T00:00:00Z|2.50|2|3|4",
                "x".repeat(200_000),
                "",
                "DATA|s||3.0||"));
        CsvFiles csv = Peers.awaitSameRows(4, two);
        List<String> readings = csv.readings("s");
        assertEquals(List.of("2024-01-01T00:00:00Z,1.0,2,3", "2024-01-01T00:00:00Z,1.5,2,3",
                "2024-01-01T00:00:00Z,2.0,2,3"), readings.subList(0, 3));
        assertTrue(readings.get(3).endsWith("Z,3.0,,") && readings.get(3).startsWith("20"), readings.get(3));
        for (int line : List.of(2, 4, 6, 7, 8, 9)) {
            Pattern named = Pattern.compile("line " + line + "\\b");
            Await.until("the log names line " + line, () -> p.log().stream().anyMatch(l -> named.matcher(l).find()));
        }
    }

    @Test
    void strangersOnTheTcpPortHarmNobody() throws IOException {
        int port = Peers.freeTcpPort();
        PeerProcess p1 = peers.start("p1", "--port", "" + port);
        List<PeerProcess> two = List.of(p1, peers.start("p2"));
        Peers.awaitOneGroup(two);
        List<Socket> strangers = new ArrayList<>();
        try {
            for (int i = 0; i < 20; i++) {
                strangers.add(connect(port));   // and never says a word
            }
            say(strangers, port, "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            byte[] noise = new byte[100_000];
            new Random(1).nextBytes(noise);
            say(strangers, port, noise);
            say(strangers, port, "ACK:1/p1/1 5\nLEAVE:1/p1/1\nHEARTBEAT:9/p9/1 1 1\n".getBytes(StandardCharsets.US_ASCII));
            say(strangers, port, ("HELLO:1 sensors evil/1@127.0.0.1:1\nAPPEND:99/evil/1 0 1 evil/1 1 1 "
                    + "DATA|../../x|t|1|2|3\n").getBytes(StandardCharsets.US_ASCII));
            endlessLine(strangers, port);

            p1.feed(Readings.lines("s", 1, 500));
            two.get(1).feed(Readings.lines("t", 1, 500));
            CsvFiles csv = Peers.awaitSameRows(1000, two);
            assertEquals(Readings.rows(1, 500), csv.readings("s"));
        } finally {
            for (Socket s : strangers) {
                s.close();
            }
        }
        Peers.awaitOneGroup(two);
        assertEquals(1, p1.views().stream().filter(v -> v.members().size() == 2).count(), "the view was disturbed");
    }

    @Test
    void rubbishDatagramsAreIgnored() throws IOException {
        List<PeerProcess> two = peers.startAll("p1", "p2");
        Peers.awaitOneGroup(two);
        Random random = new Random(1);
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.setBroadcast(true);
            InetAddress everybody = InetAddress.getByName("127.255.255.255");
            for (int i = 0; i < 300; i++) {
                byte[] rubbish = new byte[random.nextInt(1400)];
                random.nextBytes(rubbish);
                byte[] bytes = switch (i % 3) {
                    case 0 -> rubbish;
                    case 1 -> "NEW_PEER_REQUEST".getBytes(StandardCharsets.US_ASCII);
                    default -> ("NEW_PEER_REQUEST:99 sensors evil/1@127.0.0.1:1 0/-/0 0 1 asking")
                            .getBytes(StandardCharsets.US_ASCII);
                };
                socket.send(new DatagramPacket(bytes, bytes.length, everybody, peers.broadcastPort()));
            }
        }
        PeerProcess late = peers.start("p3");
        List<PeerProcess> three = List.of(two.get(0), two.get(1), late);
        Peers.awaitOneGroup(three);
        late.feed(Readings.lines("s", 1, 10));
        Peers.awaitSameRows(10, three);
    }

    private static Socket connect(int port) throws IOException {
        Socket socket = new Socket(InetAddress.getByName("127.0.0.1"), port);
        socket.setSoTimeout(5000);
        return socket;
    }

    private static void say(List<Socket> strangers, int port, byte[] bytes) throws IOException {
        Socket socket = connect(port);
        strangers.add(socket);
        try {
            socket.getOutputStream().write(bytes);
        } catch (IOException hungUpOnUs) {
            // Just what a peer should do.
        }
    }

    /** More than the peer's whole heap; it has to hang up long before that. */
    private static void endlessLine(List<Socket> strangers, int port) throws IOException {
        Socket socket = connect(port);
        strangers.add(socket);
        byte[] piece = "x".repeat(65_536).getBytes(StandardCharsets.US_ASCII);
        long sent = 0;
        try (OutputStream out = socket.getOutputStream()) {
            while (sent < 100L << 20) {
                out.write(piece);
                sent += piece.length;
            }
        } catch (IOException hungUpOnUs) {
            assertTrue(sent < 16L << 20, "took " + sent + " bytes of one line");
            return;
        }
        throw new AssertionError("took a line of 100 MiB");
    }
}
