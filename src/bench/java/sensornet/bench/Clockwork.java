package sensornet.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;

/** Short waits that are as short as they say. */
final class Clockwork {
    private Clockwork() {
    }

    /**
     * Linux lets a thread's timers be late by 50 us so that it can wake up for several at once; this makes it 1 ns for
     * the calling thread. Without it, or elsewhere, waits are longer, which the figures of the harness show.
     */
    static void exact() {
        try {
            String self = Files.readSymbolicLink(Path.of("/proc/thread-self")).getFileName().toString();
            Files.writeString(Path.of("/proc", self, "timerslack_ns"), "1");
        } catch (IOException | RuntimeException e) {
            // as said above
        }
    }

    /** Until {@link System#nanoTime} is that. */
    static void sleepUntil(long nanoTime) {
        for (long left = nanoTime - System.nanoTime(); left > 0; left = nanoTime - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
