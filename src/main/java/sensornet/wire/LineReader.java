package sensornet.wire;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
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
 * A cursor over one line {@code WORD:field field field}. Each public method reads whole fields and throws
 * {@link WireException}, and nothing else, if they are not what it reads. It takes only the one spelling that
 * {@link LineWriter} writes (no leading zeros, no second space), so a line that reads well is written back the same.
 * Not thread-safe.
 */
public final class LineReader {
    private static final int END = -1;
    private static final int MAX_WORD = 32;

    private final byte[] buf;
    private final int limit;
    private int pos;
    private boolean inFields;
    private int payloadCount;

    /** Reads {@code buf[off .. off + len)}, a line without its line feed. */
    public LineReader(byte[] buf, int off, int len) {
        this.buf = buf;
        this.pos = off;
        this.limit = off + len;
    }

    public String word() throws WireException {
        int start = pos;
        while (pos < limit && buf[pos] != ':') {
            pos++;
        }
        check(pos - start <= MAX_WORD, "unknown word");
        return ascii(start);
    }

    /** Nothing may follow. */
    public void end() throws WireException {
        check(pos == limit, "something after the last field");
    }

    /** {@code 0 .. 10^17}. */
    public long number() throws WireException {
        separator();
        return rawNumber();
    }

    /** {@code 1 .. 10^17}. */
    public long positive() throws WireException {
        separator();
        return rawPositive();
    }

    public int integer() throws WireException {
        long n = number();
        check(n <= Integer.MAX_VALUE, "number too large");
        return (int) n;
    }

    public long hex() throws WireException {
        separator();
        return rawHex();
    }

    public String id() throws WireException {
        separator();
        return rawId();
    }

    public boolean either(String ifTrue, String ifFalse) throws WireException {
        String word = name();
        check(word.equals(ifTrue) || word.equals(ifFalse), "unknown word in a field");
        return word.equals(ifTrue);
    }

    public <E extends Enum<E>> E constant(E[] values) throws WireException {
        String word = name();
        for (E value : values) {
            if (value.name().equals(word)) {
                return value;
            }
        }
        throw new WireException("unknown constant");
    }

