package sensornet.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import sensornet.status.HttpText;

/** The answers of {@code /status} of some peers of one group, as text for people. */
final class GroupTable {
    private final List<Map<?, ?>> peers;
    private final List<String> troubles = new ArrayList<>();

    /** @param peers at least one */
    GroupTable(List<Map<?, ?>> peers) {
        this.peers = peers;
        Set<String> views = new LinkedHashSet<>();
        Set<String> missing = new TreeSet<>();
        for (Map<?, ?> p : peers) {
            Map<?, ?> view = (Map<?, ?>) p.get("view");
            views.add(view == null ? "none" : view.get("id") + " of " + view.get("leader"));
            ((List<?>) p.get("missing")).forEach(m -> missing.add((String) m));
            Object why = at(p, "peer", "not_ready");
            if (why != null) {
                troubles.add(at(p, "peer", "id") + " takes no readings into the group: " + why);
            }
        }
        if (views.size() > 1) {
            troubles.add("they are not in one view: " + String.join(", ", views));
        }
        peers.forEach(p -> missing.remove((String) at(p, "peer", "id")));
        if (!missing.isEmpty()) {
            troubles.add("missing since they failed: " + String.join(", ", missing));
        }
    }

    boolean isWell() {
        return troubles.isEmpty();
    }

    private static Object at(Map<?, ?> map, String first, String second) {
        Map<?, ?> inner = (Map<?, ?>) map.get(first);
        return inner == null ? null : inner.get(second);
    }

    private static long number(Object value) {
        return value instanceof Number n ? n.longValue() : 0;
    }

    @Override
    public String toString() {
        Map<?, ?> best = peers.stream().max(Comparator.comparingLong((Map<?, ?> p) -> number(at(p, "view", "id")))
                .thenComparingLong(p -> number(at(p, "log", "last")))).orElseThrow();
        long last = peers.stream().mapToLong(p -> number(at(p, "log", "last"))).max().orElse(0);
        StringBuilder text = new StringBuilder();
        Map<?, ?> view = (Map<?, ?>) best.get("view");
        text.append("group ").append(at(best, "peer", "group")).append(": ");
        text.append(view == null ? "no view" : "view " + view.get("id") + ", leader " + view.get("leader") + ", "
                + ((List<?>) view.get("members")).size() + " members").append('\n');
        troubles.forEach(t -> text.append(Format.bad("! " + t)).append('\n'));
        text.append('\n').append(peers(best, last)).append('\n');
        lastElection(text);
        text.append('\n').append(sensors(best));
        return text.toString();
    }

    /** Those that answered, then the members that did not. */
    private String peers(Map<?, ?> best, long last) {
        Table table = new Table("peer", "address", "role", ">view", ">last", ">committed", ">lag", ">rate/s", ">up",
                ">outbox", ">window", ">disk", "page");
        Set<Object> seen = new LinkedHashSet<>();
        for (Map<?, ?> p : peers) {
            Object id = at(p, "peer", "id");
            seen.add(id);
            Map<?, ?> queues = (Map<?, ?>) p.get("queues");
            table.row(id, at(p, "peer", "address"), at(p, "peer", "phase").toString().toLowerCase(java.util.Locale.ROOT),
                    at(p, "view", "id"), at(p, "log", "last"), at(p, "log", "committed"),
                    last - number(at(p, "log", "last")), at(p, "rates", "delivered_per_second_10s"),
                    length(at(p, "peer", "uptime_seconds")), queues.get("outbox_readings"), queues.get("window_bytes"),
                    queues.get("disk_operations"), HttpText.url(at(p, "peer", "http").toString()) + "/");
        }
        Map<?, ?> view = (Map<?, ?>) best.get("view");
        for (Object m : view == null ? List.of() : (List<?>) view.get("members")) {
            Map<?, ?> member = (Map<?, ?>) m;
            if (!seen.contains(member.get("id"))) {
                table.row(member.get("id"), member.get("address"), member.get("role"), view.get("id"), member.get("last"), null,
                        member.get("lag"), null, null, null, null, null, null);
            }
        }
        return table.toString();
    }

    private void lastElection(StringBuilder text) {
        Map<?, ?> newest = null;
        for (Map<?, ?> p : peers) {
            Map<?, ?> election = (Map<?, ?>) p.get("last_election");
            if (election != null && (newest == null
                    || election.get("at").toString().compareTo(newest.get("at").toString()) > 0)) {
                newest = election;
            }
        }
        text.append("last election: ").append(newest == null ? "none seen"
                : newest.get("at").toString().replaceAll("\\.\\d+Z", "Z") + "  " + newest.get("text")).append('\n');
    }

    private static String sensors(Map<?, ?> best) {
        List<?> some = (List<?>) best.get("sensors");
        Table table = new Table("sensor", ">sequence", ">age", ">temperature_c", ">humidity_pct", ">pressure_hpa");
        for (Object o : some) {
            Map<?, ?> s = (Map<?, ?>) o;
            table.row(s.get("id"), s.get("sequence"), length(s.get("age_seconds")), s.get("temperature_c"),
                    s.get("humidity_pct"), s.get("pressure_hpa"));
        }
        long more = number(best.get("sensor_count")) - some.size();
        return table + (more > 0 ? "and " + more + " more sensors\n" : "");
    }

    /** Of time, in one unit or two. */
    static String length(Object seconds) {
        if (!(seconds instanceof Number n)) {
            return "-";
        }
        Duration d = Duration.ofMillis(Math.round(n.doubleValue() * 1000));
        if (d.isNegative()) {
            return "-" + length(-n.doubleValue());
        }
        if (d.toMinutes() < 1) {
            return d.toMillis() < 10_000 ? String.format(java.util.Locale.ROOT, "%.1fs", d.toMillis() / 1000.0) : d.toSeconds() + "s";
        }
        return d.toHours() < 1 ? d.toMinutes() + "m" + d.toSecondsPart() + "s"
                : d.toDays() < 1 ? d.toHours() + "h" + d.toMinutesPart() + "m" : d.toDays() + "d" + d.toHoursPart() + "h";
    }
}
