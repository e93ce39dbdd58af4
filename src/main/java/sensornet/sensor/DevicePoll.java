package sensornet.sensor;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Reads one {@link Device}. A quantity that cannot be read is tried again, then left out and said: a reading has what
 * could be had. A device that is gone, or not there yet, is looked for at every read. Of one thread.
 */
final class DevicePoll implements PolledSource.Poll {
    private final String sensor;
    private final Supplier<Device> find;
    private final HumidityUnit humidityUnit;
    private final Spells spells;
    private final Retry.Pause pause;
    private volatile Device device;

    /**
     * @param device null if it is not there yet
     * @param find looks for it; null if it is not there
     * @param spells says what cannot be read
     */
    DevicePoll(String sensor, Device device, Supplier<Device> find, HumidityUnit humidityUnit, Spells spells,
               Retry.Pause pause) {
        this.sensor = sensor;
        this.device = device;
        this.find = find;
        this.humidityUnit = humidityUnit;
        this.spells = spells;
        this.pause = pause;
    }

    /** What the device can give, as far as it is known. Any thread. */
    Ranges ranges(Ranges kind) {
        Device now = device;
        return now == null ? kind : Ranges.ofChip(now.chip(), kind);
    }

    @Override
    public List<Reading> read(Instant now) throws IOException, InterruptedException {
        Device device = this.device;
        if (device == null || !Files.exists(device.dir())) {
            device = find.get();
            this.device = device;
        }
        if (device == null) {
            throw new IOException("the device is not there");
        }
        Map<Quantity, String> values = new EnumMap<>(Quantity.class);
        for (Device.Channel channel : device.channels()) {
            String what = "reading of " + channel.quantity().word;
            try {
                BigDecimal value = Retry.of(channel.read()::value, pause);
                String text = inOurUnit(channel.quantity(), value).toPlainString();
                values.put(channel.quantity(), text);
                spells.good(what, text);
            } catch (IOException e) {
                spells.bad(what, "no " + channel.quantity().word + " from " + device.shown() + ", asked "
                        + Retry.ATTEMPTS + " times: " + Texts.reason(e));
            }
        }
        return values.isEmpty() ? List.of() : List.of(new Reading(sensor, Timestamps.format(now),
                values.getOrDefault(Quantity.TEMPERATURE, ""), values.getOrDefault(Quantity.HUMIDITY, ""),
                values.getOrDefault(Quantity.PRESSURE, "")));
    }

    /** By moving the point only, so that every digit of the kernel's is kept. */
    private BigDecimal inOurUnit(Quantity quantity, BigDecimal value) {
        return switch (quantity) {
            case TEMPERATURE -> value.movePointLeft(3);
            case HUMIDITY -> humidityUnit.toPercent(value);
            case PRESSURE -> value.movePointRight(1);
        };
    }
}
