package sensornet.sensor;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes sensors of the devices that a {@code --sensor iio...} or {@code hwmon...} means: one each. */
final class DeviceSources {
    private static final Logger LOG = LoggerFactory.getLogger(DeviceSources.class);

    private DeviceSources() {
    }

    /** The sources {@code iio}. */
    static List<Sources.Feed> iio(Sources.Setup setup) {
        return feeds(setup, new IioDevices(setup.sysfs(), Sysfs::text), Ranges.IIO, HumidityUnit.AUTO);
    }

    /** The sources {@code hwmon}. */
    static List<Sources.Feed> hwmon(Sources.Setup setup) {
        return feeds(setup, new HwmonDevices(setup.sysfs(), Sysfs::text), Ranges.HWMON, HumidityUnit.MILLI_PERCENT);
    }

    /** What the selector means now. */
    static List<Device> find(Device.Finder finder, String selector) {
        if (!Device.isPath(selector)) {
            return finder.all().stream().filter(d -> d.matches(selector)).toList();
        }
        Path path = Path.of(selector);
        Stream<Path> dirs = Stream.of(path, path.getParent()).filter(Objects::nonNull);
        return dirs.flatMap(dir -> finder.in(dir).stream()).filter(d -> d.matches(selector)).toList();
    }

    private static List<Sources.Feed> feeds(Sources.Setup setup, Device.Finder finder, Ranges kind, HumidityUnit unit) {
        String selector = setup.spec().argument();
        List<Device> devices = find(finder, selector);
        if (devices.isEmpty()) {
            List<Device> all = finder.all();
            LOG.warn("Sensor {}: no device is {} now; {}. It is looked for at every interval; 'java -jar peer.jar sensors'"
                    + " lists what is there", setup.sensor(), setup.spec().shown(), all.isEmpty() ? "there is none at all"
                    : "there are " + String.join(", ", all.stream().map(Device::shown).toList()));
            return List.of(feed(setup, setup.sensor(), null, () -> first(find(finder, selector)), kind, unit));
        }
        List<String> ids = ids(setup.sensor(), devices);
        List<Sources.Feed> feeds = new ArrayList<>();
        for (int i = 0; i < devices.size(); i++) {
            Device device = devices.get(i);
            LOG.info("Sensor {} is {} {}{}", ids.get(i), device.kind(), device.shown(), device.others().isEmpty() ? ""
                    : "; it has more, which are not recorded: " + String.join(", ", device.others()));
            feeds.add(feed(setup, ids.get(i), device, () -> again(device, find(finder, selector)), kind, unit));
        }
        return feeds;
    }

    private static Sources.Feed feed(Sources.Setup setup, String id, Device device, Supplier<Device> find, Ranges kind,
                                     HumidityUnit unit) {
        SensorOptions options = setup.options();
        Spells spells = new Spells(id, LOG::warn, LOG::info);
        DevicePoll poll = new DevicePoll(id, device, find, options.humidityUnit(id, setup.sensor(), unit), spells, Thread::sleep);
        Duration limit = options.timeLimit(id, setup.sensor());
        PolledSource.Poll guarded = new GuardedPoll(id, poll, limit == null ? SensorOptions.TIME_LIMIT : limit,
                new Gate(id, setup.sensor(), () -> poll.ranges(kind), options, spells), spells);
        return new Sources.Feed(id, new PolledSource(guarded, setup.interval(), setup.clock()));
    }

    private static Device first(List<Device> devices) {
        return devices.isEmpty() ? null : devices.get(0);
    }

    /** The same hardware after it was gone: it may have another number now, and its like may be there too. */
    private static Device again(Device was, List<Device> now) {
        return first(now.stream().filter(d -> d.chip().equals(was.chip()) && d.label().equals(was.label())
                && d.address().equals(was.address()) && d.file().equals(was.file())).toList());
    }

    /** Of a lone device the sensor's own id; of several with what tells them apart, which is never a number of sysfs. */
    static List<String> ids(String base, List<Device> devices) {
        if (devices.size() == 1) {
            return List.of(base);
        }
        List<String> ids = new ArrayList<>();
        Set<String> taken = new HashSet<>();
        for (Device d : devices) {
            String name = d.label().isEmpty() ? d.chip() : d.label();
            long ofThatName = devices.stream().filter(o -> name.equals(o.label().isEmpty() ? o.chip() : o.label())
                    && !o.dir().equals(d.dir())).count();
            long parts = devices.stream().filter(o -> o.dir().equals(d.dir())).count();
            boolean oneChip = devices.stream().allMatch(o -> o.dir().equals(d.dir()));
            StringBuilder id = new StringBuilder(base);
            if (!oneChip) {
                id.append('-').append(name);
            }
            if (ofThatName > 0 && !d.address().isEmpty()) {
                id.append('-').append(d.address());
            }
            if (parts > 1) {
                id.append('-').append(d.part());
            }
            ids.add(unused(SensorIds.safe(id.toString()), taken));
        }
        return ids;
    }

    private static String unused(String id, Set<String> taken) {
        String free = id;
        for (int n = 2; !taken.add(free.toLowerCase(java.util.Locale.ROOT)); n++) {
            String suffix = "-" + n;
            free = id.substring(0, Math.min(id.length(), SensorIds.MAX_LENGTH - suffix.length())) + suffix;
        }
        return free;
    }
}
