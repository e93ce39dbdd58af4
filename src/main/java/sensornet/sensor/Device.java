package sensornet.sensor;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * One thing that measures, as the kernel shows it. Its place in sysfs has a number that another start may give to another
 * device, so everything else here is there to know it again.
 *
 * @param kind {@code iio} or {@code hwmon}
 * @param chip its {@code name}
 * @param label its {@code label}, or ""
 * @param address of the hardware, such as {@code 1-0076} (bus and address), or ""
 * @param file of a chip with several sensors which one it is, such as {@code temp1}; else ""
 * @param part what that one is called, such as {@code Core 0}; else ""
 * @param others attributes that measure the same and are not recorded
 */
record Device(String kind, String chip, String label, String address, String file, String part, Path dir,
              List<Channel> channels, List<String> others) {

    /**
     * One quantity of it.
     *
     * @param read in the kernel's unit; may block and fail as the device does
     */
    record Channel(Quantity quantity, Read read) {
    }

    /** Asks the device. */
    @FunctionalInterface
    interface Read {
        BigDecimal value() throws IOException;
    }

    /** Finds the devices of one kind. */
    interface Finder {

        /** Every device there is now. */
        List<Device> all();

        /** The devices in that directory, wherever it is; none if there are none. */
        List<Device> in(Path dir);
    }

    /** Whether what stands behind {@code iio:} or {@code hwmon:} means it; "" means all. */
    boolean matches(String selector) {
        if (selector.isEmpty()) {
            return true;
        }
        if (isPath(selector)) {
            Path path = Path.of(selector).normalize();
            return path.equals(dir.normalize()) || !file.isEmpty() && path.equals(dir.resolve(file).normalize());
        }
        return names().anyMatch(name -> selector.equals(name) || !file.isEmpty()
                && (selector.equals(name + "/" + part) || selector.equals(name + "/" + file)));
    }

    /** The shortest selector that means this one alone among those. */
    String selector(List<Device> all) {
        Stream<String> whole = names();
        Stream<String> parts = file.isEmpty() ? Stream.of()
                : names().flatMap(n -> Stream.of(n + "/" + part, n + "/" + file));
        Stream<String> paths = file.isEmpty() ? Stream.of(dir.toString()) : Stream.of(dir.toString(), dir.resolve(file).toString());
        List<String> candidates = Stream.of(whole, parts, paths).flatMap(s -> s).toList();
        return candidates.stream().filter(c -> all.stream().filter(d -> d.matches(c)).count() == 1).findFirst()
                .orElse(candidates.get(candidates.size() - 1));
    }

    /** For people. */
    String shown() {
        return (label.isEmpty() ? chip : label + " (" + chip + ")") + (part.isEmpty() ? "" : " " + part)
                + (address.isEmpty() ? "" : " at " + address);
    }

    static boolean isPath(String selector) {
        return selector.startsWith("/") || selector.startsWith("./") || selector.startsWith("../");
    }

    private Stream<String> names() {
        return Stream.of(label, chip, address).filter(n -> !n.isEmpty()).distinct();
    }
}
