package sensornet.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the system says of the whole machine. */
final class Machine {
    private static final double TICKS_A_SECOND = 100;

    private Machine() {
    }

    /** All processors together, since the start of the system: whatever was not idle, taken by other guests included. */
    static double busySeconds() throws IOException {
        String[] f = Files.readString(Path.of("/proc/stat")).lines().findFirst().orElseThrow().trim().split("\\s+");
        long ticks = 0;
        for (int i = 1; i <= 8 && i < f.length; i++) {
            if (i != 4 && i != 5) { // idle, waiting for a disk
                ticks += Long.parseLong(f[i]);
            }
        }
        return ticks / TICKS_A_SECOND;
    }
}
