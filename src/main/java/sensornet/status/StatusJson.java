package sensornet.status;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import sensornet.json.JsonWriter;
import sensornet.model.Identity;
import sensornet.model.Member;
import sensornet.status.SensorTable.Last;

/** {@code /status}: the form of a {@link Snapshot} for programs. Times are ISO-8601 UTC, durations seconds. */
public final class StatusJson {
    private StatusJson() {
    }

    /**
     * The object, without sensors if {@code sensors} is null.
     *
     * @param http the address of this peer's page
     * @param limit of sensors listed
     */
    public static String write(Snapshot s, String http, String version, List<Last> sensors, int limit) {
        JsonWriter json = new JsonWriter().beginObject();
        json.name("peer").beginObject().member("id", s.self().id())
                .member("incarnation", Long.toHexString(s.self().identity().incarnation())).member("group", s.group())
                .member("address", s.self().address()).member("http", http).member("version", version)
                .member("pid", ProcessHandle.current().pid()).member("started", s.started().toString())
                .member("uptime_seconds", Duration.between(s.started(), s.at()).toMillis() / 1000.0)
                .member("phase", s.phase().name()).member("ready", s.notReady() == null)
                .member("not_ready", s.notReady()).endObject();
        json.name("log").beginObject().member("last", s.last()).member("durable", s.durable())
                .member("committed", s.committed()).member("delivered", s.delivered()).endObject();
        view(json, s);
        json.name("missing").beginArray();
        s.missing().forEach(json::value);
        json.endArray();
        json.name("rates").beginObject().member("delivered_per_second_10s", round(s.rate10()))
                .member("delivered_per_second_60s", round(s.rate60())).endObject();
        json.name("queues").beginObject().member("outbox_readings", s.load().outboxReadings())
                .member("outbox_bytes", s.load().outboxBytes()).member("window_bytes", s.load().windowBytes())
                .member("waiting_bytes", s.load().waitingBytes()).member("disk_operations", s.diskQueue()).endObject();
        json.member("elections", s.elections());
        json.name("last_election");
        event(json, s.lastElection());
        json.name("timeline").beginArray();
        s.timeline().forEach(e -> event(json, e));
        json.endArray();
        json.name("counters").beginObject();
        s.counters().forEach((name, n) -> json.member(name, n));
        json.endObject();
        if (sensors != null) {
            json.member("sensor_count", sensors.size()).name("sensors");
            sensors(json, sensors.subList(0, Math.min(limit, sensors.size())), s.at());
        }
        return json.endObject().toString();
    }

    private static double round(double rate) {
        return Math.round(rate * 10) / 10.0;
    }

    private static void view(JsonWriter json, Snapshot s) {
        json.name("view");
        if (s.view() == null) {
            json.value((String) null);
            return;
        }
        json.beginObject().member("id", s.view().id().epoch()).member("leader", s.view().leader().id())
                .member("in_force", s.active()).member("quorate", s.view().quorate()).member("quorum", s.quorum())
                .name("members").beginArray();
        for (int i = 0; i < s.view().members().size(); i++) {
            Member m = s.view().members().get(i);
            Identity id = m.identity();
            boolean self = id.equals(s.self().identity());
            json.beginObject().member("id", m.id()).member("address", m.address())
                    .member("role", id.equals(s.view().leader()) ? "leader" : "member").member("self", self);
            Long last = self ? Long.valueOf(s.last()) : s.load().acknowledged().get(id);
            if (last != null && (self || s.leading())) {
                json.member("last", last).member("lag", Math.max(0, s.last() - last));
            }
            json.member("link_bytes", s.linkBytes().get(i)).endObject();
        }
        json.endArray().endObject();
    }

    private static void event(JsonWriter json, Timeline.Event e) {
        if (e == null) {
            json.value((String) null);
        } else {
            json.beginObject().member("at", e.at().toString()).member("kind", e.kind()).member("text", e.text())
                    .endObject();
        }
    }

    /** An array of sensors. */
    public static void sensors(JsonWriter json, List<Last> sensors, Instant now) {
        json.beginArray();
        for (Last l : sensors) {
            json.beginObject().member("id", l.id()).member("sequence", l.sequence()).member("timestamp", l.timestamp());
            try {
                long millis = Duration.between(Instant.parse(l.timestamp()), now).toMillis();
                json.member("age_seconds", millis / 1000.0);
            } catch (DateTimeParseException e) {
                json.member("age_seconds", null);
            }
            quantity(json, "temperature_c", l.temperature());
            quantity(json, "humidity_pct", l.humidity());
            quantity(json, "pressure_hpa", l.pressure());
            json.endObject();
        }
        json.endArray();
    }

    private static void quantity(JsonWriter json, String name, String digits) {
        if (digits.isEmpty()) {
            json.member(name, null);
        } else {
            json.member(name, number(digits));
        }
    }

    /** What is no number becomes NaN, which JSON writes as null. */
    public static double number(String digits) {
        try {
            return digits.isEmpty() ? Double.NaN : Double.parseDouble(digits);
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }
}
