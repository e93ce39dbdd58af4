package sensornet.group;

import sensornet.journal.StoreOp;
import sensornet.model.Member;
import sensornet.wire.Message;

/**
 * What the protocol asks of the world. Called under the {@link GroupView} monitor; every method but {@link #flush} only
 * offers to a queue that is drained when the monitor is free: it never blocks, never throws and never calls back.
 */
public interface Effects {

    /**
     * Send over the link to {@code to}, which is dialled if there is none. Messages to one peer arrive in the order
     * given, each at most once; any suffix may be lost when the link breaks. Lost is also what does not fit into the
     * link's bounded queue.
     */
    void send(Member to, Message message);

    /** As {@link #send}, to whoever listens at that address (a seed, a former member). */
    void sendTo(String host, int port, Message message);

    /** Broadcast a discovery datagram; may be lost or doubled. */
    void broadcast(Message.NewPeerRequest request);

    /** Ask whether that very incarnation still answers; the answer comes as {@code onProbe}. */
    void probe(Member peer);

    /** Offer an operation to the disk, see {@link StoreOp}. */
    void store(StoreOp op);

    /** The peer is done: it has left ({@code code} 0), or has to stop for the reason given. */
    void stop(int code, String reason);

    /** Something happened that only a counter tells; {@code reason} is a constant such as {@code stale_append}. */
    void count(String reason);

    /**
     * An event has been handled and the monitor is free again: what was offered may go its way. The calling thread may
     * do some of that itself, so that nothing waits for another thread to wake up; that may call back with events.
     *
     * @param patient whether the calling thread may wait for the disk, and is never interrupted. The timer may not: its
     *     deadlines are what helps when the disk hangs
     */
    default void flush(boolean patient) {
    }
}
