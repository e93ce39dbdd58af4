package sensornet.sensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class DeadlineTest {
    private final AtomicInteger begun = new AtomicInteger();

    @Test
    void aReadThatHangsIsGivenUpAndNoOtherIsBegunBeforeItHasComeBack() throws Exception {
        CountDownLatch answer = new CountDownLatch(1);
        Deadline deadline = new Deadline("read", Duration.ofMillis(20));
        String late = assertThrows(IOException.class, () -> deadline.call(() -> {
            begun.incrementAndGet();
            answer.await();
            return "late";
        })).getMessage();
        assertEquals("no answer within 20 ms", late);
        for (int i = 0; i < 3; i++) {
            String message = assertThrows(IOException.class, () -> deadline.call(begun::incrementAndGet)).getMessage();
            assertTrue(message.matches("a read that began \\d+ s ago still hangs"), message);
        }
        assertEquals(1, begun.get());
        answer.countDown();
        // What came late is of another moment: it is thrown away, and the next read has its own answer.
        Eventually.until("an answer of its own", () -> {
            try {
                return "now".equals(deadline.call(() -> "now"));
            } catch (IOException e) {
                return false;
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        deadline.end();
        assertThrows(InterruptedException.class, () -> deadline.call(() -> "after the stop"));
    }

    @Test
    void whatAReadThrowsIsThrown() {
        Deadline deadline = new Deadline("read", Duration.ofSeconds(30));
        assertEquals("EIO", assertThrows(IOException.class, () -> deadline.call(() -> {
            throw new IOException("EIO");
        })).getMessage());
        assertThrows(IllegalStateException.class, () -> deadline.call(() -> {
            throw new IllegalStateException();
        }));
        deadline.end();
    }
}
