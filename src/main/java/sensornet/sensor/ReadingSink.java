package sensornet.sensor;

/** Takes readings for the group. Called by the threads of all sensors at once. */
@FunctionalInterface
public interface ReadingSink {

    /**
     * Returns when the group has taken the readings, in this order; until then it blocks, and that is how a source is
     * slowed down to what the group can carry.
     *
     * @param payloads joined by {@code ;}, at most {@code Run.MAX_BYTES}; the caller does not touch them again
     * @param count at least 1; the payloads number exactly that many
     * @throws InterruptedException the peer stops; the readings were not taken
     */
    void put(byte[] payloads, int count) throws InterruptedException;
}
