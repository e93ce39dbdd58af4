package sensornet.wire;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import sensornet.model.Entries;
import sensornet.model.GroupOptions;
import sensornet.model.History;
import sensornet.model.Identity;
import sensornet.model.Member;
import sensornet.model.Offer;
import sensornet.model.Report;
import sensornet.model.Run;
import sensornet.model.Standing;
import sensornet.model.View;
import sensornet.model.ViewId;
import sensornet.model.ViewMark;
import sensornet.model.ViewSpan;
import sensornet.wire.Message.*;

/** One of each message with its literal text, and messages at the edges of what is allowed. */
final class Samples {
    static final String ONE = "DATA|s1|2024-01-01T00:00:00Z|21.50|40|1013.25";
    static final String TWO = "DATA|s2|2024-01-01T00:00:01Z||41.0|";
    static final String SHORTEST = "DATA|s|2024-01-01T00:00Z|||";
    /** A sensor takes no longer one. */
    static final String LONGEST = "DATA|" + "s".repeat(64) + "|2024-01-01T00:00:00.123456789Z|" + "1".repeat(32) + "|-"
            + "1".repeat(26) + ".1e+1|+" + "1".repeat(31);
    static final Identity P1 = new Identity("peer1", 0x1a2bL);
    static final Identity P2 = new Identity("peer-2", -1L);
    static final Member M1 = new Member(P1, "127.0.0.1", 5001);
    static final Member M2 = new Member(P2, "fe80::1%eth0", 65_535);
    static final ViewId V7 = new ViewId(7, P2);
    static final ViewId V8 = new ViewId(8, P1);
    static final Run RUN = run(P1, 41, ONE, TWO);
    static final GroupOptions OPTIONS = new GroupOptions(2, "id", 5000, 20_000);
    static final Standing STANDING = new Standing(V7, 20);
    static final List<ViewSpan> SPANS = List.of(new ViewSpan(V7, 1, 20), new ViewSpan(V8, 21, 20));
    static final Offer OFFER = new Offer(M2, V7, true, STANDING, SPANS, 9, OPTIONS, 3);

    private static final String V7_TEXT = "7/peer-2/ffffffffffffffff";
    private static final String M2_TEXT = "peer-2/ffffffffffffffff@[fe80::1%eth0]:65535";
    private static final String SPANS_TEXT = V7_TEXT + ":1..20,8/peer1/1a2b:21..20";
    private static final String OFFER_TEXT = M2_TEXT + " " + V7_TEXT + " quorate " + V7_TEXT + " 20 " + SPANS_TEXT
            + " 9 2 id 5000 20000 3";

    private Samples() {
    }

    static Run run(Identity origin, long firstN, String... payloads) {
        return new Run(origin, firstN, payloads.length, String.join(";", payloads).getBytes(StandardCharsets.US_ASCII));
    }

    /** The wire format: every message and exactly how it is spelled. */
    static Map<String, Message> golden() {
        Map<String, Message> m = new LinkedHashMap<>();
        m.put("HELLO:1 sensors peer1/1a2b@127.0.0.1:5001", new Hello(1, "sensors", M1));
        m.put("WELCOME:" + M2_TEXT, new Welcome(M2));
        m.put("REFUSED:peer id 'a' is taken: choose another é", new Refused("peer id 'a' is taken: choose another é"));
        m.put("NEW_PEER_REQUEST:1 sensors peer1/1a2b@127.0.0.1:5001 0/-/0 0 3 asking",
                new NewPeerRequest(1, "sensors", M1, new Standing(ViewId.NONE, 0), 3, false));
        m.put("WHO_IS_THERE:1 sensors ......", new WhoIsThere(1, "sensors", "......"));
        m.put("HERE:1 sensors peer1/1a2b@127.0.0.1:5001 127.0.0.1:8080", new Here(1, "sensors", M1, "127.0.0.1:8080"));
        m.put("WAIT", new Wait());
        m.put("ADDED TO NETWORK:" + OFFER_TEXT, new AddedToNetwork(OFFER));
        m.put("GO:" + OFFER_TEXT, new Go(OFFER));
        m.put("BUSY", new Busy());
        m.put("JOIN:" + V7_TEXT + " peer1/1a2b@127.0.0.1:5001 " + V7_TEXT + " 20 9 2 id 5000 20000 3",
                new Join(V7, M1, STANDING, 9, OPTIONS, 3));
        m.put("JOIN_READY:" + V7_TEXT + " 20", new JoinReady(V7, 20));
        m.put("FETCH:" + V7_TEXT + " 21 deadbeef01234567", new Fetch(V7, 21, 0xdeadbeef01234567L));
        m.put("ENTRIES:" + V7_TEXT + " " + V7_TEXT + " 10 peer1/1a2b 41 2 " + ONE + ";" + TWO,
                new FetchedEntries(V7, V7, new Entries(10, RUN)));
        m.put("VIEW_MARK:" + V7_TEXT + " 8/peer1/1a2b 21", new FetchedMark(V7, new ViewMark(V8, 21)));
        m.put("FETCHED:" + V7_TEXT + " 1 12 20 19 matches", new Fetched(V7, 1, 12, 20, 19, true));
        m.put("ELECTION:peer1 " + V7_TEXT + " 3", new Election("peer1", V7, 3));
        m.put("OK:3", new Ok(3));
        m.put("LEADER_ALIVE:3", new LeaderAlive(3));
        m.put("COORDINATOR:peer1 8/peer1/1a2b", new Coordinator("peer1", V8));
        m.put("PROMISE:8/peer1/1a2b " + V7_TEXT + " 20 FULL " + SPANS_TEXT + " 9",
                new Promise(V8, new Report(STANDING, History.FULL, SPANS, 9)));
        m.put("REFUSE:8/peer1/1a2b 9 HIGHER_PROMISE", new Refuse(V8, 9, RefuseReason.HIGHER_PROMISE));
        m.put("LEVEL:8/peer1/1a2b " + V7_TEXT + " 20 " + SPANS_TEXT, new Level(V8, STANDING, SPANS));
        m.put("LEVELLED:8/peer1/1a2b 20", new Levelled(V8, 20));
        m.put("VIEW_CHANGE:" + V7_TEXT + " quorate peer1/1a2b@127.0.0.1:5001," + M2_TEXT + " 21 8/peer1/1a2b a,b",
                new ViewChange(new View(V7, List.of(M1, M2), true), 21, V8, List.of("a", "b")));
        m.put("STALE:" + V7_TEXT + " " + M2_TEXT + " 9", new Stale(V7, M2, 9));
        m.put("LEAVE:" + V7_TEXT, new Leave(V7));
        m.put("SEQUENCER_REQUEST:" + ONE + ";" + TWO + " " + V7_TEXT + " peer1/1a2b 41 2",
                new SequencerRequest(V7, RUN));
        m.put("APPEND:" + V7_TEXT + " 9 10 peer1/1a2b 41 2 " + ONE + ";" + TWO,
                new Append(V7, 9, new Entries(10, RUN)));
        m.put("ACK:" + V7_TEXT + " 11", new Ack(V7, 11));
        m.put("COMMIT:" + V7_TEXT + " 11", new Commit(V7, 11));
        m.put("HEARTBEAT:" + V7_TEXT + " 11 9", new Heartbeat(V7, 11, 9));
        m.put("HEARTBEAT_ACK:" + V7_TEXT + " 11 10", new HeartbeatAck(V7, 11, 10));
        return m;
    }

