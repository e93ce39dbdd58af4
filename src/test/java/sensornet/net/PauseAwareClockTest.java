package sensornet.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PauseAwareClockTest {
    private final AtomicLong raw = new AtomicLong(-5_000_000_000L); // nanoTime has any origin
    private final PauseAwareClock clock = new PauseAwareClock(raw::get);

    private long after(long ms) {
        raw.addAndGet(ms * 1_000_000);
        return clock.getAsLong();
    }

    @Test
    void countsOrdinaryTimeFully() {
        assertEquals(0, clock.getAsLong());
        assertEquals(25, after(25));
        assertEquals(525, after(500), "a gap of just the tolerated length is no pause");
        assertEquals(0, clock.pauses());
    }

    @Test
    void leavesOutWhatAPauseTookBeyondTheTolerated() {
        after(100);
        assertEquals(600, after(20_000));
        assertEquals(625, after(25), "from then on time goes on as usual");
        assertEquals(1, clock.pauses());
        assertEquals(19_500, clock.discountedMs());
    }

    @Test
    void pausesAddUp() {
        after(1_000);
        after(1_000);
        assertEquals(1_100, after(100));
        assertEquals(2, clock.pauses());
        assertEquals(1_000, clock.discountedMs());
    }

    @Test
    void aStarvedProcessStillSeesTimePass() {
        for (int i = 0; i < 100; i++) {
            after(600);
        }
        assertEquals(50_000, clock.getAsLong(), "every tick is late, but deadlines still come");
    }

    @Test
    void neverGoesBackWhenARawReadingDoes() {
        assertEquals(100, after(100));
        assertEquals(100, after(-50));
        assertEquals(101, after(51));
        assertEquals(0, clock.pauses());
    }

    @Test
    void manyThreadsSeeMonotonicTimeAndInventNoPause() throws Exception {
        PauseAwareClock shared = new PauseAwareClock(() -> raw.addAndGet(100_000));
        Thread[] threads = new Thread[4];
        AtomicLong wrong = new AtomicLong();
        for (int t = 0; t < threads.length; t++) {
            threads[t] = new Thread(() -> {
                long before = 0;
                for (int i = 0; i < 20_000; i++) {
                    long now = shared.getAsLong();
                    if (now < before) {
                        wrong.incrementAndGet();
                    }
                    before = now;
                }
            });
            threads[t].start();
        }
        for (Thread t : threads) {
            t.join(10_000);
        }
        assertEquals(0, wrong.get());
        assertEquals(0, shared.pauses());
        assertTrue(shared.getAsLong() >= 8_000);
    }
}