    /** All the rest of the line. */
    public String text() throws WireException {
        separator();
        String s;
        try {
            s = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(buf, pos, limit - pos)).toString();
        } catch (CharacterCodingException e) {
            throw new WireException("not UTF-8");
        }
        pos = limit;
        check(s.length() <= Grammar.MAX_TEXT, "text too long");
        check(s.codePoints().noneMatch(Character::isISOControl), "control character in a text");
        return s;
    }

    public Identity identity() throws WireException {
        separator();
        return rawIdentity();
    }

    /** Any view id, {@link ViewId#NONE} too. */
    public ViewId view() throws WireException {
        separator();
        return rawView();
    }

    /** A view that exists. */
    public ViewId realView() throws WireException {
        return real(view());
    }

    public Member member() throws WireException {
        separator();
        return rawMember();
    }

    public Member memberOrNone() throws WireException {
        separator();
        return none() ? null : rawMember();
    }

    public List<String> ids() throws WireException {
        return list(this::rawId);
    }

    public List<ViewSpan> spans() throws WireException {
        return list(this::rawSpan);
    }

    public Standing standing() throws WireException {
        return new Standing(view(), number());
    }

    public GroupOptions options() throws WireException {
        return new GroupOptions(integer(), id(), number(), number());
    }

    public View wholeView() throws WireException {
        ViewId id = realView();
        boolean quorate = either("quorate", "small");
        View view = new View(id, list(this::rawMember), quorate);
        check(view.leaderMember() != null, "view without its leader");
        Set<String> ids = new HashSet<>();
        for (Member m : view.members()) {
            check(ids.add(m.id()), "member twice in a view");
        }
        return view;
    }

    public ViewMark mark() throws WireException {
        return new ViewMark(realView(), positive());
    }

    public Entries entries() throws WireException {
        return new Entries(positive(), run());
    }

    /** Payloads in the shape of readings; the copy is the caller's. {@link #runOf} or {@link #run} checks the count. */
    public byte[] payloads() throws WireException {
        separator();
        int start = pos;
        payloadCount = 1;
        pos = PayloadCheck.end(buf, pos, limit);
        while (peek() == Run.SEPARATOR) {
            pos = PayloadCheck.end(buf, pos + 1, limit);
            payloadCount++;
        }
        check(pos - start <= Run.MAX_BYTES, "too many bytes of payloads");
        return Arrays.copyOfRange(buf, start, pos);
    }

    /** The header of the payloads just read, which stand before it. */
    public Run runOf(byte[] payloads) throws WireException {
        Run run = new Run(identity(), positive(), integer(), payloads);
        check(run.count() == payloadCount, "count is not the number of payloads");
        return run;
    }

    /** A header and its payloads, which stand after it. */
    public Run run() throws WireException {
        Run run = new Run(identity(), positive(), integer(), payloads());
        check(run.count() == payloadCount, "count is not the number of payloads");
        return run;
    }

    private ViewSpan rawSpan() throws WireException {
        ViewId id = real(rawView());
        expect(':');
        long first = rawPositive();
        expect('.');
        expect('.');
        long end = rawNumber();
        check(end >= first - 1, "span ends before it begins");
        return new ViewSpan(id, first, end);
    }

    private Member rawMember() throws WireException {
        Identity identity = rawIdentity();
        expect('@');
        boolean bracketed = peek() == '[';
        String host = bracketed ? bracketedHost() : rawHost(false);
        expect(':');
        long port = rawNumber();
        check(Grammar.isPort(port), "port out of range");
        return new Member(identity, host, (int) port);
    }

    private String bracketedHost() throws WireException {
        expect('[');
        String host = rawHost(true);
        check(host.indexOf(':') >= 0, "brackets without IPv6");
        expect(']');
        return host;
    }

    private String rawHost(boolean colons) throws WireException {
        int start = pos;
        while (Grammar.inHost(peek()) && (colons || peek() != ':')) {
            pos++;
        }
        check(pos > start && pos - start <= Grammar.MAX_HOST, "not a host");
        return ascii(start);
    }

    private ViewId rawView() throws WireException {
        long epoch = rawNumber();
        expect('/');
        if (epoch > 0) {
            return new ViewId(epoch, rawIdentity());
        }
        expect('-');
        expect('/');
        expect('0');
        return ViewId.NONE;
    }

    private static ViewId real(ViewId id) throws WireException {
        check(!id.isNone(), "no view");
        return id;
    }

    private Identity rawIdentity() throws WireException {
        String id = rawId();
        expect('/');
        return new Identity(id, rawHex());
    }

    private String rawId() throws WireException {
        int start = pos;
        while (Grammar.inId(peek())) {
            pos++;
        }
        check(pos > start && pos - start <= Grammar.MAX_ID && Grammar.startsId(buf[start]), "not an id");
        return ascii(start);
    }

    private long rawPositive() throws WireException {
        long n = rawNumber();
        check(n > 0, "0 where numbers begin with 1");
        return n;
    }

    private long rawNumber() throws WireException {
        int start = pos;
        long n = 0;
        for (int digit; (digit = digit(10)) >= 0; pos++) {
            check(pos - start < 19, "number too large");
            n = n * 10 + digit;
        }
        checkDigits(start);
        check(n >= 0 && n <= Grammar.MAX_NUMBER, "number too large");
        return n;
    }

    private long rawHex() throws WireException {
        int start = pos;
        long n = 0;
        for (int digit; (digit = digit(16)) >= 0; pos++) {
            check(pos - start < 16, "number too large");
            n = n << 4 | digit;
        }
        checkDigits(start);
        return n;
    }

    /** The value of the digit at the cursor, in lower case, or -1. */
    private int digit(int radix) {
        int c = peek();
        int value = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
        return value < radix ? value : -1;
    }

    private void checkDigits(int start) throws WireException {
        check(pos > start, "not a number");
        check(pos == start + 1 || buf[start] != '0', "leading zero");
    }

    private interface Item<T> {
        T read() throws WireException;
    }

    private <T> List<T> list(Item<T> item) throws WireException {
        separator();
        List<T> items = new ArrayList<>();
        if (none()) {
            return items;
        }
        items.add(item.read());
        while (peek() == ',') {
            pos++;
            check(items.size() < Grammar.MAX_LIST, "list too long");
            items.add(item.read());
        }
        return items;
    }

    /** Takes the mark for "nothing", which is the beginning of no id. */
    private boolean none() {
        if (peek() != '-') {
            return false;
        }
        pos++;
        return true;
    }

    private String name() throws WireException {
        separator();
        int start = pos;
        while (Grammar.inId(peek())) {
            pos++;
        }
        check(pos - start <= MAX_WORD, "word too long");
        return ascii(start);
    }

    private void separator() throws WireException {
        expect(inFields ? ' ' : ':');
        inFields = true;
    }

    private void expect(char c) throws WireException {
        check(peek() == c, "a field is missing or malformed");
        pos++;
    }

    private int peek() {
        return pos < limit ? buf[pos] : END;
    }

    private String ascii(int start) {
        return new String(buf, start, pos - start, StandardCharsets.ISO_8859_1);
    }

    private static void check(boolean fine, String reason) throws WireException {
        if (!fine) {
            throw new WireException(reason);
        }
    }
}
