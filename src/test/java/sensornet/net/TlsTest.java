package sensornet.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sensornet.model.Identity;
import sensornet.model.Member;
import sensornet.tls.TestCa;
import sensornet.tls.Tls;
import sensornet.wire.Message;

/** Who is kept out, and at what price. That members are let in and links work through TLS is {@link TlsLinksTest}'s. */
class TlsTest {
    private static final TestCa CA = new TestCa("group");
    private static final Listener.Limits LIMITS = new Listener.Limits(512, 64, 15_000);

    @TempDir
    Path dir;
    private final Counters counters = new Counters();
    private final Recorder seen = new Recorder();
    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable c : open) {
            c.close();
        }
    }

    private Listener listener(String id, Listener.Limits limits, Transport transport) throws Exception {
        Listener listener = new Listener(Loopback.HOST, 0, "sensors", limits, counters, transport);
        open.add(listener);
        listener.start(new Member(new Identity(id, 1), "127.0.0.1", listener.port()), seen, () -> true);
        return listener;
    }

    private Listener listener() throws Exception {
        return listener("me", LIMITS, new TlsTransport(CA.tls("me")));
    }

    private static Dialer dialer(String id, Counters counters, Transport transport) {
        return new Dialer(Loopback.HOST, new Member(new Identity(id, 1), "127.0.0.1", 9), "sensors", counters, transport);
    }

    private DialResult dial(Dialer dialer, int port, Identity expected) {
        return dial(dialer, port, expected, 15_000);
    }

    private DialResult dial(Dialer dialer, int port, Identity expected, int answerMs) {
        DialResult result = dialer.dial("127.0.0.1", port, expected, true, answerMs);
        if (result instanceof DialResult.Up up) {
            open.add(up.connection()::close);
        }
        return result;
    }

    private void stillServes(Listener listener) {
        assertInstanceOf(DialResult.Up.class, dial(dialer("good", new Counters(), new TlsTransport(CA.tls("good"))),
                listener.port(), new Identity("me", 1)));
    }

    /** Everything that a client hears after it has said HELLO, whatever it thinks of the server. */
    private String heard(Listener listener, SSLContext context) throws Exception {
        try (SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(Loopback.HOST, listener.port())) {
            socket.setSoTimeout(15_000);
            socket.getOutputStream().write(Batch.framed(RawClient.hello("a", 1)));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (java.net.SocketTimeoutException e) {
            throw e;
        } catch (IOException e) {
            return ""; // an alert, or hung up
        }
    }

    private static SSLContext withoutCertificate() throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new X509TrustManager() {
            @Override
            public void checkClientTrusted(X509Certificate[] chain, String type) {
            }

            @Override
            public void checkServerTrusted(X509Certificate[] chain, String type) {
            }

            @Override
            public X509Certificate[] getAcceptedIssuers() {
                return new X509Certificate[0];
            }
        }}, null);
        return context;
    }

    @Test
    void whoHasNoCertificateHearsNothing() throws Exception {
        Listener listener = listener();
        assertEquals("", heard(listener, withoutCertificate()));
        Await.until(() -> counters.get("tls_no_certificate") == 1, () -> counters.snapshot().toString());
        stillServes(listener);
    }

    @Test
    void aCertificateOfAnotherCaIsNone() throws Exception {
        Listener listener = listener();
        TestCa other = new TestCa("other");
        Tls stranger = other.store(dir, TestCa.Wish.of("a").trusting(other, CA)).load();
        assertEquals("", heard(listener, stranger.context()));
        Await.until(() -> counters.get("tls_foreign") + counters.get("tls_no_certificate") == 1,
                () -> counters.snapshot().toString());
        // One CA may have the name of another: then the client does not hold its certificate back.
        TestCa forged = new TestCa("group");
        assertEquals("", heard(listener, forged.store(dir, TestCa.Wish.of("b").trusting(forged, CA)).load().context()));
        Await.until(() -> counters.get("tls_foreign") >= 1, () -> counters.snapshot().toString());
        assertEquals(List.of(), seen.words());
        stillServes(listener);
    }

    @Test
    void whoDialsLeavesAServerOfAnotherCaAlone() throws Exception {
        Listener listener = listener("me", LIMITS, new TlsTransport(new TestCa("group").tls("me")));
        Counters ours = new Counters();
        DialResult result = dial(dialer("a", ours, new TlsTransport(CA.tls("a"))), listener.port(), null);
        assertTrue(assertInstanceOf(DialResult.NoAnswer.class, result).why().contains("certificate of CN=me"), result.toString());
        assertEquals(1, ours.get("tls_foreign"));
    }

    @Test
    void nobodySpeaksForAnother() throws Exception {
        Listener listener = listener();
        Transport mallory = new TlsTransport(CA.tls("mallory"));
        DialResult result = dial(dialer("a", new Counters(), mallory), listener.port(), null);
        String reason = assertInstanceOf(DialResult.Rejected.class, result).reason();
        assertTrue(reason.contains("'mallory'") && reason.contains("'a'"), reason);
        Await.until(() -> counters.get("tls_wrong_name") == 1, () -> counters.snapshot().toString());
        stillServes(listener);

        // An answer with another id proves that the expected one is gone: so it must be proven itself.
        Listener liar = listener("me", LIMITS, mallory);
        Counters ours = new Counters();
        result = dial(dialer("a", ours, new TlsTransport(CA.tls("a"))), liar.port(), new Identity("b", 7));
        assertInstanceOf(DialResult.NoAnswer.class, result);
        assertEquals(1, ours.get("tls_wrong_name"));
    }

    @Test
    void aLaterHelloMayNotNameAnotherEither() throws Exception {
        Listener listener = listener();
        SSLSocket socket = (SSLSocket) CA.tls("a").context().getSocketFactory().createSocket(Loopback.HOST, listener.port());
        open.add(socket);
        socket.setSoTimeout(15_000);
        LineInput lines = new LineInput(socket, 4_096);
        socket.getOutputStream().write(Batch.framed(RawClient.hello("a", 1)));
        assertTrue(lines.next(0));
        socket.getOutputStream().write(Batch.framed(RawClient.hello("b", 1)));
        Await.until(() -> counters.get("undecodable_line") == 1, () -> counters.snapshot().toString());
    }

    @Test
    void withTlsAndWithoutDoNotMixAndBothSidesSaySo() throws Exception {
        Counters ours = new Counters();
        DialResult plainToTls = dial(dialer("a", ours, new PlainTransport()), listener().port(), null);
        assertTrue(assertInstanceOf(DialResult.NoAnswer.class, plainToTls).why().contains("speaks TLS"), plainToTls.toString());
        assertEquals(1, ours.get("tls_mismatch"));
        Await.until(() -> counters.get("tls_mismatch") == 1, () -> counters.snapshot().toString());

        Listener plain = listener("me", LIMITS, new PlainTransport());
        DialResult tlsToPlain = dial(dialer("a", ours, new TlsTransport(CA.tls("a"))), plain.port(), null);
        assertTrue(assertInstanceOf(DialResult.NoAnswer.class, tlsToPlain).why().contains("speaks no TLS"), tlsToPlain.toString());
        assertEquals(2, ours.get("tls_mismatch"));
        Await.until(() -> counters.get("tls_mismatch") == 2, () -> counters.snapshot().toString());
        assertEquals(List.of(), seen.words());
    }

    @Test
    void anExpiredCertificateOpensNoNewConnectionNotEvenByAnOldSession() throws Exception {
        Listener listener = listener();
        Instant end = Instant.now().plusMillis(2_500).truncatedTo(java.time.temporal.ChronoUnit.SECONDS);
        Dialer dialer = dialer("a", new Counters(), new TlsTransport(CA.store(dir, TestCa.Wish.of("a").until(end)).load()));
        DialResult before = dial(dialer, listener.port(), null);
        assertInstanceOf(DialResult.Up.class, before);
        Await.until(() -> Instant.now().isAfter(end.plusMillis(1)), "the certificate expires");
        assertInstanceOf(DialResult.NoAnswer.class, dial(dialer, listener.port(), null));
        Await.until(() -> counters.get("tls_expired") == 1, () -> counters.snapshot().toString());
        Connection stands = ((DialResult.Up) before).connection();
        Batch batch = new Batch(counters);
        batch.addLine(Batch.framed(Loopback.number(5)));
        stands.write(batch);
        seen.await("a:ok5");
    }

    @Test
    void aClientThatTricklesItsTlsHandshakeIsClosedAtTheDeadlineOfTheWhole() throws Exception {
        Listener.Limits short400 = new Listener.Limits(512, 64, 400);
        RawClient slow = new RawClient(listener("me", short400, new TlsTransport(CA.tls("me"))).port());
        open.add(slow);
        slow.socket.getOutputStream().write(new byte[] {0x16, 3, 1, 16, 0, 1, 0, 15, (byte) 252, 3, 3});
        long begin = System.nanoTime();
        assertThrows(IOException.class, () -> {
            while (System.nanoTime() - begin < 15_000_000_000L) {
                slow.socket.getOutputStream().write(7);
                Thread.sleep(20); // the pace of the client, not a wait
            }
        }, "written to for 15 s");
        assertEquals(1, counters.get("handshake_timeout"), () -> counters.snapshot().toString());
    }

    @Test
    void aServerThatTricklesItsTlsHandshakeIsGivenUpAtTheDeadlineOfTheWhole() throws Exception {
        ServerSocket server = new ServerSocket(0, 5, Loopback.HOST);
        open.add(server);
        CountDownLatch hungUp = new CountDownLatch(1);
        Threads.start("trickle", () -> {
            try (Socket socket = server.accept()) {
                socket.getOutputStream().write(new byte[] {0x16, 3, 3, 63, 0, 2, 0, 62, (byte) 252, 3, 3});
                while (true) {
                    socket.getOutputStream().write(7);
                    Thread.sleep(20); // the pace of the server: it would have enough for minutes
                }
            } catch (IOException e) {
                hungUp.countDown();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        Dialer dialer = dialer("a", counters, new TlsTransport(CA.tls("a")));
        Threads.start("dial", () -> dial(dialer, server.getLocalPort(), null, 400));
        assertTrue(hungUp.await(15, TimeUnit.SECONDS), "trickled to for 15 s");
    }

    @Test
    void silentStrangersKeepNoPeerOut() throws Exception {
        Listener listener = listener("me", new Listener.Limits(512, 16, 60_000), new TlsTransport(CA.tls("me")));
        for (int i = 0; i < 200; i++) {
            RawClient silent = new RawClient(listener.port());
            open.add(silent);
            if (i % 2 == 0) {
                silent.socket.getOutputStream().write(0x16);
            }
        }
        Await.until(() -> counters.get("handshake_evicted") == 184, () -> counters.snapshot().toString());
        stillServes(listener);
        assertTrue(listener.connections() <= 17, () -> "connections: " + listener.connections());
    }

    @Test
    void nothingOnTheWireCanBeRead() throws Exception {
        Loopback loopback = new Loopback(CA);
        open.add(loopback);
        Loopback.Peer a = loopback.start("a-long-name");
        Loopback.Peer b = loopback.start("b-long-name");
        ByteArrayOutputStream wire = new ByteArrayOutputStream();
        ServerSocket tap = new ServerSocket(0, 5, Loopback.HOST);
        open.add(tap);
        Threads.start("tap", () -> tap(tap, b.self().port(), wire));
        a.send(new Member(b.self().identity(), "127.0.0.1", tap.getLocalPort()), EdgeToolsTest.request(2_000));
        b.seen().await("a-long-name:SequencerRequest");
        String text;
        synchronized (wire) {
            text = wire.toString(StandardCharsets.ISO_8859_1);
        }
        assertTrue(text.length() > 2_000, "the tap saw " + text.length() + " bytes");
        for (String word : List.of("HELLO", "WELCOME", "long-name", "SEQUENCER", "DATA|", "sensors")) {
            assertFalse(text.contains(word), word);
        }
    }

    private static void tap(ServerSocket tap, int target, ByteArrayOutputStream wire) {
        try {
            Socket in = tap.accept();
            Socket out = new Socket(Loopback.HOST, target);
            Threads.start("tap-back", () -> copy(out, in, wire));
            copy(in, out, wire);
        } catch (IOException e) {
            // closed with the test
        }
    }

    private static void copy(Socket from, Socket to, ByteArrayOutputStream wire) {
        byte[] buffer = new byte[8_192];
        try (InputStream in = from.getInputStream()) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                synchronized (wire) {
                    wire.write(buffer, 0, n);
                }
                to.getOutputStream().write(buffer, 0, n);
            }
        } catch (IOException e) {
            // the other direction sees it as well
        }
        Sockets.close(to);
    }

    /** After each timeout a few bytes more are let through. */
    @Test
    void aSignOfLifeThatComesInPiecesIsReadAcrossTimeouts() throws Exception {
        ServerSocket server = new ServerSocket(0, 5, Loopback.HOST);
        ServerSocket relay = new ServerSocket(0, 5, Loopback.HOST);
        open.add(server);
        open.add(relay);
        Semaphore bytes = new Semaphore(1_000_000);
        CountDownLatch slow = new CountDownLatch(1);
        Threads.start("relay", () -> {
            try {
                Socket in = relay.accept();
                Socket out = new Socket(Loopback.HOST, server.getLocalPort());
                Threads.start("relay-back", () -> oneByOne(out, in, bytes));
                copy(in, out, new ByteArrayOutputStream());
            } catch (IOException e) {
                // closed with the test
            }
        });
        Threads.start("server", () -> {
            try {
                Socket talk = new TlsTransport(CA.tls("me")).accepted(server.accept(), System.nanoTime() + 15_000_000_000L);
                slow.await();
                for (int i = 0; i < 3; i++) {
                    talk.getOutputStream().write("WELCOME\n".getBytes(StandardCharsets.US_ASCII));
                }
            } catch (IOException | InterruptedException e) {
                // the test will say that nothing came
            }
        });
        TlsTransport transport = new TlsTransport(CA.tls("a"));
        Socket raw = new Socket(Loopback.HOST, relay.getLocalPort());
        open.add(raw);
        Connection connection = transport.connection(raw, transport.dialled(raw), RawClient.hello("me", 1).from());
        connection.becomeLink();
        bytes.drainPermits();
        slow.countDown();
        ByteBuffer signs = ByteBuffer.allocate(1_024);
        int[] read = new int[1];
        int[] timeouts = new int[1];
        Await.until(() -> {
            int n = readSigns(connection, signs);
            assertTrue(n >= 0, "the stream ended");
            if (n == 0) {
                timeouts[0]++;
                bytes.release(7);
            }
            read[0] += n;
            return read[0] == 24;
        }, () -> read[0] + " bytes after " + timeouts[0] + " timeouts");
        assertTrue(timeouts[0] > 6, timeouts[0] + " timeouts: this showed nothing");
    }

    private static int readSigns(Connection connection, ByteBuffer into) {
        try {
            return connection.readSigns(into, 2);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void oneByOne(Socket from, Socket to, Semaphore bytes) {
        try (InputStream in = from.getInputStream()) {
            for (int b = in.read(); b >= 0; b = in.read()) {
                bytes.acquire();
                to.getOutputStream().write(b);
            }
        } catch (IOException | InterruptedException e) {
            // closed with the test
        }
    }
}
