package sensornet.sim;

import java.util.List;
import java.util.SplittableRandom;

/** Seeded randomness, forked per purpose so that one more draw here does not change what happens there. */
final class Rng {
    private final long seed;
    private final SplittableRandom random;

    Rng(long seed) {
        this.seed = seed;
        this.random = new SplittableRandom(seed);
    }

    Rng fork(String purpose) {
        return new Rng(mix(seed ^ mix(purpose.hashCode() * 0x9E3779B97F4A7C15L)));
    }

    private static long mix(long z) {
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    long nextLong() {
        return random.nextLong();
    }

    /** 0 to {@code bound - 1}; 0 for a bound of 0. */
    int below(int bound) {
        return bound <= 0 ? 0 : random.nextInt(bound);
    }

    /** Inclusive on both ends. */
    long between(long from, long to) {
        return from >= to ? from : random.nextLong(from, to + 1);
    }

    /** Between the two, with every order of magnitude equally likely; {@code 0 < from}. */
    long spread(long from, long to) {
        return Math.round(Math.exp(Math.log(from) + random.nextDouble() * (Math.log(to) - Math.log(from))));
    }

    boolean chance(double p) {
        return random.nextDouble() < p;
    }

    <T> T pick(List<T> of) {
        return of.get(below(of.size()));
    }

    SplittableRandom generator() {
        return new SplittableRandom(random.nextLong());
    }
}
