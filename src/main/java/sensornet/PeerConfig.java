package sensornet;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import sensornet.group.Priority;
import sensornet.group.Settings;
import sensornet.http.HttpToken;
import sensornet.model.GroupOptions;
import sensornet.sensor.SensorSpec;
import sensornet.tls.Tls;

/**
 * Everything a peer is told at its start: immutable, and checked before it is made.
 *
 * @param peerIdGiven false if the peer id is a random one
 * @param bind an address or the name of an interface, not looked up yet
 * @param port TCP, 0-65535; 0 = any free one
 * @param broadcastPort UDP, 1-65535
 * @param broadcastAddress an IPv4 address, or null: derive it from {@code bind}
 * @param heartbeatInterval at least 1 ms, like all durations here except {@code sensorInterval}
 * @param heartbeatTimeout longer than {@code heartbeatInterval}
 * @param sensorInterval 0 = as fast as the group takes readings
 * @param quorum at least 1
 * @param httpPort TCP, 0-65535; 0 = any free one; -1 = no page
 * @param tls null: TCP goes in the clear
 * @param httpToken opens the page to who knows it; null: only a certificate does. Not without {@code tls}
 * @param warnings one line each, to be logged at the start
 */
public record PeerConfig(String peerId, boolean peerIdGiven, String group, String bind, int port, int broadcastPort,
                         String broadcastAddress, List<Settings.Seed> seeds, Duration heartbeatInterval,
                         Duration heartbeatTimeout, Duration electionTimeout, Duration joinTimeout,
                         List<SensorSpec> sensors, Duration sensorInterval, Priority priority, int quorum,
                         boolean keepData, boolean fsync, Path dataDir, Path logDir, int httpPort,
                         Tls tls, HttpToken httpToken, List<String> warnings) {

    public PeerConfig {
        seeds = List.copyOf(seeds);
        sensors = List.copyOf(sensors);
        warnings = List.copyOf(warnings);
    }

    /** What the protocol needs to know. */
    public Settings settings() {
        GroupOptions options = new GroupOptions(quorum, priority.name(), heartbeatInterval.toMillis(),
                heartbeatTimeout.toMillis());
        return new Settings(group, options, priority, electionTimeout.toMillis(), joinTimeout.toMillis(), seeds);
    }

    /** This peer's own data directory. */
    public Path peerDir() {
        return dataDir.resolve(peerId);
    }

    public Path logFile() {
        return logDir.resolve(peerId + "_log.txt");
    }
}
