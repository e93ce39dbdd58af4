package sensornet.group;

import sensornet.journal.StoreOp;
import sensornet.model.Member;
import sensornet.wire.Message;

/**
 * What the protocol asks of the world. Called under the {@link GroupView} monitor; every method only offers to a
 * queue that another thread drains: it never blocks, never throws and never calls back.
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
}
