package sensornet.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import sensornet.model.Identity;
import sensornet.model.Run;
import sensornet.model.ViewId;
import sensornet.wire.Message;

class EdgeToolsTest {

    @Test
    void countersAreListedByName() {
        Counters counters = new Counters();
        counters.count("b");
        counters.add("a", 3);
        counters.count("b");
        assertEquals("{a=3, b=2}", counters.snapshot().toString());
        assertEquals(0, counters.get("never"));
        assertEquals(Map.of("a", 3L, "b", 2L), counters.snapshot());
    }

    @Test
    void logLetsOneLineAnIntervalThroughAndSaysWhatItHeldBack() {
        Logger logger = (Logger) LoggerFactory.getLogger("limited");
        logger.setAdditive(false);
        logger.setLevel(Level.DEBUG); // whatever another test made of the root logger
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        logger.addAppender(lines);
        AtomicLong now = new AtomicLong(-1);
        RateLimitedLog log = new RateLimitedLog(logger, 1_000, now::get);
        for (int i = 0; i < 5; i++) {
            log.warn("x", "line " + i);
        }
        log.warn("y", "other");
        now.addAndGet(1_000_000_001L);
        log.warn("x", "later");
        assertEquals(List.of("line 0", "other", "later (and 4 more since the last such line)"),
                lines.list.stream().map(ILoggingEvent::getFormattedMessage).toList());
    }

    @Test
    void timerGoesOnAfterAFailedTickAndStopsWhenClosed() {
        AtomicInteger ticks = new AtomicInteger();
        TimerThread timer = new TimerThread(() -> {
            if (ticks.incrementAndGet() == 2) {
                throw new IllegalStateException("a tick that fails");
            }
        });
        timer.start();
        Await.until(() -> ticks.get() >= 4, "ticks after the failed one");
        timer.close();
        int then = ticks.get();
        assertTrue(Thread.getAllStackTraces().keySet().stream().noneMatch(t -> t.getName().equals("timer")));
        assertEquals(then, ticks.get());
    }

    @Test
    void queueIsBoundedInBytesAndTellsOncePerSpell() {
        SendQueue queue = new SendQueue(10_000, 1_000);
        int taken = 0;
        while (queue.offer(new Frame(request(600)))) {
            taken++;
        }
        assertEquals(10, taken);
        assertTrue(queue.beginsOverflow());
        assertFalse(queue.beginsOverflow(), "the same spell");
        List<Frame> out = new ArrayList<>();
        queue.drainTo(out, 1);
        assertEquals(1, out.size(), "at least one, however large");
        queue.drainTo(out, Long.MAX_VALUE);
        assertEquals(10, out.size());
        assertEquals(0, queue.bytes());
        assertTrue(queue.beginsOverflow(), "a new spell");
    }

    @Test
    void queueIsBoundedInMessages() {
        SendQueue queue = new SendQueue(1 << 20, 2);
        assertTrue(queue.offer(new Frame(Loopback.number(1))));
        assertTrue(queue.offer(new Frame(Loopback.number(2))));
        assertFalse(queue.offer(new Frame(Loopback.number(3))));
        assertEquals(2, queue.clear());
        assertEquals(0, queue.bytes());
    }

    /** Of so many bytes of payloads, which have to be readings. */
    static Message request(int bytes) {
        String payload = "DATA|s|2024-01-01T00:00:00Z|1||";
        int count = Math.max(1, bytes / (payload.length() + 1));
        int more = bytes + 1 - count * (payload.length() + 1);
        String first = payload.replace("|1||", "|" + "1".repeat(1 + more / 2) + "|" + "1".repeat(more - more / 2) + "|");
        byte[] text = (first + (";" + payload).repeat(count - 1)).getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        return new Message.SequencerRequest(new ViewId(1, new Identity("a", 1)),
                new Run(new Identity("a", 1), 1, count, text));
    }
}
