package sensornet.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** The whole machine: what the system says of it, and how it is made ready for a measurement. */
final class Machine {
    private static final double TICKS_A_SECOND = 100;
    private static final int TOUCH_SECONDS = 120;
    /** Of the memory that is available. */
    private static final double TOUCHED = 0.8;

    private Machine() {
    }

    /**
     * Uses most of the memory once. A virtual machine gets its memory from its host when it first uses it, here at 2 us a
     * KiB, five times of what writing to a file costs otherwise: whoever is measured first, or writes most, would pay.
     *
     * @return how many MiB
     */
    static long touchMemory() throws IOException, InterruptedException {
        long available = Files.readString(Path.of("/proc/meminfo")).lines().filter(l -> l.startsWith("MemAvailable:"))
                .mapToLong(l -> Long.parseLong(l.replaceAll("[^0-9]", ""))).findFirst().orElseThrow() / 1024;
        long touched = (long) (available * TOUCHED);
        Process java = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseParallelGC", "-XX:+AlwaysPreTouch", "-Xms" + touched + "m", "-Xmx" + touched + "m", "-version")
                .redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
        if (!java.waitFor(TOUCH_SECONDS, TimeUnit.SECONDS)) {
            java.destroyForcibly().waitFor();
        }
        return touched;
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

    /** What was written is on the disk then: so that one measurement does not pay for the one before. */
    static void sync() throws IOException, InterruptedException {
        new ProcessBuilder("sync").inheritIO().start().waitFor();
    }
}
