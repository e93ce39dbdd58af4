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
        for (; i < to && buf[i] != Run.SEPARATOR; i++) {
            byte b = buf[i];
            if (b == '|') {
                pipes++;
            } else if (b <= ' ' || b == 0x7f || b == ',' || b == '"') {
                throw new WireException("payload with an illegal character");
            }
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
