package sensornet.cli;

import java.util.Locale;

/** Every option, once: its name, its default and what the help says. */
enum Opt {
    PEER_ID("--peer-id", "ID", null, "1-64 of A-Z a-z 0-9 . _ -, starting with a letter or digit; also the sensor id"
            + " of a lone sensor. Default: a random UUID; with TLS the name in the certificate."),
    GROUP("--group", "NAME", "sensors", "Peers of another group on the same network are ignored."),
    BIND("--bind", "ADDRESS or INTERFACE", "127.0.0.1", "The one interface used for everything, and the address told"
            + " to others. The default is this machine only; for a LAN give its interface, such as eth0."),
    PORT("--port", "N", "0", "TCP port for data, acks, heartbeats and elections; 0 = any free one."),
    BROADCAST_PORT("--broadcast-port", "N", "9999", "UDP port of discovery; many peers of one host share it."),
    BROADCAST_ADDRESS("--broadcast-address", "A", null, "Where discovery is broadcast to. Default: the broadcast"
            + " address of --bind's subnet (127.255.255.255 on loopback)."),
    SEED("--seed", "HOST:PORT", null, "A peer to ask directly where broadcast is blocked. Repeatable."),
    HEARTBEAT_INTERVAL("--heartbeat-interval", "D", "5s", "How often the leader sends to the members."),
    HEARTBEAT_TIMEOUT("--heartbeat-timeout", "D", "20s", "Silence after which a hung peer is given up (a killed one is"
            + " noticed at once, by its socket)."),
    ELECTION_TIMEOUT("--election-timeout", "D", "5s", "How long to wait for OK, COORDINATOR or a peer's state."),
    JOIN_TIMEOUT("--join-timeout", "D", "2s", "How long a new peer asks before it leads alone."),
    SENSOR("--sensor", "[ID=]SOURCE", "mock", "mock (made-up weather), iio[:NAME|PATH] or hwmon[:CHIP[/LABEL]|PATH] (devices of"
            + " Linux; 'sensors' lists them), exec:COMMAND (run at every interval, prints readings), follow:COMMAND (runs on and"
            + " prints a reading a line), stdin (one reading a line) or none. Repeatable."),
    SENSOR_OPTION("--sensor-option", "[ID:]KEY=VALUE", null, "For one sensor, or for all: temperature-offset, humidity-offset,"
            + " pressure-offset (added to each value); temperature-range, humidity-range, pressure-range (MIN..MAX, what can be"
            + " true); humidity-unit (auto, percent, milli-percent); time-limit (D, for one answer; default 10s). Repeatable."),
    SENSOR_INTERVAL("--sensor-interval", "D", "15s", "For sources that are polled; 0 = as fast as the group takes them."),
    PRIORITY("--priority", "NAME", "id", "Who wins elections: id = peer ids compared as strings; numeric = ids that are"
            + " numbers by their value."),
    QUORUM("--quorum", "N", "1", "Fewer peers than N sequence nothing and keep their readings until they are enough"
            + " again. Use it with --keep-data."),
    KEEP_DATA("--keep-data", null, "false", "Keep the files of an earlier start of this --peer-id and fetch only what"
            + " was missed. Without it the peer's data directory is cleared at the start."),
    FSYNC("--fsync", null, "false", "Force each batch to the disk before it is acknowledged."),
    DATA_DIR("--data-dir", "D", "data", "CSV files and journal go to D/<peer id>/."),
    LOG_DIR("--log-dir", "D", "logs", "The log goes to D/<peer id>_log.txt, anew at each start (with --keep-data it is"
            + " continued)."),
    HTTP_PORT("--http-port", "N|off", "0", "TCP port of the page, /status and /metrics; 0 = any free one. On --bind's"
            + " address with TLS, or if that is loopback; otherwise on 127.0.0.1."),
    TLS_KEYSTORE("--tls-keystore", "FILE", null, "PKCS12 file with this peer's key and certificate and the group's CA"
            + " (scripts/make-certs.sh makes it): all TCP is mutual TLS 1.3 then, and no other CA is trusted. The certificate"
            + " names the peer id."),
    TLS_PASSWORD_FILE("--tls-password-file", "FILE", null, "Holds the password of --tls-keystore, in one line."),
    HTTP_TOKEN_FILE("--http-token-file", "FILE", null, "With TLS: lets who has no certificate look at the page, /status and"
            + " /metrics with the token in this file, as Bearer or as the password a browser asks for.");

    /** As on the command line. */
    final String flag;
    /** Of the value in the help; null for a switch. */
    final String label;
    /** Null if there is none or it is made at the start. */
    final String byDefault;
    final String help;

    Opt(String flag, String label, String byDefault, String help) {
        this.flag = flag;
        this.label = label;
        this.byDefault = byDefault;
        this.help = help;
    }

    /** In the environment. */
    String variable() {
        return "PEER_" + flag.substring(2).toUpperCase(Locale.ROOT).replace('-', '_');
    }

    boolean isSwitch() {
        return label == null;
    }

    boolean isRepeatable() {
        return this == SEED || this == SENSOR || this == SENSOR_OPTION;
    }
}
