package sensornet.sim;

import sensornet.journal.StoreOp;
import sensornet.model.Member;
import sensornet.wire.Message;

/** Called by the simulation at the points where faults are aimed; empty unless overridden. */
interface Hooks {
    /** False for a named scenario: nothing is drawn but delays, and whatever goes wrong is in its script. */
    default boolean drawsAccidents() {
        return true;
    }

    /** Whether this message arrives now; false if the hook keeps it back or loses it. */
    default boolean arrives(Member from, SimPeer to, Message message) {
        return true;
    }

    /** The protocol sends; called while it holds its monitor. */
    default void onSend(SimPeer from, Member to, Message message) {
    }

    default void beforeDelivery(Member from, SimPeer to, Message message) {
    }

    default void afterDelivery(Member from, SimPeer to, Message message) {
    }

    default void onTaken(SimPeer peer) {
    }

    /** An operation is offered to the disk; called while the protocol holds its monitor. */
    default void onStoreOp(SimPeer peer, StoreOp op) {
    }

    /** It is carried out, and nobody has been told yet. */
    default void afterStoreOp(SimPeer peer, StoreOp op) {
    }
}
