package sensornet.bench;

/** How much is done: enough for figures, or just enough to see that all of it works. */
record Scale(int floodRuns, int floodLines, int jgroupsLines, int jgroupsPackedLines,
             int latencyWarmSeconds, int latencySlowSeconds, int latencyFastSeconds,
             int kills, int[] sizes, int sizeRows, int[] histories, int[] sensors, int sensorRows,
             int joinRows, int longFloodTimes, int jmhWarmUps, int jmhMeasurements) {

    static final Scale FULL = new Scale(3, 1_500_000, 200_000, 1_500_000, 20, 25, 10, 20, new int[] {2, 3, 5, 8, 12},
            1_200_000, new int[] {100_000, 1_000_000, 10_000_000}, new int[] {1, 100, 10_000}, 600_000, 1_000_000, 3, 3, 5);

    static final Scale QUICK = new Scale(1, 250_000, 30_000, 150_000, 2, 3, 2, 2, new int[] {3, 6},
            240_000, new int[] {100_000}, new int[] {1, 10_000}, 120_000, 100_000, 1, 1, 2);
}
