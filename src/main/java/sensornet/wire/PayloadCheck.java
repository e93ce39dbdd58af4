package sensornet.wire;

import sensornet.model.Run;

/**
 * Are these bytes payloads {@code DATA|sensor_id|timestamp|temperature|humidity|pressure} joined by {@code ;}? One
 * pass, no object. A reading that was sequenced cannot be skipped any more and its sensor id becomes a file name, so
 * what has the wrong shape is kept out here, before anybody orders it.
 */
final class PayloadCheck {
    private static final int PIPES = 5;
    private static final byte[] START = {'D', 'A', 'T', 'A', '|'};

    /** Visible ASCII without what separates fields, payloads or columns, and without the quote. */
    private static final boolean[] IN_FIELD = new boolean[256];

    static {
        for (int c = '!'; c <= '~'; c++) {
            IN_FIELD[c] = c != '|' && c != Run.SEPARATOR && c != ',' && c != '"';
        }
    }

    private PayloadCheck() {
    }

    /** How many payloads {@code buf[from..to)} holds. */
    static int count(byte[] buf, int from, int to) throws WireException {
        int count = 0;
        int pos = from;
        do {
            pos = onePayload(buf, pos, to) + 1;
            count++;
        } while (pos <= to);
        return count;
    }

    /** Where the payload that begins at {@code pos} ends: at a separator or at {@code to}. */
    private static int onePayload(byte[] buf, int pos, int to) throws WireException {
        int i = sensorId(buf, afterStart(buf, pos, to), to);
        int pipes = 1;
        while (i < to && buf[i] == '|') {
            pipes++;
            i++;
            while (i < to && IN_FIELD[buf[i] & 0xff]) {
                i++;
            }
        }
        if (i < to && buf[i] != Run.SEPARATOR) {
            throw new WireException("payload with an illegal character");
        }
        if (pipes != PIPES) {
            throw new WireException("payload without exactly six fields");
        }
        return i;
    }

    private static int afterStart(byte[] buf, int pos, int to) throws WireException {
        for (int i = 0; i < START.length; i++) {
            if (pos + i >= to || buf[pos + i] != START[i]) {
                throw new WireException("payload does not start with DATA|");
            }
        }
        return pos + START.length;
    }

    private static int sensorId(byte[] buf, int from, int to) throws WireException {
        int i = from;
        while (i < to && Grammar.inId(buf[i])) {
            i++;
        }
        if (i == from || i - from > Grammar.MAX_ID || !Grammar.startsId(buf[from]) || i == to || buf[i] != '|') {
            throw new WireException("payload with a bad sensor id");
        }
        return i;
    }
}
