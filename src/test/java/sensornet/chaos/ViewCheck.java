package sensornet.chaos;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** G9 by the logs of all processes: views ascend, and one name stands for one view with one member list. */
final class ViewCheck {
    private final Violations violations;
    /** What the leaders themselves said of the views they lead; several after a restart without data. */
    private final Map<String, Set<Set<String>>> byLeader = new HashMap<>();

    ViewCheck(Violations violations) {
        this.violations = violations;
    }

    /** @param views of one process each, in order; the key names it, such as {@code p3 run 2} */
    void check(Map<String, List<ViewLine>> views) {
        views.forEach((process, lines) -> lines.forEach(view -> {
            if (process.startsWith(view.leader() + " ")) {
                byLeader.computeIfAbsent(name(view), n -> new HashSet<>()).add(new TreeSet<>(view.members()));
            }
        }));
        views.forEach(this::check);
    }

    private void check(String process, List<ViewLine> lines) {
        ViewLine last = null;
        for (ViewLine view : lines) {
            if (last != null && view.compareTo(last) <= 0) {
                violations.add("G9", process + " installed " + view + " after " + last);
            }
            if (!view.members().contains(view.leader())) {
                violations.add("G9", process + " installed a view without its leader: " + view);
            }
            if (!view.members().contains(process.substring(0, process.indexOf(' ')))) {
                violations.add("G9", process + " installed a view without itself: " + view);
            }
            Set<Set<String>> said = byLeader.get(name(view));
            if (said != null && !said.contains(new TreeSet<>(view.members()))) {
                violations.add("G9", process + " installed " + view + ", which its leader knows with other members: "
                        + said);
            }
            last = view;
        }
    }

    /** Two sides of a partition may count alike: the leader is part of the name. */
    private static String name(ViewLine view) {
        return view.id() + " " + view.leader();
    }
}
