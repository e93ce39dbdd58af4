package sensornet.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import sensornet.model.Identity;
import sensornet.model.Member;
import sensornet.wire.Message;

class LinksTest {
    private final Loopback loopback = loopback();
    private final List<AutoCloseable> open = new ArrayList<>();

    /** {@link TlsLinksTest} has another. */
    Loopback loopback() {
        return new Loopback();
    }

    @AfterEach
    void close() throws Exception {
        loopback.close();
        for (AutoCloseable c : open) {
            c.close();
        }
    }

    private static Member at(Member member, int port) {
        return new Member(member.identity(), member.host(), port);
    }

    @Test
    void messagesArriveInOrderEachOnce() throws Exception {
        Loopback.Peer a = loopback.start("a");
        Loopback.Peer b = loopback.start("b");
        int n = 50_000;
        AtomicInteger next = new AtomicInteger();
        b.seen().onMessage = m -> assertEquals(Loopback.number(next.getAndIncrement()), m);
        for (int i = 0; i < n; i++) {
            a.send(b.self(), Loopback.number(i));
        }
        b.seen().await("a:ok" + (n - 1));
        assertEquals(n, b.seen().words().size());
        assertEquals(List.of(), a.seen().words(), "a first connection is nothing restored");
    }

    @Test
    void largeRunsArriveWhole() throws Exception {
        Loopback.Peer a = loopback.start("a");
        Loopback.Peer b = loopback.start("b");
        List<Message> got = new java.util.concurrent.CopyOnWriteArrayList<>();
        b.seen().onMessage = got::add;
        for (int i = 0; i < 40; i++) {
            a.send(b.self(), EdgeToolsTest.request(i % 2 == 0 ? 200 : 50_000));
        }
        Await.until(() -> got.size() == 40, () -> "got " + got.size() + " " + b.counters().snapshot());
        for (int i = 0; i < 40; i++) {
            Message sent = EdgeToolsTest.request(i % 2 == 0 ? 200 : 50_000);
            assertEquals(((Message.SequencerRequest) sent).run().size(), ((Message.SequencerRequest) got.get(i)).run().size());
        }
    }

    @Test
    void aKilledPeerIsNoticedThoughNothingIsBeingSent() throws Exception {
        Loopback.Peer a = loopback.start("a");
        Loopback.Peer b = loopback.start("b");
        a.send(b.self(), Loopback.number(1));
        b.seen().await("a:ok1");
        b.network().close();
        a.seen().await("killed:" + b.self().identity());
        assertEquals(0, a.network().queuedBytes(b.self().identity()));
    }

    @Test
    void aPeerThatWasNeverThereIsKilledAndMayBeDialledAgain() throws Exception {
        Loopback.Peer a = loopback.start("a");
        ServerSocket gone = new ServerSocket(0, 1, Loopback.HOST);
        Member nobody = new Member(new Identity("n", 1), "127.0.0.1", gone.getLocalPort());
        gone.close();
        String killed = "killed:" + nobody.identity();
        a.send(nobody, Loopback.number(1));
        a.seen().await(killed);
        a.send(nobody, Loopback.number(2));
        Await.until(() -> a.seen().count(killed) == 2, () -> a.seen().words().toString());
        Loopback.Peer back = loopback.start("n", 1, nobody.port(), "sensors");
        a.send(nobody, Loopback.number(3));
        back.seen().await("a:ok3");
        assertTrue(a.seen().has("restored:" + nobody.identity()), "it missed 1 and 2");
        assertEquals(List.of("a:ok3"), back.seen().words());
    }

    @Test
    void anotherIncarnationAtThatAddressMeansTheOldOneIsGone() throws Exception {
        Loopback.Peer a = loopback.start("a");
        Loopback.Peer old = loopback.start("b", 1, 0, "sensors");
        a.send(old.self(), Loopback.number(1));
        old.seen().await("a:ok1");
        Member previous = old.self();
        old.network().close();
        Loopback.Peer young = loopback.start("b", 2, previous.port(), "sensors");
        a.send(previous, Loopback.number(2));
        a.seen().await("killed:" + previous.identity());
        a.send(young.self(), Loopback.number(3));
        young.seen().await("a:ok3");
        assertEquals(List.of("a:ok3"), young.seen().words(), "nothing meant for the old one");
    }

    @Test
    void aResetIsRestoredAndKillsNobody() throws Exception {
        Loopback.Peer a = loopback.start("a");
        Loopback.Peer b = loopback.start("b");
        Relay relay = new Relay(b.self().port());
        Member target = at(b.self(), relay.port());
        a.send(target, Loopback.number(1));
        b.seen().await("a:ok1");
        String restored = "restored:" + b.self().identity();
        for (int round = 1; round <= 3; round++) {
            relay.reset();
            int expected = round;
            Await.until(() -> a.seen().count(restored) == expected, () -> a.seen().words().toString());
            a.send(target, Loopback.number(10 + round));
            b.seen().await("a:ok" + (10 + round));
        }
        assertEquals(List.of(restored, restored, restored), a.seen().words());
    }

