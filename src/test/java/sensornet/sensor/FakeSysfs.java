package sensornet.sensor;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A tree as Linux shows it in {@code /sys}: devices hang in the hierarchy of the hardware, buses and classes link there. */
public final class FakeSysfs {
    final Path root;

    public FakeSysfs(Path root) {
        this.root = root;
    }

    /**
     * An IIO device at that address of an I2C bus.
     *
     * @param attributes names and texts, by turns; the kernel ends each text with a line feed
     * @return its directory as a user names it, on the bus
     */
    public Path iio(int number, String address, String name, String... attributes) {
        Path dir = directory(root.resolve("devices/platform/soc/i2c-1/" + address + "/iio:device" + number));
        write(dir, "name", name);
        write(dir, attributes);
        return link(root.resolve("bus/iio/devices/iio:device" + number), dir);
    }

    /** A hwmon chip whose hardware is called {@code device}. */
    public Path hwmon(int number, String device, String name, String... attributes) {
        Path hardware = directory(root.resolve("devices/platform/" + device));
        Path dir = directory(hardware.resolve("hwmon/hwmon" + number));
        write(dir, "name", name);
        write(dir, attributes);
        link(dir.resolve("device"), hardware);
        return link(root.resolve("class/hwmon/hwmon" + number), dir);
    }

    /** The same as kernels before 3.15 had it: the attributes are with the hardware. */
    Path oldHwmon(int number, String device, String name, String... attributes) {
        Path hardware = directory(root.resolve("devices/platform/" + device));
        write(hardware, "name", name);
        write(hardware, attributes);
        Path dir = directory(hardware.resolve("hwmon/hwmon" + number));
        link(dir.resolve("device"), hardware);
        return link(root.resolve("class/hwmon/hwmon" + number), dir);
    }

    public static void write(Path dir, String... attributes) {
        try {
            for (int i = 0; i < attributes.length; i += 2) {
                Files.writeString(dir.resolve(attributes[i]), attributes[i + 1] + "\n");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An attribute whose every read fails with EIO, as that of a chip that does not answer: real, by the kernel's help. */
    public static void eio(Path dir, String attribute) {
        replace(dir.resolve(attribute), Path.of("/proc/self/mem"));
    }

    /** An attribute whose read hangs in the kernel until somebody writes into the file. */
    public static void hanging(Path dir, String attribute) {
        try {
            Files.deleteIfExists(dir.resolve(attribute));
            Process process = new ProcessBuilder("mkfifo", dir.resolve(attribute).toString()).start();
            if (process.waitFor() != 0) {
                throw new AssertionError("mkfifo failed");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Unplugs it: the link of the bus and the directory are gone. */
    public static void remove(Path link) {
        try {
            Path dir = link.toRealPath();
            Files.delete(link);
            Files.move(dir, dir.resolveSibling("gone-" + dir.getFileName()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void replace(Path file, Path target) {
        try {
            Files.deleteIfExists(file);
            Files.createSymbolicLink(file, target);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path directory(Path dir) {
        try {
            return Files.createDirectories(dir);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path link(Path link, Path target) {
        directory(link.getParent());
        replace(link, link.getParent().relativize(target));
        return link;
    }
}
