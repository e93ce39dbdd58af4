package sensornet.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import sensornet.model.History;
import sensornet.model.Identity;
import sensornet.model.Member;
import sensornet.model.Report;
import sensornet.model.Run;
import sensornet.model.View;
import sensornet.model.ViewId;
import sensornet.model.ViewSpan;

class CodecTest {

    @Test
    void everyMessageIsSpelledAsItAlwaysWas() throws WireException {
        for (Map.Entry<String, Message> e : Samples.golden().entrySet()) {
            assertEquals(e.getKey(), new String(Codec.encode(e.getValue()), UTF_8));
            assertSame(e.getValue(), decode(e.getKey()));
        }
    }

    @Test
    void noMessageIsForgottenHere() {
        Set<Class<?>> seen = new HashSet<>();
        Samples.golden().values().forEach(m -> seen.add(m.getClass()));
        assertEquals(Set.of(Message.class.getPermittedSubclasses()), seen);
    }

    @Test
    void valuesAtTheEdgesSurviveTheRoundTrip() throws WireException {
        for (Message m : Samples.edges()) {
            byte[] line = Codec.encode(m);
            assertTrue(line.length <= Codec.MAX_LINE);
            assertSame(m, Codec.decode(line, 0, line.length));
        }
    }

    @Test
    void aLineIsReadInTheMiddleOfABuffer() throws WireException {
        byte[] line = "xxOK:12yy".getBytes(UTF_8);
        assertEquals(new Message.Ok(12), Codec.decode(line, 2, 5));
    }

    @Test
    void theMessageKeepsNoPartOfTheBuffer() throws WireException {
        byte[] line = Codec.encode(new Message.SequencerRequest(Samples.V7, Samples.RUN));
        Message.SequencerRequest m = (Message.SequencerRequest) Codec.decode(line, 0, line.length);
        Arrays.fill(line, (byte) 'x');
        assertArrayEquals(Samples.RUN.payloads(), m.run().payloads());
    }

    @Test
    void tooManySpansKeepTheNewest() throws WireException {
        List<ViewSpan> spans = new ArrayList<>();
        for (int i = 1; i <= 5000; i++) {
            spans.add(new ViewSpan(new ViewId(i, new Identity("p".repeat(64), -i)), i, i));
        }
        Message.Promise m = new Message.Promise(Samples.V8, new Report(Samples.STANDING, History.FULL, spans, 1L << 56));
        byte[] line = Codec.encode(m);
        assertTrue(line.length <= Codec.MAX_LINE);
        List<ViewSpan> kept = ((Message.Promise) Codec.decode(line, 0, line.length)).report().spans();
        assertTrue(kept.size() > 500, "only " + kept.size());
        assertEquals(spans.subList(5000 - kept.size(), 5000), kept);
    }

    @Test
    void aRefusalNeverBreaksTheLine() throws WireException {
        byte[] line = Codec.encode(new Message.Refused("a\nb\r\u0000" + "c".repeat(70_000)));
        String reason = ((Message.Refused) Codec.decode(line, 0, line.length)).reason();
        assertEquals("a b  " + "c".repeat(495), reason);
    }

    @Test
    void whatNoPeerWouldTakeIsNotWritten() {
        refusesToWrite(new Message.Ok(-1));
        refusesToWrite(new Message.Ok(Grammar.MAX_NUMBER + 1));
        refusesToWrite(new Message.Coordinator("a b", Samples.V7));
        refusesToWrite(new Message.Hello(1, "", Samples.M1));
        refusesToWrite(new Message.Welcome(new Member(Samples.P1, "a b", 1)));
        refusesToWrite(new Message.Welcome(new Member(Samples.P1, "a", 0)));
        refusesToWrite(new Message.Ack(new ViewId(1, Identity.NOBODY), 1));
        List<Member> crowd = new ArrayList<>();
        for (int i = 0; i < 900; i++) {
            crowd.add(new Member(new Identity("p".repeat(60) + i, -1), "127.0.0.1", 5001));
        }
        refusesToWrite(new Message.ViewChange(new View(Samples.V7, crowd, true), 1, ViewId.NONE, List.of()));
    }

    private static void refusesToWrite(Message m) {
        assertThrows(IllegalArgumentException.class, () -> Codec.encode(m));
    }

    private static Message decode(String line) throws WireException {
        byte[] bytes = line.getBytes(UTF_8);
        return Codec.decode(bytes, 0, bytes.length);
    }

    /** Records compare their byte arrays by identity; the text of both stands for their content. */
    private static void assertSame(Message expected, Message actual) {
        assertEquals(expected.getClass(), actual.getClass());
        assertEquals(withPayloads(expected), withPayloads(actual));
    }

    private static String withPayloads(Message m) {
        return m.toString().replaceAll("payloads=\\[B@[0-9a-f]+", "")
                + (runOf(m) == null ? "" : new String(runOf(m).payloads(), UTF_8));
    }

    private static Run runOf(Message m) {
        if (m instanceof Message.SequencerRequest s) {
            return s.run();
        }
        if (m instanceof Message.Append a) {
            return a.entries().run();
        }
        return m instanceof Message.FetchedEntries f ? f.entries().run() : null;
    }
}