    @Test
    void whatIsQueuedWhileTheLinkIsBrokenIsSentAfterItIsRestored() throws Exception {
        Loopback.Peer a = loopback.start("a");
        Loopback.Peer b = loopback.start("b");
        Relay relay = new Relay(b.self().port());
        Member target = at(b.self(), relay.port());
        a.send(target, Loopback.number(0));
        b.seen().await("a:ok0");
        relay.silent = true; // dials are accepted and not passed on
        relay.reset();
        Await.until(() -> relay.held.get() > 0, "a redial that gets no answer");
        for (int i = 1; i <= 100; i++) {
            a.send(target, Loopback.number(i));
        }
        relay.silent = false;
        b.seen().await("a:ok100");
        assertEquals(101, b.seen().words().size());
        assertEquals(List.of("restored:" + b.self().identity()), a.seen().words());
    }

    @Test
    void aStuckConnectionIsReplacedWhenAFreshOneIsAnswered() throws Exception {
        Loopback.Peer a = loopback.start("a");
        Loopback.Peer b = loopback.start("b");
        Relay relay = new Relay(b.self().port());
        Member target = at(b.self(), relay.port());
        a.send(target, Loopback.number(0));
        b.seen().await("a:ok0");
        relay.stall(); // what TCP does for minutes after a partition
        AtomicInteger n = new AtomicInteger();
        Await.until(() -> {
            a.send(target, Loopback.number(n.incrementAndGet()));
            return a.seen().has("restored:" + b.self().identity());
        }, () -> a.seen().words() + " " + a.counters().snapshot());
        a.send(target, Loopback.number(1_000_000));
        b.seen().await("a:ok1000000");
        assertEquals(1, a.counters().get("link_replaced"));
    }

