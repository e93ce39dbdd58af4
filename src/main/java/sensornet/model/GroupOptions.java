package sensornet.model;

/**
 * The options that all peers of a group have to agree on; they travel in the offer and in the join (attack F26).
 *
 * @param heartbeatIntervalMs milliseconds
 * @param heartbeatTimeoutMs milliseconds
 */
public record GroupOptions(int quorum, String priority, long heartbeatIntervalMs, long heartbeatTimeoutMs) {

    /** Null if the two can live together, else what differs, with both values. */
    public String conflictWith(GroupOptions group) {
        if (quorum != group.quorum) {
            return "the group runs with --quorum " + group.quorum + ", this peer with --quorum " + quorum;
        }
        if (!priority.equals(group.priority)) {
            return "the group runs with --priority " + group.priority + ", this peer with --priority " + priority;
        }
        if (heartbeatTimeoutMs <= group.heartbeatIntervalMs) {
            return "the group's --heartbeat-interval of " + group.heartbeatIntervalMs
                    + "ms is not below this peer's --heartbeat-timeout of " + heartbeatTimeoutMs + "ms";
        }
        if (group.heartbeatTimeoutMs <= heartbeatIntervalMs) {
            return "this peer's --heartbeat-interval of " + heartbeatIntervalMs
                    + "ms is not below the group's --heartbeat-timeout of " + group.heartbeatTimeoutMs + "ms";
        }
        return null;
    }
}
