package sensornet.sensor;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Random;

/**
 * Plausible weather: a daily wave and a bounded random walk around a climate that follows from the sensor's id alone,
 * so a sensor has the same character at every start. Of one thread.
 */
final class MockSource implements PolledSource.Poll {
    private static final double DAY_SECONDS = 86_400;

    private final String sensor;
    private final Random random;
    private final double meanTemperature;
    private final double meanHumidity;
    private final double meanPressure;
    private double walkTemperature;
    private double walkHumidity;
    private double walkPressure;

    MockSource(String sensor) {
        this.sensor = sensor;
        // Both String.hashCode and Random are specified to the bit; the mixing keeps peer1 and peer2 apart.
        random = new Random(sensor.hashCode() * 0x9E3779B97F4A7C15L);
        meanTemperature = 14 + 12 * random.nextDouble();
        meanHumidity = 40 + 25 * random.nextDouble();
        meanPressure = 1005 + 16 * random.nextDouble();
    }

    @Override
    public List<Reading> read(Instant now) {
        return List.of(reading(now));
    }

    Reading reading(Instant now) {
        walkTemperature = step(walkTemperature, 0.05, 3);
        walkHumidity = step(walkHumidity, 0.2, 12);
        walkPressure = step(walkPressure, 0.06, 14);
        double secondsOfDay = Math.floorMod(now.getEpochSecond(), (long) DAY_SECONDS);
        // Warmest at 15:00 UTC, and driest when it is warmest.
        double wave = Math.cos(2 * Math.PI * (secondsOfDay - 15 * 3600) / DAY_SECONDS);
        return new Reading(sensor, Timestamps.format(now),
                text(meanTemperature + 4 * wave + walkTemperature, 2),
                text(meanHumidity - 10 * wave + walkHumidity, 1),
                text(meanPressure + 1.5 * wave + walkPressure, 2));
    }

    /** A step of at most {@code size}, pulled back the harder the nearer the walk is to {@code bound}. */
    private double step(double at, double size, double bound) {
        double next = at + size * (2 * random.nextDouble() - 1) - size * at / bound;
        return Math.max(-bound, Math.min(bound, next));
    }

    private static String text(double value, int decimals) {
        return BigDecimal.valueOf(Math.round(value * Math.pow(10, decimals)), decimals).toPlainString();
    }
}