    @Test
    void theQueueToAReceiverThatDoesNotReadIsBounded() throws Exception {
        Loopback.Peer a = loopback.start("a");
        Loopback.Peer b = loopback.start("b");
        CountDownLatch goOn = new CountDownLatch(1);
        b.seen().onMessage = m -> {
            try {
                goOn.await(60, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        };
        Message big = EdgeToolsTest.request(50_000);
        for (int i = 0; i < 3_000; i++) { // 150 MB
            a.send(b.self(), big);
        }
        Await.until(() -> {
            a.send(b.self(), big);
            return a.counters().get("link_queue_full") > 1_000;
        }, () -> a.counters().snapshot().toString());
        assertTrue(a.network().queuedBytes(b.self().identity()) <= Link.MAX_BYTES);
        goOn.countDown();
        Await.until(() -> a.network().queuedBytes(b.self().identity()) == 0, "the queue drains");
        a.send(b.self(), Loopback.number(1));
        b.seen().await("a:ok1");
    }

    @Test
    void aRefusalIsTold() throws Exception {
        Loopback.Peer a = loopback.start("a");
        Loopback.Peer foreign = loopback.start("b", 1, 0, "cellar");
        a.send(foreign.self(), Loopback.number(1));
        a.network().sendTo("127.0.0.1", foreign.self().port(), Loopback.number(1));
        Await.until(() -> a.refusals().size() == 2, () -> a.refusals().toString());
        assertTrue(a.refusals().get(0).contains("cellar"), a.refusals().toString());
        assertFalse(a.seen().has("killed:" + foreign.self().identity()));
    }

    @Test
    void anErrandReachesWhoeverIsThereAndNobodyIsTroubledIfNobodyIs() throws Exception {
        Loopback.Peer a = loopback.start("a");
        Loopback.Peer b = loopback.start("b");
        a.send(b.self(), Loopback.number(1));
        b.seen().await("a:ok1");
        ServerSocket gone = new ServerSocket(0, 1, Loopback.HOST);
        int nobody = gone.getLocalPort();
        gone.close();
        a.network().sendTo("127.0.0.1", nobody, Loopback.number(2));
        a.network().sendTo("no-such-host.invalid", 1, Loopback.number(2));
        a.network().sendTo("127.0.0.1", a.self().port(), Loopback.number(2));
        a.network().sendTo("127.0.0.1", b.self().port(), Loopback.number(2));
        b.seen().await("a:ok2");
        Await.until(() -> a.counters().get("errand_failed") == 2 && a.counters().get("errand_to_self") == 1,
                () -> a.counters().snapshot().toString());
        a.send(b.self(), Loopback.number(3));
        b.seen().await("a:ok3");
        assertEquals(List.of(), a.seen().words(), "the link did not break over the errand");
    }

    @Test
    void errandsAreBounded() throws Exception {
        Loopback.Peer a = loopback.start("a");
        for (int i = 0; i < Errands.MAX_ADDRESSES + 10; i++) {
            ServerSocket silent = new ServerSocket(0, 5, Loopback.HOST);
            open.add(silent);
            a.network().sendTo("127.0.0.1", silent.getLocalPort(), Loopback.number(1));
        }
        assertEquals(10, a.counters().get("errand_limit"));
    }

    @Test
    void probeTellsAliveKilledAndSilent() throws Exception {
        Loopback.Peer a = loopback.start("a");
        Loopback.Peer b = loopback.start("b");
        ServerSocket gone = new ServerSocket(0, 1, Loopback.HOST);
        Member dead = new Member(new Identity("dead", 1), "127.0.0.1", gone.getLocalPort());
        gone.close();
        ServerSocket stopped = new ServerSocket(0, 5, Loopback.HOST); // the system accepts for it, it never answers
        open.add(stopped);
        Member mute = new Member(new Identity("mute", 1), "127.0.0.1", stopped.getLocalPort());
        Member previous = new Member(new Identity("b", 999), "127.0.0.1", b.self().port());
        List.of(b.self(), dead, mute, previous).forEach(a.network()::probe);
        a.seen().await("probe:" + b.self().identity() + ":ALIVE");
        a.seen().await("probe:dead/1:KILLED");
        a.seen().await("probe:mute/1:SILENT");
        a.seen().await("probe:" + previous.identity() + ":KILLED");
        assertEquals(4, a.seen().words().size());
    }

    @Test
    void anUnusedLinkClosesAndIsDialledAnewWithoutAnAlarm() throws Exception {
        Loopback.Peer b = loopback.start("b");
        Recorder seen = new Recorder();
        Counters counters = new Counters();
        Member self = new Member(new Identity("a", 1), "127.0.0.1", 9);
        Links links = new Links(new Dialer(Loopback.HOST, self, "sensors", counters, loopback.transport("a")), seen, (address, reason) -> { }, 100);
        open.add(() -> links.close(0));
        links.send(b.self(), Loopback.number(1));
        b.seen().await("a:ok1");
        Await.until(() -> links.size() == 0, "the link closes");
        links.send(b.self(), Loopback.number(2));
        b.seen().await("a:ok2");
        assertEquals(List.of(), seen.words());
        assertEquals(2, counters.get("link_up"));
    }

    @Test
    void closeWritesOutWhatIsQueuedAndLeavesNoThread() throws Exception {
        Loopback.Peer b = loopback.start("b");
        for (int round = 0; round < 20; round++) {
            Loopback.Peer a = loopback.start("closing" + round);
            for (int i = 0; i < 200; i++) {
                a.send(b.self(), Loopback.number(i));
                if (i == 0 && loopback.isTls()) { // close grants 300 ms, and on a busy machine a TLS handshake takes longer
                    b.seen().await("closing" + round + ":ok0");
                }
            }
            a.network().close();
            b.seen().await("closing" + round + ":ok199");
        }
        Await.until(() -> Thread.getAllStackTraces().keySet().stream().noneMatch(t -> t.getName().equals("link-b")),
                "the writers are gone");
    }

    /** Passes bytes on to a port, until it is told to reset, stall or be silent. */
    private final class Relay {
        private final ServerSocket server = new ServerSocket();
        private final int target;
        private final List<Socket> sockets = new ArrayList<>();
        private volatile int stalledBefore;
        private final AtomicInteger accepted = new AtomicInteger();
        final AtomicInteger held = new AtomicInteger();
        volatile boolean silent;

        Relay(int target) throws Exception {
            this.target = target;
            server.bind(new InetSocketAddress(Loopback.HOST, 0));
            open.add(server);
            Threads.start("relay", this::accept);
        }

        int port() {
            return server.getLocalPort();
        }

        void reset() throws Exception {
            synchronized (sockets) {
                for (Socket s : sockets) {
                    if (!s.isClosed()) {
                        s.setSoLinger(true, 0);
                        s.close();
                    }
                }
                sockets.clear();
            }
        }

        void stall() {
            stalledBefore = accepted.get() + 1;
        }

        private void accept() {
            try {
                while (true) {
                    Socket in = server.accept();
                    int number = accepted.incrementAndGet();
                    Socket out = new Socket(Loopback.HOST, target);
                    synchronized (sockets) {
                        sockets.add(in);
                        sockets.add(out);
                    }
                    if (silent) {
                        held.incrementAndGet();
                        Threads.start("relay-hold", () -> hold(in, out));
                        continue;
                    }
                    Threads.start("relay-to", () -> pump(in, out, number));
                    Threads.start("relay-back", () -> pump(out, in, number));
                }
            } catch (java.io.IOException e) {
                // closed with the test
            }
        }

        private void hold(Socket in, Socket out) {
            while (silent && !in.isClosed()) {
                Threads.sleep(5);
            }
            Sockets.close(in);
            Sockets.close(out);
        }

        private void pump(Socket from, Socket to, int number) {
            byte[] buffer = new byte[65_536];
            try (InputStream in = from.getInputStream(); OutputStream out = to.getOutputStream()) {
                int n;
                while ((n = in.read(buffer)) >= 0) {
                    if (number >= stalledBefore) {
                        out.write(buffer, 0, n);
                    }
                }
            } catch (java.io.IOException e) {
                // the other direction sees it as well
            }
        }
    }
}
