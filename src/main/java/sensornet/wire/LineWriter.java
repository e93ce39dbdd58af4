package sensornet.wire;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import sensornet.model.Entries;
import sensornet.model.GroupOptions;
import sensornet.model.Identity;
import sensornet.model.Member;
import sensornet.model.Run;
import sensornet.model.Standing;
import sensornet.model.View;
import sensornet.model.ViewId;
import sensornet.model.ViewMark;
import sensornet.model.ViewSpan;

/**
 * Writes one line: {@code WORD:field field field}, without the line feed. Each public method writes whole fields and
 * returns this writer; {@link LineReader} has the counterpart of the same name. A value that no reader would take is
 * a bug of the caller and throws IllegalArgumentException. Not thread-safe.
 */
public final class LineWriter {
    /** Left free for what follows a list of spans. */
    private static final int AFTER_SPANS = 512;

    private byte[] text = new byte[256];
    private int length;
    private boolean inFields;
    /** Kept by reference until {@link #toLine}, so that the readings are copied only once. */
    private byte[] payloads = new byte[0];
    private int payloadsAt;

    public LineWriter(String word) {
        put(word);
    }

    /** The line; throws IllegalArgumentException if it is longer than {@link Codec#MAX_LINE}. */
    public byte[] toLine() {
        int total = length + payloads.length;
        check(total <= Codec.MAX_LINE, "line too long", total);
        byte[] line = new byte[total];
        int after = payloadsAt + payloads.length;
        System.arraycopy(text, 0, line, 0, payloadsAt);
        System.arraycopy(payloads, 0, line, payloadsAt, payloads.length);
        System.arraycopy(text, payloadsAt, line, after, length - payloadsAt);
        return line;
    }

    public LineWriter number(long n) {
        return field(numberText(n));
    }

    public LineWriter hex(long bits) {
        return field(Long.toHexString(bits));
    }

    /** An id, or another name of the same grammar. */
    public LineWriter id(String id) {
        return field(idText(id));
    }

    /** A boolean as one of two words. */
    public LineWriter either(boolean value, String ifTrue, String ifFalse) {
        return field(value ? ifTrue : ifFalse);
    }

    public LineWriter constant(Enum<?> value) {
        return field(value.name());
    }

    /** Words for people; only as the last field. Shortened, and control characters become spaces. */
    public LineWriter text(String s) {
        StringBuilder clean = new StringBuilder();
        s.codePoints().limit(Grammar.MAX_TEXT / 2)
                .map(c -> Character.isISOControl(c) ? ' ' : c).forEach(clean::appendCodePoint);
        separator();
        for (byte b : clean.toString().getBytes(StandardCharsets.UTF_8)) {
            put(b);
        }
        return this;
    }

    public LineWriter identity(Identity identity) {
        return field(identityText(identity));
    }

    public LineWriter view(ViewId id) {
        return field(viewText(id));
    }

    public LineWriter member(Member member) {
        return field(memberText(member));
    }

    public LineWriter memberOrNone(Member member) {
        return field(member == null ? "-" : memberText(member));
    }

    public LineWriter ids(List<String> ids) {
        return list(ids, id -> put(idText(id)));
    }

    /** If the spans do not fit, the newest that do. */
    public LineWriter spans(List<ViewSpan> spans) {
        Deque<String> fitting = new ArrayDeque<>();
        int room = Codec.MAX_LINE - length - AFTER_SPANS;
        for (int i = spans.size() - 1; i >= 0 && fitting.size() < Grammar.MAX_LIST; i--) {
            String span = spanText(spans.get(i));
            room -= span.length() + 1;
            if (room < 0) {
                break;
            }
            fitting.addFirst(span);
        }
        return list(List.copyOf(fitting), this::put);
    }

    public LineWriter standing(Standing standing) {
        return view(standing.tag()).number(standing.last());
    }

    public LineWriter options(GroupOptions options) {
        return number(options.quorum()).id(options.priority())
                .number(options.heartbeatIntervalMs()).number(options.heartbeatTimeoutMs());
    }

    public LineWriter wholeView(View view) {
        return view(view.id()).either(view.quorate(), "quorate", "small")
                .list(view.members(), m -> put(memberText(m)));
    }

    public LineWriter mark(ViewMark mark) {
        return view(mark.id()).number(mark.first());
    }

    public LineWriter entries(Entries entries) {
        Run run = entries.run();
        return number(entries.first()).runHeader(run).payloads(run);
    }

    public LineWriter runHeader(Run run) {
        return identity(run.origin()).number(run.firstN()).number(run.count());
    }

    /** At most once a line. */
    public LineWriter payloads(Run run) {
        separator();
        payloads = run.payloads();
        payloadsAt = length;
        return this;
    }

    private static String numberText(long n) {
        check(n >= 0 && n <= Grammar.MAX_NUMBER, "number out of range", n);
        return Long.toString(n);
    }

    private static String idText(String id) {
        check(Grammar.isId(id), "not an id", id);
        return id;
    }

    private static String identityText(Identity identity) {
        return idText(identity.id()) + '/' + Long.toHexString(identity.incarnation());
    }

    private static String viewText(ViewId id) {
        return id.isNone() ? "0/-/0" : numberText(id.epoch()) + '/' + identityText(id.leader());
    }

    private static String memberText(Member member) {
        String host = member.host();
        check(Grammar.isHost(host), "not a host", host);
        check(Grammar.isPort(member.port()), "not a port", member.port());
        String shown = host.indexOf(':') < 0 ? host : '[' + host + ']';
        return identityText(member.identity()) + '@' + shown + ':' + member.port();
    }

    private static String spanText(ViewSpan span) {
        return viewText(span.id()) + ':' + numberText(span.first()) + ".." + numberText(span.end());
    }

    private <T> LineWriter list(List<T> items, Consumer<T> putItem) {
        check(items.size() <= Grammar.MAX_LIST, "list too long", items.size());
        if (items.isEmpty()) {
            return field("-");
        }
        separator();
        for (int i = 0; i < items.size(); i++) {
            if (i > 0) {
                put((byte) ',');
            }
            putItem.accept(items.get(i));
        }
        return this;
    }

    private LineWriter field(String s) {
        separator();
        put(s);
        return this;
    }

    private void separator() {
        put((byte) (inFields ? ' ' : ':'));
        inFields = true;
    }

    private void put(String ascii) {
        for (int i = 0; i < ascii.length(); i++) {
            put((byte) ascii.charAt(i));
        }
    }

    private void put(byte b) {
        if (length == text.length) {
            text = Arrays.copyOf(text, 2 * length);
        }
        text[length++] = b;
    }

    private static void check(boolean fine, String what, Object value) {
        if (!fine) {
            throw new IllegalArgumentException(what + ": " + value);
        }
    }
}
