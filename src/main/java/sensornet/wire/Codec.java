package sensornet.wire;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import sensornet.model.History;
import sensornet.model.Offer;
import sensornet.model.Report;
import sensornet.wire.Message.*;

/**
 * Messages to and from lines of text: the word, then the fields as {@link LineWriter} spells them. The table below is
 * the wire format; what it writes is pinned by a test, and a change needs another {@link Message#VERSION}. Thread-safe.
 */
public final class Codec {
    /** Bytes of a line, without its line feed. */
    public static final int MAX_LINE = 65_536;

    // The order of the fields is the order of the calls; Java evaluates arguments from left to right.
    private static final List<Form<?>> FORMS = List.of(
            form("HELLO", Hello.class,
                    (w, m) -> w.number(m.version()).id(m.group()).member(m.from()),
                    r -> new Hello(r.integer(), r.id(), r.member())),
            form("WELCOME", Welcome.class,
                    (w, m) -> w.member(m.from()),
                    r -> new Welcome(r.member())),
            form("REFUSED", Refused.class,
                    (w, m) -> w.text(m.reason()),
                    r -> new Refused(r.text())),
            form("NEW_PEER_REQUEST", NewPeerRequest.class,
                    (w, m) -> w.number(m.version()).id(m.group()).member(m.from()).standing(m.standing())
                            .number(m.epoch()).either(m.leading(), "leading", "asking"),
                    r -> new NewPeerRequest(r.integer(), r.id(), r.member(), r.standing(),
                            r.number(), r.either("leading", "asking"))),
            form("WHO_IS_THERE", WhoIsThere.class,
                    (w, m) -> w.number(m.version()).id(m.group()).text(m.padding()),
                    r -> new WhoIsThere(r.integer(), r.id(), r.text())),
            form("HERE", Here.class,
                    (w, m) -> w.number(m.version()).id(m.group()).member(m.from()).text(m.http()),
                    r -> new Here(r.integer(), r.id(), r.member(), r.text())),
            form("WAIT", Wait.class, (w, m) -> { }, r -> new Wait()),
            form("ADDED TO NETWORK", AddedToNetwork.class,
                    (w, m) -> offer(w, m.offer()),
                    r -> new AddedToNetwork(offer(r))),
            form("GO", Go.class,
                    (w, m) -> offer(w, m.offer()),
                    r -> new Go(offer(r))),
            form("BUSY", Busy.class, (w, m) -> { }, r -> new Busy()),
            form("JOIN", Join.class,
                    (w, m) -> w.view(m.view()).member(m.from()).standing(m.standing()).number(m.epoch())
                            .options(m.options()).number(m.request()),
                    r -> new Join(r.view(), r.member(), r.standing(), r.number(), r.options(), r.number())),
            form("JOIN_READY", JoinReady.class,
                    (w, m) -> w.view(m.view()).number(m.last()),
                    r -> new JoinReady(r.view(), r.number())),
            form("FETCH", Fetch.class,
                    (w, m) -> w.view(m.context()).number(m.from()).hex(m.hash()),
                    r -> new Fetch(r.view(), r.positive(), r.hex())),
            form("ENTRIES", FetchedEntries.class,
                    (w, m) -> w.view(m.context()).view(m.stamp()).entries(m.entries()),
                    r -> new FetchedEntries(r.view(), r.realView(), r.entries())),
            form("VIEW_MARK", FetchedMark.class,
                    (w, m) -> w.view(m.context()).mark(m.mark()),
                    r -> new FetchedMark(r.view(), r.mark())),
            form("FETCHED", Fetched.class,
                    (w, m) -> w.view(m.context()).number(m.from()).number(m.next()).number(m.last())
                            .number(m.committed()).either(m.matches(), "matches", "differs"),
                    r -> new Fetched(r.view(), r.positive(), r.number(), r.number(), r.number(),
                            r.either("matches", "differs"))),
            form("ELECTION", Election.class,
                    (w, m) -> w.id(m.senderId()).view(m.view()).number(m.round()),
                    r -> new Election(r.id(), r.view(), r.number())),
            form("OK", Ok.class,
                    (w, m) -> w.number(m.round()),
                    r -> new Ok(r.number())),
            form("LEADER_ALIVE", LeaderAlive.class,
                    (w, m) -> w.number(m.round()),
                    r -> new LeaderAlive(r.number())),
            form("COORDINATOR", Coordinator.class,
                    (w, m) -> w.id(m.peerId()).view(m.proposed()),
                    r -> new Coordinator(r.id(), r.realView())),
            form("PROMISE", Promise.class,
                    (w, m) -> report(w.view(m.proposed()), m.report()),
                    r -> new Promise(r.realView(), report(r))),
            form("REFUSE", Refuse.class,
                    (w, m) -> w.view(m.proposed()).number(m.epoch()).constant(m.reason()),
                    r -> new Refuse(r.realView(), r.number(), r.constant(RefuseReason.values()))),
            form("LEVEL", Level.class,
                    (w, m) -> w.view(m.proposed()).standing(m.standing()).spans(m.spans()),
                    r -> new Level(r.realView(), r.standing(), r.spans())),
            form("LEVELLED", Levelled.class,
                    (w, m) -> w.view(m.proposed()).number(m.last()),
                    r -> new Levelled(r.realView(), r.number())),
            form("VIEW_CHANGE", ViewChange.class,
                    (w, m) -> w.wholeView(m.view()).number(m.first()).view(m.tag()).ids(m.left()),
                    r -> new ViewChange(r.wholeView(), r.positive(), r.view(), r.ids())),
            form("STALE", Stale.class,
                    (w, m) -> w.view(m.installed()).memberOrNone(m.leader()).number(m.epoch()),
                    r -> new Stale(r.view(), r.memberOrNone(), r.number())),
            form("LEAVE", Leave.class,
                    (w, m) -> w.view(m.view()),
                    r -> new Leave(r.view())),
            form("SEQUENCER_REQUEST", SequencerRequest.class,
                    (w, m) -> w.payloads(m.run()).view(m.view()).runHeader(m.run()),
                    r -> {
                        byte[] payloads = r.payloads();
                        return new SequencerRequest(r.view(), r.runOf(payloads));
                    }),
            form("APPEND", Append.class,
                    (w, m) -> w.view(m.view()).number(m.committed()).entries(m.entries()),
                    r -> new Append(r.view(), r.number(), r.entries())),
            form("ACK", Ack.class,
                    (w, m) -> w.view(m.view()).number(m.last()),
                    r -> new Ack(r.view(), r.number())),
            form("COMMIT", Commit.class,
                    (w, m) -> w.view(m.view()).number(m.committed()),
                    r -> new Commit(r.view(), r.number())),
            form("HEARTBEAT", Heartbeat.class,
                    (w, m) -> w.view(m.view()).number(m.last()).number(m.committed()),
                    r -> new Heartbeat(r.view(), r.number(), r.number())),
            form("HEARTBEAT_ACK", HeartbeatAck.class,
                    (w, m) -> w.view(m.view()).number(m.last()).number(m.echo()),
                    r -> new HeartbeatAck(r.view(), r.number(), r.number())));

