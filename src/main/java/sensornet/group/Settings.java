package sensornet.group;

import java.util.List;
import sensornet.model.GroupOptions;

/**
 * The protocol's knobs, validated before they come here.
 *
 * @param group peers of another group are ignored
 * @param electionTimeoutMs milliseconds to wait for an answer of a peer in an election or a round
 * @param joinTimeoutMs milliseconds a newcomer asks before it leads alone
 * @param seeds peers to ask directly where broadcast is blocked
 */
public record Settings(String group, GroupOptions options, Priority priority, long electionTimeoutMs,
                       long joinTimeoutMs, List<Seed> seeds) {

    /** An address given with {@code --seed}. */
    public record Seed(String host, int port) {
    }

    public Settings {
        seeds = List.copyOf(seeds);
    }

    public long heartbeatIntervalMs() {
        return options.heartbeatIntervalMs();
    }

    public long heartbeatTimeoutMs() {
        return options.heartbeatTimeoutMs();
    }
}
