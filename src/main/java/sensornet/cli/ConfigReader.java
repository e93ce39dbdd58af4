package sensornet.cli;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import sensornet.PeerConfig;
import sensornet.cli.RawOptions.Value;
import sensornet.group.Priority;
import sensornet.group.Settings;
import sensornet.sensor.SensorIds;
import sensornet.sensor.SensorSpec;
import sensornet.tls.TlsException;

/** Makes a {@link PeerConfig} of the options' text, or one line that says which value is wrong and what is right. */
final class ConfigReader {
    private static final Pattern IPV4 = Pattern.compile(
            "(?:(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)(?:\\.(?!$)|$)){4}");

    private final RawOptions raw;
    private final TlsOptions tls;

    private ConfigReader(RawOptions raw) throws UsageException, TlsException {
        this.raw = raw;
        this.tls = TlsOptions.of(raw);
    }

    /**
     * Reads the files of the TLS options too: the certificate names the peer.
     *
     * @throws UsageException with one line
     * @throws TlsException one of those files cannot be used; one line
     */
    static PeerConfig read(RawOptions raw) throws UsageException, TlsException {
        return new ConfigReader(raw).read();
    }

    /** Every value and where it came from, as text; {@code config} was read from {@code raw}. */
    static String table(RawOptions raw, PeerConfig config) {
        Table table = new Table("option", "value", "from");
        for (Opt opt : Opt.values()) {
            List<Value> values = raw.values(opt);
            for (Value value : values) {
                table.row(opt.flag, value.text(), value.from());
            }
            if (values.isEmpty()) {
                table.row(opt.flag, opt == Opt.PEER_ID ? config.peerId() : null, opt != Opt.PEER_ID ? "default"
                        : config.tls() == null ? "drawn at each start" : "the certificate");
            }
        }
        return table.toString();
    }

    private PeerConfig read() throws UsageException {
        String peerId = peerId();
        Duration interval = positive(Opt.HEARTBEAT_INTERVAL);
        Duration timeout = positive(Opt.HEARTBEAT_TIMEOUT);
        if (timeout.compareTo(interval) <= 0) {
            throw new UsageException(raw.value(Opt.HEARTBEAT_TIMEOUT).shown() + " must be longer than "
                    + raw.value(Opt.HEARTBEAT_INTERVAL).shown() + ", else healthy peers would be given up");
        }
        return new PeerConfig(peerId, hasFixedId(), id(Opt.GROUP), notBlank(Opt.BIND),
                number(Opt.PORT, 0, 65_535), number(Opt.BROADCAST_PORT, 1, 65_535), broadcastAddress(), seeds(),
                interval, timeout, positive(Opt.ELECTION_TIMEOUT), positive(Opt.JOIN_TIMEOUT), sensors(peerId),
                duration(Opt.SENSOR_INTERVAL), priority(), number(Opt.QUORUM, 1, 10_000), flag(Opt.KEEP_DATA),
                flag(Opt.FSYNC), path(Opt.DATA_DIR), path(Opt.LOG_DIR), httpPort(),
                tls.tls(), tls.token(), warnings());
    }

    private String peerId() throws UsageException {
        String given = raw.isGiven(Opt.PEER_ID) ? id(Opt.PEER_ID) : null;
        return tls.tls() != null ? tls.peerId(given, raw) : given != null ? given : UUID.randomUUID().toString();
    }

    private boolean hasFixedId() {
        return raw.isGiven(Opt.PEER_ID) || tls.tls() != null;
    }

    private List<String> warnings() throws UsageException {
        List<String> warnings = new ArrayList<>();
        int quorum = number(Opt.QUORUM, 1, 10_000);
        if (quorum > 1 && !flag(Opt.KEEP_DATA)) {
            warnings.add("--quorum " + quorum + " without --keep-data: a peer that restarts has lost its data, and rows that"
                    + " were written can change once 2 x " + quorum + " - (number of peers) have lost theirs;"
                    + " add --keep-data and a fixed --peer-id");
        }
        if (flag(Opt.KEEP_DATA) && !hasFixedId()) {
            warnings.add("--keep-data without --peer-id: the next start has another random id and will not find the data"
                    + " of this one; add a fixed --peer-id");
        }
        warnings.addAll(tls.warnings());
        for (String name : raw.unknownVariables()) {
            warnings.add("environment variable " + name + " is no option and has no effect: is it misspelt?");
        }
        return warnings;
    }

    private String id(Opt opt) throws UsageException {
        Value value = raw.value(opt);
        try {
            return SensorIds.check(opt == Opt.GROUP ? "group name" : "peer id", value.text());
        } catch (IllegalArgumentException e) {
            throw new UsageException(value.shown() + ": " + e.getMessage());
        }
    }

