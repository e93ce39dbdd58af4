package sensornet.chaos;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A line {@code Updated group view} of a log. */
record ViewLine(long id, String leader, List<String> members) implements Comparable<ViewLine> {
    private static final Pattern FORM =
            Pattern.compile("Updated group view: view_id=(\\d+) leader=(\\S+) members=\\[(.*)]");

    /** Null for other lines. */
    static ViewLine parse(String line) {
        Matcher m = FORM.matcher(line);
        return m.find() ? new ViewLine(Long.parseLong(m.group(1)), m.group(2), List.of(m.group(3).split(", "))) : null;
    }

    /** Views are ordered by their number, then by the leader's id: two sides of a partition can count alike. */
    @Override
    public int compareTo(ViewLine o) {
        return id == o.id ? leader.compareTo(o.leader) : Long.compare(id, o.id);
    }
}
