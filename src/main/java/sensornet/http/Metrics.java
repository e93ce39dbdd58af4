package sensornet.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import sensornet.group.Phase;
import sensornet.model.Member;
import sensornet.status.SensorTable.Last;
import sensornet.status.Snapshot;
import sensornet.status.StatusJson;
import sensornet.store.TimedDisk;

/**
 * {@code /metrics} in the Prometheus text form, base units throughout. The numbers are those of a snapshot, put into the
 * client library's own data points at each scrape: nothing is registered, so nothing is counted on the way of a reading.
 */
final class Metrics implements HttpHandler {
    /** Every sensor is up to four series; a database of metrics is not made for more. */
    private static final int MOST_SENSORS = 10_000;

    /** Of the counters those that count no loss. */
    private static final Set<String> LINK_EVENTS = Set.of("accepted", "link_up", "link_broke", "link_restored",
            "link_replaced", "link_killed");

    private final Supplier<Snapshot> snapshots;
    private final Supplier<List<Last>> sensors;
    private final TimedDisk disk;
    private final PrometheusTextFormatWriter writer = PrometheusTextFormatWriter.create();

    Metrics(Supplier<Snapshot> snapshots, Supplier<List<Last>> sensors, TimedDisk disk) {
        this.snapshots = snapshots;
        this.sensors = sensors;
        this.disk = disk;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        ByteArrayOutputStream text = new ByteArrayOutputStream(16 * 1024);
        writer.write(text, collect(snapshots.get(), sensors.get()));
        Answers.send(exchange, 200, PrometheusTextFormatWriter.CONTENT_TYPE, text.toByteArray());
    }

    MetricSnapshots collect(Snapshot s, List<Last> last) {
        List<MetricSnapshot> all = new ArrayList<>();
        all.add(gauge("sensornet_log_sequence", "Highest sequence number in this peer's journal.", s.last()));
        all.add(gauge("sensornet_commit_sequence", "Highest sequence number that all members hold.", s.committed()));
        all.add(gauge("sensornet_delivered_sequence", "Highest sequence number in the CSV files.", s.delivered()));
        all.add(counter("sensornet_elections", "Elections this peer took part in.", s.elections()));
        all.add(gauge("sensornet_view_id", "Number of the view, 0 without one.", s.view() == null ? 0 : s.view().id().epoch()));
        all.add(gauge("sensornet_view_members", "Members of the view.", s.view() == null ? 0 : s.view().members().size()));
        all.add(gauge("sensornet_view_quorate", "1 if the view is in force and has its quorum.", s.notReady() == null ? 1 : 0));
        all.add(gauge("sensornet_peers_missing", "Peers that failed and have not come back.", s.missing().size()));
        all.add(role(s.phase()));
        all.add(lag(s));
        all.add(gauge("sensornet_outbox_readings", "Own readings that no journal has to keep yet.", s.load().outboxReadings()));
        all.add(gauge("sensornet_outbox_bytes", "Their bytes.", s.load().outboxBytes()));
        all.add(gauge("sensornet_window_bytes", "Leader: ordered readings that not all members hold.", s.load().windowBytes()));
        all.add(gauge("sensornet_requests_waiting_bytes", "Leader: readings that wait to be ordered.", s.load().waitingBytes()));
        all.add(gauge("sensornet_disk_queue_operations", "Operations that wait for the disk.", s.diskQueue()));
        all.add(links(s));
        all.add(SummarySnapshot.builder().name("sensornet_fsync_seconds").help("Time to force data to the disk.").dataPoint(
                SummarySnapshot.SummaryDataPointSnapshot.builder().count(disk.forces()).sum(disk.forceNanos() / 1e9).build()).build());
        all.add(counted("sensornet_dropped", "Messages, datagrams and connections that were dropped or refused, by reason.",
                "reason", s, name -> !LINK_EVENTS.contains(name)));
        all.add(counted("sensornet_link_events", "What became of connections between peers.", "event", s,
                LINK_EVENTS::contains));
        all.add(gauge("sensornet_start_time_seconds", "When the peer was started, since the epoch.",
                s.started().toEpochMilli() / 1e3));
        all.add(gauge("sensornet_sensors", "Sensors with readings.", last.size()));
        List<Last> some = last.subList(0, Math.min(MOST_SENSORS, last.size()));
        all.add(perSensor("sensornet_sensor_temperature_celsius", "Last temperature.", some,
                l -> StatusJson.number(l.temperature())));
        all.add(perSensor("sensornet_sensor_humidity_ratio", "Last relative humidity, 0 to 1.", some,
                l -> StatusJson.number(l.humidity()) / 100));
        all.add(perSensor("sensornet_sensor_pressure_pascals", "Last air pressure.", some,
                l -> StatusJson.number(l.pressure()) * 100));
        all.add(perSensor("sensornet_sensor_last_reading_timestamp_seconds", "Time of the last reading, since the epoch.",
                some, Metrics::seconds));
        return new MetricSnapshots(all);
    }

