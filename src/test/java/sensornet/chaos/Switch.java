package sensornet.chaos;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.DelayQueue;
import java.util.concurrent.Delayed;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * An Ethernet switch that makes {@link Weather}: one thread reads each port, one writes what was delayed to each.
 * Ports count from 1, as hosts do; the address of host i ends in i, so there is nothing to learn.
 */
final class Switch {
    /** The kernel puts a virtio header in front of each frame (offloads that are still to be done), kept as it is. */
    private static final int HEADER = 10;
    private static final int MAX_FRAME = 70_000;
    private static final int MAX_WAITING = 20_000;

    private record Frame(byte[] bytes, long at, long number) implements Delayed {
        @Override
        public long getDelay(TimeUnit unit) {
            return unit.convert(at - System.nanoTime(), TimeUnit.NANOSECONDS);
        }

        @Override
        public int compareTo(Delayed other) {
            Frame o = (Frame) other;
            return at == o.at ? Long.compare(number, o.number) : Long.compare(at - o.at, 0);
        }
    }

    private static final class Port {
        final RandomAccessFile device;
        final DelayQueue<Frame> waiting = new DelayQueue<>();

        Port(Path path) throws IOException {
            // One file for both ways: every further one would be a further queue of the device.
            device = new RandomAccessFile(path.toFile(), "rw");
        }
    }

    private final Weather weather;
    private final List<Port> ports = new ArrayList<>();
    private final AtomicLong forwarded = new AtomicLong();
    private final AtomicLong lost = new AtomicLong();
    private final AtomicLong delayed = new AtomicLong();
    private final AtomicLong doubled = new AtomicLong();

    Switch(List<Path> devices, Weather weather, long seed) throws IOException {
        this.weather = weather;
        for (Path device : devices) {
            ports.add(new Port(device));
        }
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 1; i <= ports.size(); i++) {
            int port = i;
            SplittableRandom own = random.split();
            start("switch-read-" + i, () -> read(port, own));
            start("switch-write-" + i, () -> write(ports.get(port - 1)));
        }
    }

    static String mac(int host) {
        return String.format("02:00:00:00:00:%02x", host);
    }

    private static void start(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    private void read(int from, SplittableRandom random) {
        byte[] buffer = new byte[MAX_FRAME];
        long[] busyUntil = new long[ports.size() + 1];
        long number = 0;
        RandomAccessFile device = ports.get(from - 1).device;
        while (true) {
            int length;
            try {
                length = device.read(buffer, 0, buffer.length);
            } catch (IOException e) {
                length = -1; // the cable is out, or the network was taken down
            }
            if (length < HEADER + 14) {
                if (!pause()) {
                    return;
                }
                continue;
            }
            boolean toAll = (buffer[HEADER] & 1) != 0;
            for (int to = 1; to <= ports.size(); to++) {
                if (to != from && (toAll || buffer[HEADER + 5] == to)) {
                    forward(from, to, toAll, buffer, length, busyUntil, number++, random);
                }
            }
        }
    }

    private static boolean pause() {
        try {
            Thread.sleep(50);
            return true;
        } catch (InterruptedException e) {
            return false;
        }
    }

    private void forward(int from, int to, boolean toAll, byte[] buffer, int length, long[] busyUntil, long number,
                         SplittableRandom random) {
        Air air = weather.between(from, to);
        Port port = ports.get(to - 1);
        if (air.equals(Air.CLEAR)) {
            put(port, buffer, length);
            return;
        }
        long now = System.nanoTime();
        long out = Math.max(now, busyUntil[to]) + air.busy(length - HEADER);
        List<Long> arrivals = air.arrivals(now, out, toAll, random);
        if (out - now <= Air.QUEUE_MS * 1_000_000L) {
            busyUntil[to] = out; // what did not fit into the queue takes no time on the wire
        }
        if (arrivals.isEmpty() || port.waiting.size() > MAX_WAITING) {
            lost.incrementAndGet();
            return;
        }
        doubled.addAndGet(arrivals.size() - 1);
        byte[] copy = null;
        for (long at : arrivals) {
            if (at <= now) {
                put(port, buffer, length);
            } else {
                copy = copy == null ? Arrays.copyOf(buffer, length) : copy;
                port.waiting.add(new Frame(copy, at, number));
                delayed.incrementAndGet();
            }
        }
    }

    private void write(Port port) {
        try {
            while (true) {
                Frame frame = port.waiting.take();
                put(port, frame.bytes, frame.bytes.length);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void put(Port port, byte[] bytes, int length) {
        try {
            port.device.write(bytes, 0, length); // one call of the system for each frame, so threads do not mix
            forwarded.incrementAndGet();
        } catch (IOException e) {
            lost.incrementAndGet(); // that cable is out
        }
    }

    String traffic() {
        return forwarded + " frames forwarded, " + delayed + " of them delayed, " + doubled + " doubled, " + lost
                + " lost";
    }
}
