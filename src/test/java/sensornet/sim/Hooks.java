package sensornet.sim;

import sensornet.journal.StoreOp;
import sensornet.model.Member;
import sensornet.wire.Message;

/** Called by the simulation at the points where faults are aimed; empty unless overridden. */
interface Hooks {
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
