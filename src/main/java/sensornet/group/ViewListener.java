package sensornet.group;

import sensornet.model.Identity;

/** Told, under the monitor, what became of the view. */
public interface ViewListener {
    /** A new view was just installed. */
    void onInstalled();

    /** The peer has given up its view and has none now: whatever belonged to it is over. */
    default void onDissolved() {
    }

    /** The peer is in another phase now, for this reason. */
    default void onPhase(Phase phase, String reason) {
    }

    /** A member of the view is taken for failed; once for each failure. */
    default void onFailed(Identity peer, String reason) {
    }
}
