package sensornet.wire;

import java.nio.charset.StandardCharsets;
import sensornet.model.Run;
import sensornet.model.UsualField;

/**
 * Are these bytes a payload {@code DATA|sensor_id|timestamp|temperature|humidity|pressure}, and where does it end? One
 * pass, no object. A reading that was sequenced cannot be skipped any more, its sensor id becomes a file name and its
 * fields a row that people open with a spreadsheet: so what is no id, no time and no number is kept out here, before
 * anybody orders it, whoever says it. Whether the day exists only the sensor's side asks. What almost everybody writes
 * is seen eight bytes at a time, see {@link UsualField}.
 */
final class PayloadCheck {
    private static final byte[] START = {'D', 'A', 'T', 'A', '|'};
    private static final byte[] TIME = "0000-00-00T00:00".getBytes(StandardCharsets.US_ASCII);
    /** Characters of one number, and digits of a fraction of a second. */
    private static final int MAX_NUMBER = 32;
    private static final int MAX_FRACTION = 9;
    private static final int LOWER = 0x20;

    private PayloadCheck() {
    }

    /**
     * Where the payload that begins at {@code pos} ends: at a separator, at a space or at {@code to}, so that nobody has to
     * look for that place beforehand.
     */
    static int end(byte[] buf, int pos, int to) throws WireException {
        int i = sensorId(buf, afterStart(buf, pos, to), to);
        i = time(buf, next(buf, i, to), to);
        i = number(buf, next(buf, i, to), to);
        i = number(buf, next(buf, i, to), to);
        i = number(buf, next(buf, i, to), to);
        check(i == to || isEnd(buf[i]), "payload without exactly six fields");
        return i;
    }

    private static boolean isEnd(byte b) {
        return b == Run.SEPARATOR || b == ' ';
    }

    private static int next(byte[] buf, int i, int to) throws WireException {
        check(i < to && buf[i] == '|', "payload without exactly six fields");
        return i + 1;
    }

    private static int afterStart(byte[] buf, int pos, int to) throws WireException {
        if (UsualField.isStart(buf, pos, to)) {
            return pos + START.length;
        }
        for (int i = 0; i < START.length; i++) {
            check(pos + i < to && buf[pos + i] == START[i], "payload does not start with DATA|");
        }
        return pos + START.length;
    }

    private static int sensorId(byte[] buf, int from, int to) throws WireException {
        int i = from;
        int dot = -1;
        while (i < to && Grammar.inId(buf[i])) {
            if (buf[i] == '.' && dot < 0) {
                dot = i;
            }
            i++;
        }
        check(i > from && i - from <= Grammar.MAX_ID && Grammar.startsId(buf[from]) && i < to && buf[i] == '|'
                && !isDevice(buf, from, (dot < 0 ? i : dot) - from), "payload with a bad sensor id");
        return i;
    }

    /** CON, COM1 and the like: Windows opens the device and not a file, whatever the extension. */
    private static boolean isDevice(byte[] buf, int from, int length) {
        if (length < 3 || length > 4) {
            return false;
        }
        int name = (buf[from] | LOWER) << 16 | (buf[from + 1] | LOWER) << 8 | buf[from + 2] | LOWER;
        return switch (name) {
            case 'c' << 16 | 'o' << 8 | 'n', 'p' << 16 | 'r' << 8 | 'n', 'a' << 16 | 'u' << 8 | 'x',
                    'n' << 16 | 'u' << 8 | 'l' -> length == 3;
            case 'c' << 16 | 'o' << 8 | 'm', 'l' << 16 | 'p' << 8 | 't' -> length == 4 && isDigit(buf, from + 3, from + 4);
            default -> false;
        };
    }

    /** {@code YYYY-MM-DDThh:mm[:ss[.f]]Z}. */
    private static int time(byte[] buf, int from, int to) throws WireException {
        int end = UsualField.endOfTime(buf, from, to);
        return end >= 0 ? end : anyTime(buf, from, to);
    }

    private static int anyTime(byte[] buf, int from, int to) throws WireException {
        check(to - from > TIME.length, "payload with a bad time");
        for (int k = 0; k < TIME.length; k++) {
            check(TIME[k] == '0' ? isDigit(buf, from + k, to) : buf[from + k] == TIME[k], "payload with a bad time");
        }
        int i = from + TIME.length;
        if (i < to && buf[i] == ':') {
            check(isDigit(buf, i + 1, to) && isDigit(buf, i + 2, to), "payload with a bad time");
            i += 3;
            if (i < to && buf[i] == '.') {
                int fraction = digits(buf, i + 1, to);
                check(fraction > i + 1 && fraction - i - 1 <= MAX_FRACTION, "payload with a bad time");
                i = fraction;
            }
        }
        check(i < to && buf[i] == 'Z', "payload with a bad time");
        return i + 1;
    }

    /** Nothing, or {@code [+-]digits[.digits][e[+-]digits]}. */
    private static int number(byte[] buf, int from, int to) throws WireException {
        int end = UsualField.endOfNumber(buf, from);
        return end >= 0 && end <= to ? end : anyNumber(buf, from, to);
    }

    private static int anyNumber(byte[] buf, int from, int to) throws WireException {
        if (from == to || buf[from] == '|' || isEnd(buf[from])) {
            return from;
        }
        int i = someDigits(buf, isSign(buf, from, to) ? from + 1 : from, to);
        if (i < to && buf[i] == '.') {
            i = someDigits(buf, i + 1, to);
        }
        if (i < to && (buf[i] | LOWER) == 'e') {
            i = someDigits(buf, isSign(buf, i + 1, to) ? i + 2 : i + 1, to);
        }
        check(i - from <= MAX_NUMBER, "payload with a bad number");
        return i;
    }

    private static int someDigits(byte[] buf, int from, int to) throws WireException {
        int i = digits(buf, from, to);
        check(i > from, "payload with a bad number");
        return i;
    }

    private static int digits(byte[] buf, int from, int to) {
        int i = from;
        while (i < to && (char) (buf[i] - '0') < 10) {
            i++;
        }
        return i;
    }

    private static boolean isDigit(byte[] buf, int i, int to) {
        return i < to && (char) (buf[i] - '0') < 10;
    }

    private static boolean isSign(byte[] buf, int i, int to) {
        return i < to && (buf[i] == '-' || buf[i] == '+');
    }

    private static void check(boolean fine, String reason) throws WireException {
        if (!fine) {
            throw new WireException(reason);
        }
    }
}