    private static double seconds(Last l) {
        try {
            return Instant.parse(l.timestamp()).toEpochMilli() / 1e3;
        } catch (DateTimeParseException e) {
            return Double.NaN;
        }
    }

    private static GaugeSnapshot gauge(String name, String help, double value) {
        return GaugeSnapshot.builder().name(name).help(help)
                .dataPoint(GaugeDataPointSnapshot.builder().value(value).build()).build();
    }

    /** The library adds {@code _total}. */
    private static CounterSnapshot counter(String name, String help, double value) {
        return CounterSnapshot.builder().name(name).help(help)
                .dataPoint(CounterDataPointSnapshot.builder().value(value).build()).build();
    }

    private static CounterSnapshot counted(String name, String help, String label, Snapshot s, Predicate<String> which) {
        CounterSnapshot.Builder counter = CounterSnapshot.builder().name(name).help(help);
        s.counters().forEach((each, n) -> {
            if (which.test(each)) {
                counter.dataPoint(CounterDataPointSnapshot.builder().value(n).labels(Labels.of(label, each)).build());
            }
        });
        return counter.build();
    }

    private static GaugeSnapshot role(Phase phase) {
        GaugeSnapshot.Builder role = GaugeSnapshot.builder().name("sensornet_role").help("1 for what the peer is doing.");
        for (Phase each : Phase.values()) {
            role.dataPoint(GaugeDataPointSnapshot.builder().value(each == phase ? 1 : 0)
                    .labels(Labels.of("role", each.name().toLowerCase(java.util.Locale.ROOT))).build());
        }
        return role.build();
    }

    private static GaugeSnapshot lag(Snapshot s) {
        GaugeSnapshot.Builder lag = GaugeSnapshot.builder().name("sensornet_member_lag_readings")
                .help("Leader: readings that the member's journal lacks.");
        if (s.leading()) {
            s.load().acknowledged().forEach((id, last) -> lag.dataPoint(GaugeDataPointSnapshot.builder()
                    .value(Math.max(0, s.last() - last)).labels(Labels.of("peer_id", id.id())).build()));
        }
        return lag.build();
    }

    private static GaugeSnapshot links(Snapshot s) {
        GaugeSnapshot.Builder gauge = GaugeSnapshot.builder().name("sensornet_link_queue_bytes")
                .help("Bytes that wait to be sent to that peer.");
        for (int i = 0; s.view() != null && i < s.view().members().size(); i++) {
            Member m = s.view().members().get(i);
            if (!m.identity().equals(s.self().identity())) {
                gauge.dataPoint(GaugeDataPointSnapshot.builder().value(s.linkBytes().get(i))
                        .labels(Labels.of("peer_id", m.id())).build());
            }
        }
        return gauge.build();
    }

    /** Only of sensors that have that quantity. */
    private static GaugeSnapshot perSensor(String name, String help, List<Last> sensors, ToDoubleFunction<Last> value) {
        GaugeSnapshot.Builder gauge = GaugeSnapshot.builder().name(name).help(help);
        for (Last l : sensors) {
            double v = value.applyAsDouble(l);
            if (!Double.isNaN(v)) {
                gauge.dataPoint(GaugeDataPointSnapshot.builder().value(v).labels(Labels.of("sensor_id", l.id())).build());
            }
        }
        return gauge.build();
    }
}
