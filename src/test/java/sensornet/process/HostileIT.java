package sensornet.process;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Strangers in numbers: real peers go on, stay small, and count what they refuse. */
class HostileIT {
    private static final InetAddress HERE = InetAddress.getLoopbackAddress();

    @RegisterExtension
    final Peers peers = new Peers();

    @Test
    void aThousandSilentConnectionsKeepNobodyOut() throws IOException {
        int port = Peers.freeTcpPort();
        List<PeerProcess> two = List.of(peers.start("p1"), peers.start("p2", "--port", "" + port));
        PeerProcess leader = Peers.awaitOneGroup(two);
        PeerProcess victim = two.get(1);
        List<Socket> silent = new ArrayList<>();
        try {
            for (int i = 0; i < 1_000; i++) {
                silent.add(new Socket(HERE, port));
            }
            PeerProcess late = peers.start("p3");
            List<PeerProcess> three = List.of(two.get(0), victim, late);
            Peers.awaitOneGroup(three);
            leader.feed(Readings.lines("s", 1, 200));
            late.feed(Readings.lines("t", 1, 200));
            Peers.awaitSameRows(400, three);
            Await.until("the oldest were turned away", () -> dropped(victim, "handshake_evicted") >= 900);
            if (Files.exists(Path.of("/proc/self/status"))) {
                int threads = threads(victim);
                assertTrue(threads < 200, threads + " threads");
            }
        } finally {
            for (Socket s : silent) {
                s.close();
            }
        }
    }

    @Test
    void aFloodOfDatagramsCausesFewDialsAndShortAnswersAndReadingsGoOn() throws Exception {
        List<PeerProcess> two = peers.startAll("p1", "p2");
        Peers.awaitOneGroup(two);
        AtomicInteger dials = new AtomicInteger();
        AtomicLong sent = new AtomicLong();
        AtomicLong answered = new AtomicLong();
        long began = System.nanoTime();
        double seconds;
        try (ServerSocket bait = new ServerSocket(0, 50, HERE); DatagramSocket socket = new DatagramSocket()) {
            Thread accepts = thread("bait", () -> count(bait, dials));
            Thread hears = thread("answers", () -> hear(socket, answered));
            Thread floods = thread("flood", () -> flood(socket, bait.getLocalPort(), sent));
            two.get(0).feed(Readings.lines("s", 1, 300));
            two.get(1).feed(Readings.lines("t", 1, 300));
            Peers.awaitSameRows(600, two);
            Await.until("the flood was noticed", () -> dropped(two.get(0), "datagram_flood") > 1_000);
            floods.interrupt();
            floods.join();
            seconds = (System.nanoTime() - began) / 1e9;
            PeerProcess late = peers.start("p3");
            List<PeerProcess> three = List.of(two.get(0), two.get(1), late);
            Peers.awaitOneGroup(three);
            late.feed(Readings.lines("u", 1, 10));
            Peers.awaitSameRows(610, three);
            bait.close();
            socket.close();
            accepts.join();
            hears.join();
        }
        // Each of the two peers lets at most 8 strangers of an address in a second, and may dial each a few times.
        assertTrue(dials.get() <= 100 * (seconds + 2), dials + " dials in " + seconds + " s");
        assertTrue(answered.get() <= sent.get(), answered + " bytes of answers to " + sent);
    }