    private static final Map<Class<?>, Form<?>> BY_TYPE = new HashMap<>();
    private static final Map<String, Form<?>> BY_WORD = new HashMap<>();

    static {
        for (Form<?> form : FORMS) {
            BY_TYPE.put(form.type, form);
            BY_WORD.put(form.word, form);
        }
    }

    private Codec() {
    }

    /**
     * The line without its line feed. Throws IllegalArgumentException for a message that no peer would take, such as
     * a view of so many members that it does not fit.
     */
    public static byte[] encode(Message m) {
        Form<?> form = BY_TYPE.get(m.getClass());
        LineWriter writer = new LineWriter(form.word);
        form.write(writer, m);
        return writer.toLine();
    }

    /**
     * Reads {@code buf[off .. off + len)}, a line without its line feed. The message keeps no part of {@code buf}.
     *
     * @throws WireException if that is no message, whatever the bytes are
     */
    public static Message decode(byte[] buf, int off, int len) throws WireException {
        Objects.checkFromIndexSize(off, len, buf.length);
        if (len > MAX_LINE) {
            throw new WireException("line too long");
        }
        LineReader reader = new LineReader(buf, off, len);
        Form<?> form = BY_WORD.get(reader.word());
        if (form == null) {
            throw new WireException("unknown word");
        }
        Message m = form.reader.read(reader);
        reader.end();
        return m;
    }

    private static LineWriter offer(LineWriter w, Offer o) {
        return w.member(o.leader()).view(o.view()).either(o.quorate(), "quorate", "small").standing(o.standing())
                .spans(o.spans()).number(o.epoch()).options(o.options()).number(o.answers());
    }

    private static Offer offer(LineReader r) throws WireException {
        return new Offer(r.member(), r.realView(), r.either("quorate", "small"), r.standing(),
                r.spans(), r.number(), r.options(), r.number());
    }

    private static LineWriter report(LineWriter w, Report report) {
        return w.standing(report.standing()).constant(report.history())
                .spans(report.spans()).number(report.epoch());
    }

    private static Report report(LineReader r) throws WireException {
        return new Report(r.standing(), r.constant(History.values()), r.spans(), r.number());
    }

    private interface Writing<M> {
        void write(LineWriter w, M message);
    }

    private interface Reading<M> {
        M read(LineReader r) throws WireException;
    }

    private static <M extends Message> Form<M> form(String word, Class<M> type, Writing<M> writer,
                                                    Reading<M> reader) {
        return new Form<>(word, type, writer, reader);
    }

    private record Form<M extends Message>(String word, Class<M> type, Writing<M> writer, Reading<M> reader) {
        void write(LineWriter w, Message m) {
            writer.write(w, type.cast(m));
        }
    }
}