    /** Values at both ends of their ranges. */
    static List<Message> edges() {
        long max = Grammar.MAX_NUMBER;
        Identity longest = new Identity("Z" + "._-".repeat(21), Long.MIN_VALUE);
        Identity shortest = new Identity("0", 0);
        ViewId top = new ViewId(max, longest);
        Member low = new Member(shortest, "::", 1);
        Member high = new Member(longest, "h".repeat(64), 65_535);
        GroupOptions none = new GroupOptions(0, "numeric", 0, 0);
        GroupOptions huge = new GroupOptions(Integer.MAX_VALUE, "x".repeat(64), max, max);
        String full = String.join(";", Collections.nCopies(300, LONGEST));
        Run longestRun = new Run(longest, max, 300, full.getBytes(StandardCharsets.US_ASCII));
        int most = (Run.MAX_BYTES + 1) / (SHORTEST.length() + 1);
        return List.of(
                new Hello(0, "g".repeat(64), low), new Hello(Integer.MAX_VALUE, "g", high),
                new Welcome(low), new Refused(""), new Refused("x".repeat(500)), new Refused("äß語🌡".repeat(100)),
                new NewPeerRequest(1, "g", high, new Standing(top, max), max, true),
                new WhoIsThere(0, "g", ""), new WhoIsThere(Integer.MAX_VALUE, "g".repeat(64), ".".repeat(500)),
                new Here(0, "g", low, ""), new Here(1, "g".repeat(64), high, "h".repeat(300)),
                new AddedToNetwork(new Offer(low, top, false, new Standing(ViewId.NONE, 0), List.of(), 0, none, 0)),
                new Go(new Offer(high, top, true, new Standing(top, max), List.of(new ViewSpan(top, max, max)), max,
                        huge, max)),
                new Join(ViewId.NONE, low, new Standing(ViewId.NONE, 0), 0, huge, 0),
                new Fetch(ViewId.NONE, 1, Fetch.NO_HASH), new Fetch(top, max, -1),
                new Fetched(top, max, 0, 0, 0, false), new FetchedMark(ViewId.NONE, new ViewMark(top, 1)),
                new FetchedEntries(top, top, new Entries(max, run(longest, max, SHORTEST))),
                new Append(top, max, new Entries(max, longestRun)), new SequencerRequest(top, longestRun),
                new SequencerRequest(top, new Run(longest, 1, most,
                        String.join(";", Collections.nCopies(most, SHORTEST)).getBytes(StandardCharsets.US_ASCII))),
                new Election("0", ViewId.NONE, 0), new Election("a".repeat(64), top, max), new Ok(0), new Ok(max),
                new Promise(top, new Report(new Standing(ViewId.NONE, 0), History.NONE, List.of(), max)),
                new Refuse(top, max, RefuseReason.NOT_MEMBER), new Refuse(top, 0, RefuseReason.LEADER_ALIVE),
                new Level(top, new Standing(top, max), List.of()),
                new ViewChange(new View(top, List.of(low, high), false), 1, ViewId.NONE, List.of()),
                new Stale(ViewId.NONE, null, 0), new Heartbeat(top, 0, 0), new HeartbeatAck(top, max, max));
    }
}