    private static Thread thread(String name, Runnable body) {
        Thread thread = new Thread(body, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private static void count(ServerSocket bait, AtomicInteger dials) {
        try {
            while (true) {
                bait.accept().close();
                dials.incrementAndGet();
            }
        } catch (IOException closed) {
            // the end of the test
        }
    }

    private static void hear(DatagramSocket socket, AtomicLong answered) {
        DatagramPacket packet = new DatagramPacket(new byte[65_536], 65_536);
        try {
            while (true) {
                packet.setLength(65_536);
                socket.receive(packet);
                answered.addAndGet(packet.getLength());
            }
        } catch (IOException closed) {
            // the end of the test
        }
    }

    /** Twenty thousand a second: newcomers and leaders that do not exist, questions long and short, and noise. */
    private void flood(DatagramSocket socket, int bait, AtomicLong sent) {
        try {
            socket.setBroadcast(true);
            InetAddress everybody = InetAddress.getByName("127.255.255.255");
            for (int i = 1; !Thread.currentThread().isInterrupted(); i++) {
                String word = switch (i % 4) {
                    case 0 -> "NEW_PEER_REQUEST:1 sensors evil" + i + "/" + Integer.toHexString(i) + "@127.0.0.1:" + bait
                            + " 0/-/0 0 1 asking";
                    case 1 -> "NEW_PEER_REQUEST:1 sensors evil" + i + "/" + Integer.toHexString(i) + "@127.0.0.1:" + bait
                            + " 0/-/0 0 1 leading";
                    case 2 -> "WHO_IS_THERE:1 sensors " + ".".repeat(i % 200);
                    default -> "x".repeat(i % 1_000);
                };
                byte[] bytes = word.getBytes(US_ASCII);
                try {
                    socket.send(new DatagramPacket(bytes, bytes.length, everybody, peers.broadcastPort()));
                    sent.addAndGet(bytes.length);
                } catch (SocketException e) {
                    throw e;
                } catch (IOException full) {
                    // the next one
                }
                if (i % 200 == 0) {
                    java.util.concurrent.locks.LockSupport.parkNanos(10_000_000);
                }
            }
        } catch (SocketException closed) {
            // the end of the test
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aPeerOfAnotherVersionIsToldSoAndTellsSo() throws IOException {
        int port = Peers.freeTcpPort();
        try (ServerSocket other = new ServerSocket(0, 50, HERE)) {
            thread("version 2", () -> refuse(other));
            PeerProcess p1 = peers.start("p1", "--port", "" + port, "--seed", "127.0.0.1:" + other.getLocalPort());
            p1.awaitLogged("other speaks version 2 of the protocol, you speak version 1");
            for (String hello : List.of("HELLO:2 sensors x/1@127.0.0.1:9\n", "HELLO:2 {\"group\":\"sensors\"}\n")) {
                try (Socket socket = new Socket(HERE, port)) {
                    socket.setSoTimeout(10_000);
                    socket.getOutputStream().write(hello.getBytes(US_ASCII));
                    String answer = new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII)).readLine();
                    assertTrue(answer.startsWith("REFUSED:p1 speaks version 1 of the protocol"), answer);
                }
            }
            // Not at once: the figures of the page are up to a fifth of a second old.
            Await.until("the refusal is counted", () -> dropped(p1, "refused_hello") >= 1);
            assertTrue(p1.isAlive());
        }
    }

    private static void refuse(ServerSocket other) {
        try {
            while (true) {
                try (Socket socket = other.accept()) {
                    socket.getInputStream().read(new byte[1_000]);
                    socket.getOutputStream().write(("REFUSED:other speaks version 2 of the protocol, you speak version 1\n")
                            .getBytes(US_ASCII));
                }
            }
        } catch (IOException closed) {
            // the end of the test
        }
    }

    /** What the page of numbers says was dropped for that reason. */
    private static long dropped(PeerProcess peer, String reason) {
        try {
            String metrics = new String(URI.create("http://" + peer.httpAddress() + "/metrics").toURL().openStream()
                    .readAllBytes(), US_ASCII);
            Matcher m = Pattern.compile("sensornet_dropped_total\\{reason=\"" + reason + "\"} ([0-9.E]+)").matcher(metrics);
            return m.find() ? (long) Double.parseDouble(m.group(1)) : 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int threads(PeerProcess peer) throws IOException {
        String status = Files.readString(Path.of("/proc/" + peer.pid() + "/status"));
        Matcher m = Pattern.compile("Threads:\\s+(\\d+)").matcher(status);
        assertEquals(true, m.find());
        return Integer.parseInt(m.group(1));
    }
}
