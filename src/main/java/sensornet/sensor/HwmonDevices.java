package sensornet.sensor;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * Chips of the kernel's hardware monitoring: processors, disks, boards, and SHT3x and its like. {@code tempN_input} is in
 * thousandths of a degree Celsius, {@code humidityN_input} in thousandths of a percent; those of one N are one sensor.
 */
final class HwmonDevices implements Device.Finder {
    private final Path chips;
    private final Sysfs.Reader reader;

    /** @param sysfs {@code /sys} */
    HwmonDevices(Path sysfs, Sysfs.Reader reader) {
        this.chips = sysfs.resolve("class/hwmon");
        this.reader = reader;
    }

    @Override
    public List<Device> all() {
        return Sysfs.list(chips, "hwmon*").stream().flatMap(dir -> in(dir).stream()).toList();
    }

    @Override
    public List<Device> in(Path chip) {
        // Kernels before 3.15 have the attributes of most chips one level down.
        Path dir = Files.exists(chip.resolve("name")) ? chip : chip.resolve("device");
        TreeSet<Integer> numbers = new TreeSet<>();
        for (String type : List.of("temp", "humidity")) {
            for (Path file : Sysfs.list(dir, type + "*_input")) {
                String number = file.getFileName().toString().replaceAll("^" + type + "|_input$", "");
                if (number.matches("\\d{1,6}")) {
                    numbers.add(Integer.valueOf(number));
                }
            }
        }
        String address = Sysfs.realName(chip.resolve("device"));
        List<Device> devices = new ArrayList<>();
        for (int n : numbers) {
            List<Device.Channel> channels = new ArrayList<>();
            channel(dir, Quantity.TEMPERATURE, "temp" + n, channels);
            channel(dir, Quantity.HUMIDITY, "humidity" + n, channels);
            String file = (Files.exists(dir.resolve("temp" + n + "_input")) ? "temp" : "humidity") + n;
            String label = Sysfs.textOrNone(dir.resolve(file + "_label"));
            devices.add(new Device("hwmon", Sysfs.textOrNone(dir.resolve("name")), "", address, file,
                    label.isEmpty() ? file : label, chip, List.copyOf(channels), List.of()));
        }
        return devices;
    }

    private void channel(Path dir, Quantity quantity, String name, List<Device.Channel> channels) {
        if (Files.exists(dir.resolve(name + "_input"))) {
            channels.add(new Device.Channel(quantity, () -> value(dir, name)));
        }
    }

    /** A chip that knows that its sensor is broken or off gives some number all the same. */
    private BigDecimal value(Path dir, String name) throws IOException {
        Path enable = dir.resolve(name + "_enable");
        if (Files.exists(enable) && reader.read(enable).equals("0")) {
            throw new IOException("it is switched off (" + enable + " is 0)");
        }
        Path fault = dir.resolve(name + "_fault");
        if (Files.exists(fault) && !reader.read(fault).equals("0")) {
            throw new IOException("the chip reports a fault of its sensor (" + fault + " is not 0)");
        }
        return Sysfs.number(reader, dir.resolve(name + "_input"));
    }
}
