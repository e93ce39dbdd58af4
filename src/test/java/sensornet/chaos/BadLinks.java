package sensornet.chaos;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import sensornet.chaos.Weather.Way;

/** Draws what is wrong with the network: bad air somewhere, or links that are cut, both ways or one way. */
final class BadLinks {
    private record Links(String where, Collection<Way> ways) {
    }

    private final SplittableRandom random;
    private final int hosts;
    private int faults;

    BadLinks(SplittableRandom random, int hosts) {
        this.random = random;
        this.hosts = hosts;
    }

    /** Delay, loss, duplicates, reordering, a low rate, or a little of each. */
    Deed.Blow air() {
        int delay = random.nextInt(5, 400);
        Air air = switch (random.nextInt(6)) {
            case 0 -> new Air(delay, delay / 2 + 1, 0, 0, 0, 0, true, true);
            case 1 -> new Air(0, 0, random.nextDouble(0.02, 0.5), 0, 0, 0, true, true);
            case 2 -> new Air(delay, 0, 0, 0, random.nextDouble(0.05, 0.5), 0, true, true);
            case 3 -> new Air(0, 0, 0, random.nextDouble(0.05, 0.5), 0, 0, true, true);
            case 4 -> new Air(0, 0, 0, 0, 0, random.nextInt(64, 2_000), true, true);
            default -> new Air(delay / 2, delay / 2 + 1, random.nextDouble(0.01, 0.1), 0.02, 0.05,
                    random.nextInt(500, 10_000), true, true);
        };
        int host = random.nextInt(1, hosts + 1);
        Set<Integer> one = Set.of(host);
        return blow("air", switch (random.nextInt(4)) {
            case 0 -> new Links("from p" + host, ways(one, others(one), false));
            case 1 -> new Links("to p" + host, ways(others(one), one, false));
            case 2 -> new Links("to and from p" + host, ways(one, others(one), true));
            default -> everywhere();
        }, air);
    }

    Deed.Blow cut() {
        int host = random.nextInt(1, hosts + 1);
        Set<Integer> one = Set.of(host);
        Set<Integer> other = Set.of(1 + (host + random.nextInt(hosts - 1)) % hosts);
        Links out = new Links("p" + host, ways(one, others(one), false));
        return switch (random.nextInt(8)) {
            case 0 -> blow("pair cut", new Links("p" + host + " and " + Deed.hosts(other), ways(one, other, true)),
                    Air.CUT);
            case 1 -> blow("pair cut one way", new Links("p" + host + " to " + Deed.hosts(other),
                    ways(one, other, false)), Air.CUT);
            case 2 -> blow("host mute", out, Air.CUT);
            case 3 -> blow("host deaf", new Links("p" + host, ways(others(one), one, false)), Air.CUT);
            case 4 -> blow("host cut off", new Links("p" + host, ways(one, others(one), true)), Air.CUT);
            case 5 -> blow("host mute but for broadcasts", out, Air.NO_UNICAST);
            case 6 -> blow("no broadcasts", everywhere(), Air.NO_BROADCAST);
            default -> partition();
        };
    }

    private Deed.Blow partition() {
        Set<Integer> side = all().stream().filter(h -> random.nextBoolean())
                .collect(Collectors.toCollection(TreeSet::new));
        boolean bothWays = random.nextInt(4) > 0;
        return blow(bothWays ? "partition" : "partition one way", new Links("[" + Deed.hosts(side) + "] and ["
                + Deed.hosts(others(side)) + "]", ways(side, others(side), bothWays)), Air.CUT);
    }

    private Deed.Blow blow(String kind, Links links, Air air) {
        return new Deed.Blow(++faults, kind, links.where, links.ways, air);
    }

    private Links everywhere() {
        return new Links("everywhere", ways(all(), all(), false));
    }

    private static Collection<Way> ways(Set<Integer> from, Set<Integer> to, boolean bothWays) {
        Set<Way> ways = new LinkedHashSet<>();
        for (int a : from) {
            for (int b : to) {
                if (a != b) {
                    ways.add(new Way(a, b));
                    if (bothWays) {
                        ways.add(new Way(b, a));
                    }
                }
            }
        }
        return ways;
    }

    private Set<Integer> all() {
        return IntStream.rangeClosed(1, hosts).boxed().collect(Collectors.toCollection(TreeSet::new));
    }

    private Set<Integer> others(Set<Integer> some) {
        Set<Integer> rest = all();
        rest.removeAll(some);
        return rest;
    }
}
