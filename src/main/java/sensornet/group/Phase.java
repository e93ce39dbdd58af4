package sensornet.group;

/**
 * What a peer is doing. Every phase but MEMBER and LEADER has a deadline and a way out, held by the class named.
 */
public enum Phase {
    /** No view; asks for a group, leads alone after the join timeout. {@link Newcomer} */
    SEARCHING,
    /** No view; has taken a leader's offer, catches up and waits to be admitted. {@link Newcomer} */
    JOINING,
    /** The leader is suspected; asks the higher members, waits for an OK or a COORDINATOR. {@link BullyElection} */
    ELECTING,
    /** Coordinates the round to a new view. {@link Round} */
    COORDINATING,
    /** Has promised a coordinator's round and waits for its VIEW_CHANGE. {@link Follower} */
    FOLLOWING,
    /** In a view led by another. {@link HeartbeatMonitor} */
    MEMBER,
    /** Leads its view. {@link HeartbeatMonitor} */
    LEADER,
    /** Gone; nothing is handled any more. */
    LEFT
}
