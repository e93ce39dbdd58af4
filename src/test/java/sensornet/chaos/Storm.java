package sensornet.chaos;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.IntStream;
import sensornet.chaos.Plan.Event;

/** Draws what happens in a storm. It knows which host it has down, so that most of what it draws does something. */
final class Storm {
    /** Of these the data are on a disk that can be full. */
    static final List<Integer> SMALL_DISKS = List.of(2, 4);

    private static final int LONGEST_GAP = 2_500;
    private static final int LONGEST = 15_000;

    private final SplittableRandom random;
    private final boolean quorum;
    private final int hosts;
    private final BadLinks links;
    /** Until when a host's process is down or stopped by this plan; after that it may be chosen again. */
    private final long[] busyUntil = new long[Ledger.MAX_HOSTS + 1];
    private final Set<Integer> joined = new TreeSet<>();
    private final Set<Integer> down = new TreeSet<>();
    private List<Event> events = new ArrayList<>();
    private long end;

    Storm(long seed, boolean quorum) {
        random = new SplittableRandom(seed);
        this.quorum = quorum;
        hosts = quorum ? Plan.CORE : Ledger.MAX_HOSTS;
        links = new BadLinks(random, hosts);
    }

    List<Event> between(long start, long stop) {
        events = new ArrayList<>();
        end = stop;
        long at = start;
        while (at < stop) {
            draw(at);
            at += random.nextInt(200, LONGEST_GAP);
        }
        return events;
    }

    /** What has to be done to have everybody up again, whatever the storm left. */
    List<Event> calm(long at) {
        List<Event> starts = new ArrayList<>();
        for (int host : down) {
            starts.add(new Event(at, new Deed.Start(host, keeps())));
        }
        down.clear();
        for (int host = 0; host < busyUntil.length; host++) {
            busyUntil[host] = 0;
        }
        return starts;
    }

    Deed.Probe probe() {
        Deed.Probe.What what = Deed.Probe.What.values()[random.nextInt(Deed.Probe.What.values().length)];
        return new Deed.Probe(what, random.nextInt(3) == 0 ? 0 : random.nextInt(1, Plan.CORE + 1));
    }

    private void draw(long at) {
        int dice = random.nextInt(100);
        if (dice < 24) {
            blow(at, links.air());
        } else if (dice < 55) {
            blow(at, links.cut());
        } else if (dice < 60) {
            int host = anyHost();
            events.add(new Event(at, new Deed.Cable(host, false)));
            later(at + random.nextInt(500, LONGEST), new Deed.Cable(host, true));
        } else if (dice < 71) {
            pause(at);
        } else if (dice < 84) {
            kill(at);
        } else if (dice < 86) {
            powerCut(at);
        } else if (dice < 90) {
            leave(at);
        } else if (dice < 93) {
            fill(at);
        } else if (dice < 96) {
            events.add(new Event(at, new Deed.SetClock(anyHost(), random.nextInt(-400_000, 400_000))));
        } else if (quorum) {
            pause(at);
        } else {
            joinOrLeave(at);
        }
    }

    private void blow(long at, Deed.Blow blow) {
        events.add(new Event(at, blow));
        later(at + random.nextInt(500, LONGEST), new Deed.Still(blow.fault()));
    }

    // ---- processes

    private void pause(long at) {
        int host = upHost(at);
        if (host > 0) {
            long until = at + (random.nextInt(3) == 0 ? random.nextInt(3_000, 12_000) : random.nextInt(200, 3_000));
            events.add(new Event(at, new Deed.Pause(host)));
            later(until, new Deed.Resume(host));
            busyUntil[host] = until;
        }
    }

    private void kill(long at) {
        int host = upHost(at);
        if (host > 0) {
            events.add(new Event(at, new Deed.Kill(List.of(host))));
            comesBack(host, at);
        }
    }

    private void powerCut(long at) {
        List<Integer> hit = all().stream().filter(h -> isUp(h, at) && random.nextInt(3) > 0).toList();
        if (!hit.isEmpty()) {
            events.add(new Event(at, new Deed.Kill(hit)));
            // With their data: else this alone is the end of all that the group had.
            hit.forEach(host -> comesBack(host, at, true));
        }
    }

    private void leave(long at) {
        int host = upHost(at);
        if (host > 0) {
            events.add(new Event(at, new Deed.Leave(host)));
            comesBack(host, at + 2_000);
        }
    }

    private void fill(long at) {
        for (int host : SMALL_DISKS) {
            if (isUp(host, at) && random.nextBoolean()) {
                long until = at + random.nextInt(2_000, LONGEST);
                events.add(new Event(at, new Deed.Fill(host)));
                later(until, new Deed.Room(host));
                comesBack(host, until, true);
                return;
            }
        }
    }

    private void joinOrLeave(long at) {
        int host = random.nextInt(Plan.CORE + 1, hosts + 1);
        if (joined.contains(host)) {
            if (busyUntil[host] > at) {
                return;
            }
            joined.remove(host);
            down.remove(host);
            events.add(new Event(at, random.nextBoolean() ? new Deed.Leave(host) : new Deed.Kill(List.of(host))));
            events.add(new Event(at, new Deed.Gone(host)));
        } else {
            joined.add(host);
            events.add(new Event(at, new Deed.Start(host, false)));
            busyUntil[host] = at + 2_000;
        }
    }

    private void comesBack(int host, long from) {
        comesBack(host, from, keeps());
    }

    private void comesBack(int host, long from, boolean keeps) {
        long at = from + (random.nextBoolean() ? random.nextInt(50, 1_500) : random.nextInt(1_500, LONGEST));
        busyUntil[host] = at + 1_000;
        down.add(host);
        if (at < end) {
            down.remove(host);
            events.add(new Event(at, new Deed.Start(host, keeps)));
        }
    }

    /** With a quorum of 3 of 5 nobody may lose anything (G7: fewer than 2 x 3 - 5). */
    private boolean keeps() {
        return quorum || random.nextInt(3) > 0;
    }

    /** Nothing of a storm happens after it; the calm ends it all. */
    private void later(long at, Deed deed) {
        if (at < end) {
            events.add(new Event(at, deed));
        }
    }

    private boolean isUp(int host, long at) {
        return (host <= Plan.CORE || joined.contains(host)) && busyUntil[host] <= at;
    }

    /** 0 if there is none. */
    private int upHost(long at) {
        List<Integer> up = all().stream().filter(h -> isUp(h, at)).toList();
        return up.isEmpty() ? 0 : up.get(random.nextInt(up.size()));
    }

    private int anyHost() {
        return random.nextInt(1, hosts + 1);
    }

    private List<Integer> all() {
        return IntStream.rangeClosed(1, hosts).boxed().toList();
    }
}