    private int number(Opt opt, int least, int most) throws UsageException {
        Value value = raw.value(opt);
        // Nine digits fit into an int.
        if (value.text().matches("\\d{1,9}")) {
            int n = Integer.parseInt(value.text());
            if (n >= least && n <= most) {
                return n;
            }
        }
        throw new UsageException(value.shown() + " must be a whole number from " + least + " to " + most);
    }

    private int httpPort() throws UsageException {
        String text = raw.value(Opt.HTTP_PORT).text();
        if (text.equals("off")) {
            return -1;
        }
        try {
            return number(Opt.HTTP_PORT, 0, 65_535);
        } catch (UsageException e) {
            throw new UsageException(e.getMessage() + ", or off");
        }
    }

    private boolean flag(Opt opt) throws UsageException {
        Value value = raw.value(opt);
        if (value.text().equalsIgnoreCase("true") || value.text().equalsIgnoreCase("false")) {
            return value.text().equalsIgnoreCase("true");
        }
        throw new UsageException(value.shown() + " must be true or false");
    }

    private Duration positive(Opt opt) throws UsageException {
        Duration duration = duration(opt);
        if (duration.toMillis() < 1) {
            throw new UsageException(raw.value(opt).shown() + " must be at least 1ms");
        }
        return duration;
    }

    private Duration duration(Opt opt) throws UsageException {
        Value value = raw.value(opt);
        try {
            return Durations.parse(value.text());
        } catch (IllegalArgumentException e) {
            throw new UsageException(value.shown() + " " + e.getMessage());
        }
    }

    private String notBlank(Opt opt) throws UsageException {
        Value value = raw.value(opt);
        if (value.text().isBlank() || value.text().chars().anyMatch(Character::isISOControl)) {
            throw new UsageException(opt.flag + " is empty: give it a value or leave it out");
        }
        return value.text();
    }

    private Path path(Opt opt) throws UsageException {
        try {
            return Path.of(notBlank(opt));
        } catch (InvalidPathException e) {
            throw new UsageException(raw.value(opt).shown() + " is no path: " + e.getReason());
        }
    }

    private String broadcastAddress() throws UsageException {
        Value value = raw.value(Opt.BROADCAST_ADDRESS);
        if (value == null) {
            return null;
        }
        if (!IPV4.matcher(value.text()).matches()) {
            throw new UsageException(value.shown() + " must be an IPv4 address such as 192.168.1.255");
        }
        if (value.text().equals("255.255.255.255")) {
            throw new UsageException(value.shown() + " leaves by one interface only, often the wrong one: give the"
                    + " subnet's broadcast address such as 192.168.1.255, or none to derive it from --bind");
        }
        return value.text();
    }

    private List<Settings.Seed> seeds() throws UsageException {
        List<Settings.Seed> seeds = new ArrayList<>();
        for (Value value : raw.values(Opt.SEED)) {
            String text = value.text();
            int colon = text.lastIndexOf(':');
            String host = colon < 0 ? "" : text.substring(0, colon);
            boolean bracketed = host.startsWith("[") && host.endsWith("]");
            if (bracketed) {
                host = host.substring(1, host.length() - 1);
            }
            String port = text.substring(colon + 1);
            if (host.isBlank() || !bracketed && host.indexOf(':') >= 0 || !port.matches("\\d{1,5}")
                    || Integer.parseInt(port) < 1 || Integer.parseInt(port) > 65_535) {
                throw new UsageException(value.shown() + " must be HOST:PORT with a port from 1 to 65535");
            }
            seeds.add(new Settings.Seed(host, Integer.parseInt(port)));
        }
        return seeds;
    }

    private List<SensorSpec> sensors(String peerId) throws UsageException {
        List<Value> values = raw.values(Opt.SENSOR);
        List<SensorSpec> sensors;
        try {
            sensors = SensorSpec.parseAll(values.stream().map(Value::text).toList(), peerId);
        } catch (IllegalArgumentException e) {
            String shown = String.join(" ", values.stream().map(Value::shown).distinct().toList());
            throw new UsageException(shown + ": " + e.getMessage());
        }
        for (Value value : raw.values(Opt.SENSOR_OPTION)) {
            try {
                sensors = SensorSpec.withOption(sensors, value.text(), Durations::parse);
            } catch (IllegalArgumentException e) {
                throw new UsageException(value.shown() + ": " + e.getMessage());
            }
        }
        return sensors;
    }

    private Priority priority() throws UsageException {
        Value value = raw.value(Opt.PRIORITY);
        Priority rule = Priority.named(value.text());
        if (rule == null) {
            throw new UsageException(value.shown() + " must be one of "
                    + String.join(", ", Priority.RULES.stream().map(Priority::name).toList()));
        }
        return rule;
    }
}
