package sensornet.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import sensornet.model.Identity;

class SendersTest {
    private static final Identity A = new Identity("a", 1);
    private final Senders senders = new Senders();
    private final List<String> seen = java.util.Collections.synchronizedList(new ArrayList<>());

    @Test
    void theNewestConnectionSpeaksAndOlderOnesAreSilencedAndClosed() throws Exception {
        Senders.Slot slot = senders.enter(A);
        assertTrue(senders.claim(slot, 1, () -> seen.add("close 1")));
        assertTrue(senders.deliver(slot, 1, () -> seen.add("from 1")));
        assertTrue(senders.claim(slot, 3, () -> seen.add("close 3")));
        assertFalse(senders.deliver(slot, 1, () -> seen.add("late from 1")));
        assertFalse(senders.claim(slot, 2, () -> seen.add("close 2")));
        assertTrue(senders.claim(slot, 3, () -> seen.add("close 3")), "claiming again is a sign of life");
        assertTrue(senders.deliver(slot, 3, () -> seen.add("from 3")));
        assertEquals(List.of("from 1", "close 1", "from 3"), seen);
    }

    @Test
    void aClaimWaitsForADeliveryUnderWay() throws Exception {
        Senders.Slot slot = senders.enter(A);
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        Thread reader = Threads.start("reader", () -> senders.deliver(slot, 1, () -> {
            inside.countDown();
            Await.until(() -> goOn.getCount() == 0, "told to go on");
            seen.add("from 1");
        }));
        inside.await();
        assertFalse(senders.claim(slot, 2, () -> { }), "given up: the older one is stuck");
        Thread claimer = Threads.start("claimer", () -> {
            try {
                assertTrue(senders.claim(slot, 2, () -> { }));
                senders.deliver(slot, 2, () -> seen.add("from 2"));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        goOn.countDown();
        reader.join(10_000);
        claimer.join(10_000);
        assertEquals(List.of("from 1", "from 2"), seen);
    }

    @Test
    void slotsAreSharedBoundedAndForgotten() throws Exception {
        Senders.Slot slot = senders.enter(A);
        for (int i = 1; i < Senders.MAX_PER_SENDER; i++) {
            assertSame(slot, senders.enter(A));
        }
        assertNull(senders.enter(A));
        assertNotNull(senders.enter(new Identity("a", 2)), "another incarnation is somebody else");
        for (int i = 0; i < Senders.MAX_PER_SENDER; i++) {
            senders.leave(A);
        }
        assertTrue(senders.claim(senders.enter(A), 1, () -> { }), "nothing is left of the older generation");
    }
}
