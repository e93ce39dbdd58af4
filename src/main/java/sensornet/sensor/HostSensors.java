package sensornet.sensor;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What this host has to measure with. Holds no logger: a command that lists makes no log file. */
public final class HostSensors {

    /**
     * One sensor of the host and what it says now.
     *
     * @param temperature degrees Celsius; empty if it has none, like the others
     * @param humidity percent
     * @param pressure hPa
     * @param trouble what could not be read or cannot be true, in one line; empty if nothing
     * @param option what {@code --sensor} needs to select it
     */
    public record Found(String kind, String name, String temperature, String humidity, String pressure, String trouble,
                        String option) {
    }

    private HostSensors() {
    }

    /**
     * Asks all of them, at the same time.
     *
     * @param limit for each
     */
    public static List<Found> list(Duration limit) throws InterruptedException {
        return list(Sysfs.ROOT, limit);
    }

    /** @param sysfs in place of {@code /sys} */
    public static List<Found> list(Path sysfs, Duration limit) throws InterruptedException {
        List<Device> iio = new IioDevices(sysfs, Sysfs::text).all();
        List<Device> hwmon = new HwmonDevices(sysfs, Sysfs::text).all();
        List<Asked> asked = Stream.concat(iio.stream().map(d -> new Asked(d, iio, Ranges.IIO, HumidityUnit.AUTO, limit)),
                hwmon.stream().map(d -> new Asked(d, hwmon, Ranges.HWMON, HumidityUnit.MILLI_PERCENT, limit))).toList();
        asked.forEach(Thread::start);
        for (Asked a : asked) {
            a.join();
        }
        return asked.stream().map(Asked::found).toList();
    }

    /** One device being asked, in the same way as a running peer would. */
    private static final class Asked extends Thread {
        private final Device device;
        private final String option;
        private final List<String> troubles = new ArrayList<>();
        private final PolledSource.Poll poll;
        private List<Reading> readings = List.of();

        Asked(Device device, List<Device> all, Ranges kind, HumidityUnit unit, Duration limit) {
            super("ask-" + device.chip());
            setDaemon(true);
            this.device = device;
            this.option = device.kind() + ":" + device.selector(all);
            Spells spells = new Spells("x", this::trouble, info -> { });
            DevicePoll poll = new DevicePoll("x", device, () -> null, unit, spells, Thread::sleep);
            this.poll = new GuardedPoll("x", poll, limit, new Gate("x", "x", () -> poll.ranges(kind), SensorOptions.NONE, spells), spells);
        }

        private synchronized void trouble(String line) {
            troubles.add(line.replaceFirst("^Sensor x: ", ""));
        }

        @Override
        public void run() {
            try {
                readings = poll.read(Instant.EPOCH);
            } catch (IOException | InterruptedException e) {
                trouble(e.toString());
            } finally {
                poll.stop();
            }
        }

        synchronized Found found() {
            Reading r = readings.isEmpty() ? null : readings.get(0);
            return new Found(device.kind(), device.shown(), r == null ? "" : r.temperature(), r == null ? "" : r.humidity(),
                    r == null ? "" : r.pressure(), String.join("; ", troubles), option);
        }
    }
}
