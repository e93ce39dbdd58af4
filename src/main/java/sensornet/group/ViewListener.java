package sensornet.group;

/** Told, under the monitor, what became of the view. */
public interface ViewListener {
    /** A new view was just installed. */
    void onInstalled();

    /** The peer has given up its view and has none now: whatever belonged to it is over. */
    default void onDissolved() {
    }
}
