package sensornet.chaos;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Waits until hosts are what a group without faults has to be: one view, and new rows at all of them. */
final class Settling {
    private static final long LOOK_MS = 200;

    private final Hosts hosts;

    Settling(Hosts hosts) {
        this.hosts = hosts;
    }

    /** Whether the hosts that are up are in one view of exactly these; looks at their logs as they are. */
    static ViewLine oneView(List<Host> up) {
        Set<String> ids = up.stream().map(Host::toString).collect(Collectors.toCollection(TreeSet::new));
        ViewLine first = null;
        for (Host host : up) {
            ViewLine view = host.peer().log.lastView();
            if (view == null || !new TreeSet<>(view.members()).equals(ids) || first != null && !view.equals(first)) {
                return null;
            }
            first = view;
        }
        return first;
    }

    /**
     * One view of all that are up, and then at each of them all rows that anybody had at that moment, and more.
     * Returns null, or what is missing after that time.
     */
    String await(long millis) throws IOException, InterruptedException {
        long until = System.nanoTime() + millis * 1_000_000;
        ViewLine view = null;
        long target = 0;
        while (true) {
            hosts.pollAll();
            List<Host> up = hosts.up();
            ViewLine now = oneView(up);
            if (now == null || !now.equals(view)) {
                view = now;
                target = 1 + up.stream().mapToLong(Host::last).max().orElse(0);
            }
            long enough = target;
            if (view != null && up.stream().allMatch(h -> h.last() >= enough)) {
                return null;
            }
            if (System.nanoTime() > until) {
                return describe(target);
            }
            Thread.sleep(LOOK_MS);
        }
    }

    /** Where everybody stands. */
    String describe(long target) {
        return hosts.all().stream().filter(h -> h.peer() != null).map(h -> h + (h.isUp() ? "" : " (down)") + " has "
                + h.last() + " rows and the view " + h.peer().log.lastView()).collect(Collectors.joining("; ",
                        "rows wanted: " + target + "; ", ""));
    }
}
