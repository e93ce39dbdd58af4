package sensornet.net;

/** Told, on a link's thread, that a peer answered a dial with REFUSED: another group or version; for people. */
@FunctionalInterface
public interface RefusedListener {
    /** @param address {@code host:port} that was dialled */
    void onRefused(String address, String reason);
}
