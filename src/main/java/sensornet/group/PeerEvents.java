package sensornet.group;

import java.util.List;
import sensornet.journal.StoreEvents;
import sensornet.model.Identity;
import sensornet.model.Member;
import sensornet.wire.Message;

/**
 * What the world tells the protocol. May be called by any thread; the implementation takes the monitor, and finds
 * out the time by itself.
 */
public interface PeerEvents extends StoreEvents {

    /** A message over a link whose handshake named {@code from}. */
    void onMessage(Member from, Message message);

    /** Messages that came together, in their order. */
    default void onMessages(Member from, List<Message> messages) {
        messages.forEach(m -> onMessage(from, m));
    }

    /** A discovery datagram of our group and version; a hint, nothing in it is proven. */
    void onDatagram(Message.NewPeerRequest request);

    /** The link to {@code peer} broke and stands again: what was under way may be lost. */
    void onLinkRestored(Identity peer);

    /**
     * That incarnation is gone for certain: its link broke and then its address refused the connection twice a few
     * tens of milliseconds apart, or another incarnation answers there.
     */
    void onKilled(Identity peer);

    /** Answer to {@link Effects#probe}. */
    void onProbe(Identity peer, ProbeResult result);

    /** ALIVE: it answered the handshake. KILLED: as in {@link #onKilled}. SILENT: neither; that proves nothing. */
    enum ProbeResult { ALIVE, KILLED, SILENT }
}
