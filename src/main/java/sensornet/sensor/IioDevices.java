package sensornet.sensor;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Devices of the kernel's Industrial I/O: BME280, BMP280, DHT22, HTS221 and so on. An attribute {@code in_temp_input} is
 * in thousandths of a degree Celsius, {@code in_humidityrelative_input} in thousandths of a percent (see
 * {@link HumidityUnit}), {@code in_pressure_input} in kPa. Where there is no {@code _input}, the same unit is
 * {@code (_raw + _offset) * _scale}.
 */
final class IioDevices implements Device.Finder {
    /** What a product of a raw value and a scale is rounded to in our unit is 0.001; the kernel's unit may have more. */
    private static final int RAW_DIGITS = 3;

    /** The names a channel can have, the first choice first: {@code in_temp}, {@code in_temp0}, then those of infrared thermometers. */
    private static final List<String> VARIANTS = List.of("\\d*", "_ambient", "_object");

    private final Path bus;
    private final Sysfs.Reader reader;

    /** @param sysfs {@code /sys} */
    IioDevices(Path sysfs, Sysfs.Reader reader) {
        this.bus = sysfs.resolve("bus/iio/devices");
        this.reader = reader;
    }

    @Override
    public List<Device> all() {
        return Sysfs.list(bus, "iio:device*").stream().flatMap(dir -> in(dir).stream()).toList();
    }

    @Override
    public List<Device> in(Path dir) {
        List<Device.Channel> channels = new ArrayList<>();
        List<String> others = new ArrayList<>();
        channel(dir, Quantity.TEMPERATURE, "temp", channels, others);
        channel(dir, Quantity.HUMIDITY, "humidityrelative", channels, others);
        channel(dir, Quantity.PRESSURE, "pressure", channels, others);
        if (channels.isEmpty()) {
            return List.of(); // an accelerometer, an ADC
        }
        return List.of(new Device("iio", Sysfs.textOrNone(dir.resolve("name")), Sysfs.textOrNone(dir.resolve("label")),
                address(dir), "", "", dir, List.copyOf(channels), List.copyOf(others)));
    }

    /** A device of the bus is a link into the hierarchy of the hardware, and what it hangs on is there one level up. */
    private static String address(Path dir) {
        try {
            Path parent = Files.isSymbolicLink(dir) ? dir.toRealPath().getParent() : null;
            return parent == null ? "" : Sysfs.name(parent);
        } catch (IOException e) {
            return "";
        }
    }

    private void channel(Path dir, Quantity quantity, String type, List<Device.Channel> channels, List<String> others) {
        List<String> names = new ArrayList<>();
        for (String variant : VARIANTS) {
            for (String kind : List.of("_input", "_raw")) {
                for (Path file : Sysfs.list(dir, "in_" + type + "*" + kind)) {
                    String name = file.getFileName().toString().replaceAll(kind + "$", "");
                    if (name.matches("in_" + type + variant) && !names.contains(name + "_input")) {
                        names.add(name + kind);
                    }
                }
            }
        }
        if (!names.isEmpty()) {
            String first = names.get(0);
            channels.add(new Device.Channel(quantity, first.endsWith("_input")
                    ? () -> Sysfs.number(reader, dir.resolve(first))
                    : () -> scaled(dir, first.replaceAll("_raw$", ""), "in_" + type, quantity)));
            others.addAll(names.subList(1, names.size()));
        }
    }

    private BigDecimal scaled(Path dir, String name, String type, Quantity quantity) throws IOException {
        BigDecimal raw = Sysfs.number(reader, dir.resolve(name + "_raw"));
        BigDecimal value = raw.add(part(dir, name, type, "_offset", BigDecimal.ZERO))
                .multiply(part(dir, name, type, "_scale", BigDecimal.ONE));
        int digits = quantity == Quantity.PRESSURE ? RAW_DIGITS + 1 : 0;
        return value.scale() <= digits ? value : value.setScale(digits, RoundingMode.HALF_EVEN);
    }

    /** Of the channel, or of all channels of its type, or what it is if neither is there. */
    private BigDecimal part(Path dir, String name, String type, String suffix, BigDecimal none) throws IOException {
        for (String base : List.of(name, type)) {
            Path file = dir.resolve(base + suffix);
            if (Files.exists(file)) {
                return Sysfs.number(reader, file);
            }
        }
        return none;
    }
}
