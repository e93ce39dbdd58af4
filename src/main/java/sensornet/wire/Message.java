package sensornet.wire;

import java.util.List;
import sensornet.model.Entries;
import sensornet.model.GroupOptions;
import sensornet.model.Member;
import sensornet.model.Offer;
import sensornet.model.Report;
import sensornet.model.Run;
import sensornet.model.Standing;
import sensornet.model.View;
import sensornet.model.ViewId;
import sensornet.model.ViewMark;
import sensornet.model.ViewSpan;

/**
 * Everything peers say to each other, a line of UTF-8 text each; the word is in the comment of each record. Ordering
 * messages carry the view they belong to; only the installed view's are handled (fencing).
 */
public sealed interface Message {
    /** Of the wire format; another version is refused at the handshake and ignored in datagrams. */
    int VERSION = 1;

    // ---- handshake, on every new connection; the only message that is answered on the same connection

    /** {@code HELLO}: who dials. */
    record Hello(int version, String group, Member from) implements Message {
    }

    /** {@code WELCOME}: who answered the dial. */
    record Welcome(Member from) implements Message {
    }

    /** {@code REFUSED}: the dial or the join is refused for good; the reason is for people. */
    record Refused(String reason) implements Message {
    }

    // ---- finding each other

    /**
     * {@code NEW_PEER_REQUEST}: by UDP broadcast, and over TCP to seeds, to former members and on to one's leader. A
     * newcomer asks with it, a leader ({@code leading}) beacons with it for ever.
     */
    record NewPeerRequest(int version, String group, Member from, Standing standing, long epoch, boolean leading)
            implements Message {
    }

    /**
     * {@code WHO_IS_THERE}: by UDP only, from a program that looks at peers. The padding is no word for anybody: it
     * makes the question longer than any answer, so that forged questions multiply nothing.
     */
    record WhoIsThere(int version, String group, String padding) implements Message {
    }

    /** {@code HERE}: the answer, to the asker only; {@code http} is empty where there is no page. */
    record Here(int version, String group, Member from, String http) implements Message {
    }

    /** {@code WAIT}: there is a group, but it is electing; ask on. */
    record Wait() implements Message {
    }

    /** {@code ADDED TO NETWORK}: a leader's offer, to a newcomer or to another leader. */
    record AddedToNetwork(Offer offer) implements Message {
    }

    /** {@code GO}: the decision that the receiver's group dissolves into the offering leader's. */
    record Go(Offer offer) implements Message {
    }

    /** {@code BUSY}: the leader that was asked has a merge or a round under way; ask again later. */
    record Busy() implements Message {
    }

    /** {@code JOIN}: a newcomer takes the invitation to {@code view}; the answer is an offer that names this request. */
    record Join(ViewId view, Member from, Standing standing, long epoch, GroupOptions options, long request)
            implements Message {
    }

    /** {@code JOIN_READY}: the newcomer has the leader's entries up to {@code last}. */
    record JoinReady(ViewId view, long last) implements Message {
    }

    // ---- catching up; context is the installed view or the round under which the source serves

    /**
     * {@code FETCH}: send the journal from {@code from} on.
     *
     * @param hash the running hash up to {@code from - 1}, or {@link #NO_HASH} if it was compared before
     */
    record Fetch(ViewId context, long from, long hash) implements Message {
        public static final long NO_HASH = 0;
    }

    /**
     * {@code ENTRIES}: a piece of the source's journal.
     *
     * @param stamp the view in which they were ordered: the receiver must have that as its last mark
     */
    record FetchedEntries(ViewId context, ViewId stamp, Entries entries) implements Message {
    }

    /** {@code VIEW_MARK}: an item of the source's view list, in its place between the entries. */
    record FetchedMark(ViewId context, ViewMark mark) implements Message {
    }

    /**
     * {@code FETCHED}: the end of the answer to one FETCH.
     *
     * @param next the first sequence number that was not sent
     * @param last the source's last
     * @param committed the source's commit mark
     * @param matches false if the hashes differ at {@code from - 1}: then nothing was sent
     */
    record Fetched(ViewId context, long from, long next, long last, long committed, boolean matches)
            implements Message {
    }

    // ---- bully election and the round to a new view

    /** {@code ELECTION}: the sender suspects the leader of {@code view} and asks those above it. */
    record Election(String senderId, ViewId view, long round) implements Message {
    }

    /** {@code OK}: the higher peer takes over election {@code round} of the receiver. */
    record Ok(long round) implements Message {
    }

    /** {@code LEADER_ALIVE}: the higher peer still hears the leader, so there is nothing to elect. */
    record LeaderAlive(long round) implements Message {
    }

    /** {@code COORDINATOR}: the sender coordinates the round to view {@code proposed} and asks for a promise. */
    record Coordinator(String peerId, ViewId proposed) implements Message {
    }

    /** {@code PROMISE}: nothing below {@code proposed} will be accepted any more; and how far the sender is. */
    record Promise(ViewId proposed, Report report) implements Message {
    }

    /** Why a peer does not promise. */
    enum RefuseReason { HIGHER_PROMISE, LEADER_ALIVE, NOT_MEMBER }

    /** {@code REFUSE}: no promise; with the highest epoch the sender has seen. */
    record Refuse(ViewId proposed, long epoch, RefuseReason reason) implements Message {
    }

    /** {@code LEVEL}: the coordinator has the best journal; fetch what you lack of it. */
    record Level(ViewId proposed, Standing standing, List<ViewSpan> spans) implements Message {
        public Level {
            spans = List.copyOf(spans);
        }
    }

    /** {@code LEVELLED}: the sender's journal equals the coordinator's up to {@code last}. */
    record Levelled(ViewId proposed, long last) implements Message {
    }

    /**
     * {@code VIEW_CHANGE}: the round is done, install.
     *
     * @param first the first sequence number of the view; the receiver must hold exactly {@code first - 1} entries
     * @param tag the tag that the receiver's journal must have before
     * @param left ids that left on their own, so that nobody reports them as failed
     */
    record ViewChange(View view, long first, ViewId tag, List<String> left) implements Message {
        public ViewChange {
            left = List.copyOf(left);
        }
    }

    /** {@code STALE}: your view is over; mine is {@code installed} (or promised), its leader is there (or null). */
    record Stale(ViewId installed, Member leader, long epoch) implements Message {
    }

    /** {@code LEAVE}: the sender goes, on purpose. */
    record Leave(ViewId view) implements Message {
    }

    // ---- ordering inside a view

    /** {@code SEQUENCER_REQUEST}: readings for the leader to order. */
    record SequencerRequest(ViewId view, Run run) implements Message {
    }

    /** {@code APPEND}: ordered readings, and the commit mark. */
    record Append(ViewId view, long committed, Entries entries) implements Message {
    }

    /** {@code ACK}: the sender's journal holds everything up to {@code last}. */
    record Ack(ViewId view, long last) implements Message {
    }

    /** {@code COMMIT}: everything up to {@code committed} is held by every member. */
    record Commit(ViewId view, long committed) implements Message {
    }

    /** {@code HEARTBEAT}: leader to members; {@code last} is what was sent on this link before it. */
    record Heartbeat(ViewId view, long last, long committed) implements Message {
    }

    /** {@code HEARTBEAT_ACK}: {@code last} is what the member has accepted, {@code echo} the heartbeat's last. */
    record HeartbeatAck(ViewId view, long last, long echo) implements Message {
    }
}
