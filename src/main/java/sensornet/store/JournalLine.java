package sensornet.store;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32C;
import sensornet.model.Entries;
import sensornet.model.History;
import sensornet.model.Identity;
import sensornet.model.Run;
import sensornet.model.ViewId;
import sensornet.model.ViewMark;

/**
 * One line of the journal and of the files beside it, as text with a CRC32C of the rest in front:
 * <pre>
 * crc E first count origin firstN payloads   a run
 * crc V first epoch leader                   an item of the view list
 * crc C committed                            the commit mark
 * crc X to offset                            the note of a cut under way
 * crc P epoch leader history                 the promise
 * </pre>
 * The parser's fields are those of the last line parsed; parsing makes no objects.
 */
final class JournalLine {
    static final byte ENTRIES = 'E';
    static final byte VIEW = 'V';
    static final byte COMMIT = 'C';
    static final byte CUT = 'X';
    static final byte PROMISE = 'P';

    byte kind;
    /** First number of the line. */
    long first;
    /** E: how many readings; P: 0 none, 1 founding, 2 full. */
    int count;
    /** E: the origin's counter; V: epoch; X: offset. */
    long second;
    byte[] buf;
    int identityFrom;
    int identityTo;
    int payloadFrom;
    int payloadTo;

    private final CRC32C crc = new CRC32C();
    private int at;
    private int end;

    /** Whether the line is whole and undamaged; false never throws. */
    boolean parse(byte[] line, int from, int to) {
        if (to - from < 12 || line[from + 8] != ' ' || line[from + 10] != ' ') {
            return false;
        }
        crc.reset();
        crc.update(line, from + 9, to - from - 9);
        if (hex(line, from) != crc.getValue()) {
            return false;
        }
        buf = line;
        kind = line[from + 9];
        at = from + 11;
        end = to;
        return switch (kind) {
            case ENTRIES -> parseEntries();
            case VIEW -> number(first = number()) && number(second = number()) && identity() && at > end;
            case COMMIT -> number(first = number()) && at > end;
            case CUT -> number(first = number()) && number(second = number()) && at > end;
            case PROMISE -> number(first = number()) && identity() && (count = (int) number()) >= 0 && at > end;
            default -> false;
        };
    }

    private boolean parseEntries() {
        first = number();
        long n = number();
        if (first < 0 || n < 1 || n > Integer.MAX_VALUE || !identity()) {
            return false;
        }
        count = (int) n;
        second = number();
        payloadFrom = at;
        payloadTo = end;
        return second >= 0 && at <= end;
    }

    private static boolean number(long n) {
        return n >= 0;
    }

    /** The number in front of the next blank or the end; -1 if there is none. Leaves {@link #at} behind the blank. */
    private long number() {
        long n = 0;
        int i = at;
        while (i < end && buf[i] >= '0' && buf[i] <= '9' && i - at < 18) {
            n = n * 10 + buf[i++] - '0';
        }
        if (i == at || i < end && buf[i] != ' ') {
            return -1;
        }
        at = i + 1;
        return n;
    }

    /** Only the ids that a peer can have: what is written back must be the same. */
    private boolean identity() {
        int slash = at;
        while (slash < end && Row.isInId(buf[slash])) {
            slash++;
        }
        if (slash == at || slash - at > Row.MAX_ID || slash == end || buf[slash] != '/') {
            return false;
        }
        int i = slash + 1;
        while (i < end && Character.digit(buf[i], 16) >= 0) {
            i++;
        }
        identityFrom = at;
        identityTo = i;
        at = i + 1;
        return i > slash + 1 && i - slash <= 17 && (i == end || buf[i] == ' ');
    }

    private static long hex(byte[] b, int from) {
        long n = 0;
        for (int i = from; i < from + 8; i++) {
            int digit = Character.digit(b[i], 16);
            if (digit < 0) {
                return -1;
            }
            n = n << 4 | digit;
        }
        return n;
    }

    long last() {
        return first + count - 1;
    }

    /** E: whether there are as many readings as the line says. Its checksum says that of nothing but rot. */
    boolean isCounted() {
        return Run.countPayloads(buf, payloadFrom, payloadTo) == count && second >= 1;
    }

    Identity toIdentity() {
        String text = new String(buf, identityFrom, identityTo - identityFrom, StandardCharsets.UTF_8);
        int slash = text.lastIndexOf('/');
        return new Identity(text.substring(0, slash), Long.parseUnsignedLong(text.substring(slash + 1), 16));
    }

    Entries toEntries(Identity origin) {
        return new Entries(first, new Run(origin, second, count, Arrays.copyOfRange(buf, payloadFrom, payloadTo)));
    }

    ViewMark toMark() {
        return new ViewMark(new ViewId(second, toIdentity()), first);
    }

    static void entries(Bytes out, Entries e) {
        Run run = e.run();
        int start = begin(out, ENTRIES);
        out.number(e.first()).put(' ').number(run.count()).put(' ').put(run.origin().toString()).put(' ')
                .number(run.firstN()).put(' ').put(run.payloads(), 0, run.payloads().length);
        finish(out, start);
    }

    static void mark(Bytes out, ViewMark mark) {
        int start = begin(out, VIEW);
        out.number(mark.first()).put(' ').number(mark.id().epoch()).put(' ').put(mark.id().leader().toString());
        finish(out, start);
    }

    static void commit(Bytes out, long committed) {
        int start = begin(out, COMMIT);
        out.number(committed);
        finish(out, start);
    }

    static void cut(Bytes out, long to, long offset) {
        int start = begin(out, CUT);
        out.number(to).put(' ').number(offset);
        finish(out, start);
    }

    static void promise(Bytes out, ViewId promised, History history) {
        int start = begin(out, PROMISE);
        out.number(promised.epoch()).put(' ').put(promised.leader().toString()).put(' ').number(history.ordinal());
        finish(out, start);
    }

    private static int begin(Bytes out, byte kind) {
        int start = out.size;
        out.put("00000000 ").put(kind).put(' ');
        return start;
    }

    private static void finish(Bytes out, int start) {
        CRC32C crc = new CRC32C();
        crc.update(out.buf, start + 9, out.size - start - 9);
        out.hexAt(start, (int) crc.getValue());
        out.put('\n');
    }
}
