package sensornet.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import sensornet.model.Identity;
import sensornet.model.Member;
import sensornet.wire.Message;

class ListenerTest {
    private final Counters counters = new Counters();
    private final Recorder seen = new Recorder();
    private final List<AutoCloseable> open = new ArrayList<>();
    private volatile boolean healthy = true;

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable c : open) {
            c.close();
        }
    }

    private Listener listener(Listener.Limits limits) throws Exception {
        Listener listener = new Listener(Loopback.HOST, 0, "sensors", limits, counters, new PlainTransport());
        open.add(listener);
        listener.start(new Member(new Identity("me", 1), "127.0.0.1", listener.port()), seen, () -> healthy);
        return listener;
    }

    private Listener listener() throws Exception {
        return listener(new Listener.Limits(512, 64, 400));
    }

    private RawClient client(Listener listener) throws Exception {
        RawClient client = new RawClient(listener.port());
        open.add(client);
        return client;
    }

    private RawClient welcome(Listener listener, String id) throws Exception {
        RawClient client = client(listener);
        client.say(RawClient.hello(id, 1));
        assertInstanceOf(Message.Welcome.class, client.hear());
        return client;
    }

    private RawClient link(Listener listener, String id) throws Exception {
        RawClient client = welcome(listener, id);
        client.say(RawClient.hello(id, 1));
        assertInstanceOf(Message.Welcome.class, client.hear());
        return client;
    }

    private void stillServes(Listener listener) throws Exception {
        RawClient client = link(listener, "good");
        client.say(Loopback.number(77));
        seen.await("good:ok77");
    }

    @Test
    void welcomesAndPassesMessagesInOrder() throws Exception {
        RawClient client = welcome(listener(), "a");
        for (int i = 0; i < 1_000; i++) {
            client.say(Loopback.number(i));
        }
        seen.await("a:ok999");
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            expected.add("a:ok" + i);
        }
        assertEquals(expected, seen.words());
    }

    @Test
    void refusesAnotherVersionAndAnotherGroupWithTheReason() throws Exception {
        Listener listener = listener();
        Member from = RawClient.hello("a", 1).from();
        RawClient version = client(listener);
        version.say(new Message.Hello(9, "sensors", from));
        String reason = assertInstanceOf(Message.Refused.class, version.hear()).reason();
        assertTrue(reason.contains("version 9") && reason.contains("version 1"), reason);
        assertTrue(version.isHungUp());
        RawClient group = client(listener);
        group.say(new Message.Hello(Message.VERSION, "cellar", from));
        reason = assertInstanceOf(Message.Refused.class, group.hear()).reason();
        assertTrue(reason.contains("'cellar'") && reason.contains("'sensors'"), reason);
        assertTrue(group.isHungUp());
        RawClient future = client(listener);
        future.say("HELLO with fields that nobody knows yet\n");
        assertInstanceOf(Message.Refused.class, future.hear());
        assertEquals(2, counters.get("refused_hello"));
    }

    @Test
    void aSilentClientIsClosedAndKeepsNobodyWaiting() throws Exception {
        Listener listener = listener();
        RawClient silent = client(listener);
        stillServes(listener);
        assertTrue(silent.isHungUp());
        assertEquals(1, counters.get("handshake_timeout"));
    }

    @Test
    void aTricklingClientIsClosedAtTheDeadlineOfTheWholeHandshake() throws Exception {
        RawClient slow = client(listener());
        long begin = System.nanoTime();
        assertThrows(IOException.class, () -> {
            while (System.nanoTime() - begin < 15_000_000_000L) {
                slow.say("H");
                Thread.sleep(20); // the pace of the client, not a wait
            }
        }, "written to for 15 s");
        assertEquals(1, counters.get("handshake_timeout"));
    }

    @Test
    void aLineWithoutEndIsCutOffBeforeAndAfterTheHandshake() throws Exception {
        Listener listener = listener();
        for (RawClient client : List.of(client(listener), welcome(listener, "a"))) {
            byte[] noise = new byte[1_000];
            java.util.Arrays.fill(noise, (byte) 'x');
            assertThrows(IOException.class, () -> {
                for (int i = 0; i < 1_000_000; i++) {
                    client.socket.getOutputStream().write(noise);
                }
            });
        }
        Await.until(() -> counters.get("line_too_long") == 2, () -> counters.snapshot().toString());
        stillServes(listener);
    }

    @Test
    void rubbishEndsItsConnectionOnly() throws Exception {
        Listener listener = listener();
        RawClient http = client(listener);
        http.say("GET / HTTP/1.1\r\n\r\n");
        assertTrue(http.isHungUp());
        RawClient late = welcome(listener, "a");
        late.say(Loopback.number(1));
        late.say("SOMETHING ELSE\n");
        late.say(Loopback.number(2));
        assertTrue(late.isHungUp());
        RawClient impatient = client(listener);
        impatient.say(Loopback.number(3));
        assertTrue(impatient.isHungUp(), "a message before HELLO");
        assertEquals(3, counters.get("undecodable_line"));
        stillServes(listener);
        assertEquals(List.of("a:ok1", "good:ok77"), seen.words());
    }

    @Test
    void aTornLastLineIsNobodys() throws Exception {
        RawClient client = welcome(listener(), "a");
        client.say(Loopback.number(1));
        client.say("OK:2");
        client.socket.shutdownOutput();
        assertTrue(client.isHungUp());
        assertEquals(List.of("a:ok1"), seen.words());
    }

    @Test
    void aNewerLinkRetiresTheOlderAndNothingOfTheOlderComesAfter() throws Exception {
        Listener listener = listener();
        CountDownLatch handling = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        seen.onMessage = m -> {
            if (m.equals(Loopback.number(1))) {
                handling.countDown();
                try {
                    goOn.await(10, TimeUnit.SECONDS);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        };
        RawClient older = link(listener, "a");
        for (int i = 1; i <= 50; i++) {
            older.say(Loopback.number(i)); // all in the older reader's hands while it handles the first
        }
        assertTrue(handling.await(10, TimeUnit.SECONDS));
        RawClient newer = welcome(listener, "a");
        newer.say(RawClient.hello("a", 1));
        newer.say(Loopback.number(100));
        goOn.countDown();
        seen.await("a:ok100");
        Await.until(() -> listener.connections() == 1, "the older one is closed");
        List<String> words = seen.words();
        assertEquals("a:ok1", words.get(0));
        assertEquals("a:ok100", words.get(words.size() - 1), words.toString());
    }

    @Test
    void aLinkIsNotRetiredByProbesErrandsOrOlderConnections() throws Exception {
        Listener listener = listener();
        RawClient old = welcome(listener, "a");
        RawClient link = link(listener, "a");
        RawClient errand = welcome(listener, "a");
        errand.say(Loopback.number(5));
        seen.await("a:ok5");
        errand.close();
        old.say(RawClient.hello("a", 1));
        assertTrue(old.isHungUp(), "a claim of an older connection comes too late");
        link.say(Loopback.number(6));
        seen.await("a:ok6");
        RawClient namesake = welcomeAs(listener, "a", 2);
        namesake.say(RawClient.hello("a", 2));
        assertInstanceOf(Message.Welcome.class, namesake.hear());
        link.say(Loopback.number(7));
        seen.await("a:ok7");
    }

    private RawClient welcomeAs(Listener listener, String id, long incarnation) throws Exception {
        RawClient client = client(listener);
        client.say(RawClient.hello(id, incarnation));
        assertInstanceOf(Message.Welcome.class, client.hear());
        return client;
    }

    @Test
    void sixHundredConnectionsLeaveRoomForAPeer() throws Exception {
        Listener listener = listener(new Listener.Limits(100, 32, 60_000));
        RawClient established = link(listener, "first");
        for (int i = 0; i < 600; i++) {
            client(listener);
        }
        stillServes(listener);
        assertTrue(listener.connections() <= 100, () -> "open: " + listener.connections());
        established.say(Loopback.number(1));
        seen.await("first:ok1");
        assertTrue(counters.get("handshake_evicted") >= 500, () -> counters.snapshot().toString());
    }

    @Test
    void establishedConnectionsAreBoundedInAllAndPerSender() throws Exception {
        Listener listener = listener(new Listener.Limits(20, 32, 60_000));
        for (int i = 0; i < 20; i++) {
            welcome(listener, "p" + i);
        }
        RawClient more = client(listener);
        assertTrue(more.isHungUp());
        assertEquals(1, counters.get("refused_connection_limit"));
        Listener other = listener();
        for (int i = 0; i < Senders.MAX_PER_SENDER; i++) {
            welcome(other, "greedy");
        }
        RawClient greedy = client(other);
        greedy.say(RawClient.hello("greedy", 1));
        assertTrue(greedy.isHungUp());
        stillServes(other);
    }

    @Test
    void whileUnhealthyNoHandshakeIsAnswered() throws Exception {
        healthy = false;
        Listener listener = listener();
        RawClient client = client(listener);
        client.say(RawClient.hello("a", 1));
        assertTrue(client.isHungUp(), "accepted, and never answered");
        assertEquals(1, counters.get("unanswered_unhealthy"));
        healthy = true;
        stillServes(listener);
    }

    @Test
    void aFailingHandlerEndsTheConnectionOnly() throws Exception {
        Listener listener = listener();
        seen.onMessage = m -> {
            if (m.equals(Loopback.number(13))) {
                throw new IllegalStateException("thrown by the test");
            }
        };
        RawClient client = welcome(listener, "a");
        client.say(Loopback.number(13));
        assertTrue(client.isHungUp());
        stillServes(listener);
        assertEquals(1, counters.get("handler_failed"));
    }

    @Test
    void aPortInUseIsOneLineThatSaysWhatToDo() throws Exception {
        Listener listener = listener();
        String line = assertThrows(NetException.class, () -> new Listener(Loopback.HOST, listener.port(), "sensors",
                Listener.Limits.DEFAULT, counters, new PlainTransport())).getMessage();
        assertTrue(line.contains(String.valueOf(listener.port())) && line.contains("--port"), line);
        assertFalse(line.contains("\n"));
    }
}
