package sensornet.bench;

import java.util.Arrays;

/** Of a handful of figures, or of many. */
final class Stats {
    private Stats() {
    }

    static double median(double... values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int n = sorted.length;
        return n == 0 ? Double.NaN : (sorted[(n - 1) / 2] + sorted[n / 2]) / 2;
    }

    static double max(double... values) {
        return percentile(100, values);
    }

    /** NaN of nothing. */
    static double percentile(double p, double... values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted.length == 0 ? Double.NaN
                : sorted[(int) Math.min(sorted.length - 1, Math.floor(sorted.length * p / 100))];
    }
}
