package sensornet.store;

import java.nio.charset.StandardCharsets;

/**
 * A payload taken apart where it lies, without objects. Fields never contain what CSV would have to quote, so the bytes
 * that {@link #write} puts together are the bytes that opencsv writes.
 */
final class Row {
    private static final byte[] WORD = "DATA|".getBytes(StandardCharsets.US_ASCII);
    private static final boolean[] IN_FIELD = new boolean[256];
    private static final boolean[] IN_ID = new boolean[256];
    private static final int FIELDS = 5;
    /** Characters of an id, of sensors and peers alike. */
    static final int MAX_ID = 64;

    static {
        for (int c = '!'; c <= '~'; c++) {
            IN_FIELD[c] = c != '"' && c != ',' && c != ';' && c != '|';
            IN_ID[c] = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '.' || c == '_'
                    || c == '-';
        }
    }

    byte[] buf;
    /** Where the fields sensor, timestamp, temperature, humidity, pressure start; one more: where the next would. */
    private final int[] starts = new int[FIELDS + 1];

    /** Whether the payload is one; never throws. */
    boolean parse(byte[] bytes, int from, int to) {
        buf = bytes;
        if (to - from < WORD.length || !isWord(bytes, from)) {
            return false;
        }
        int at = from + WORD.length;
        starts[0] = at;
        at = endOf(IN_ID, at, to);
        for (int field = 1; field < FIELDS; field++) {
            if (at == to || bytes[at] != '|') {
                return false;
            }
            starts[field] = at + 1;
            at = endOf(IN_FIELD, at + 1, to);
        }
        starts[FIELDS] = to + 1;
        return at == to && idTo() > idFrom() && idTo() - idFrom() <= MAX_ID && buf[idFrom()] != '.' && buf[idFrom()] != '_'
                && buf[idFrom()] != '-';
    }

    private int endOf(boolean[] allowed, int from, int to) {
        int at = from;
        while (at < to && allowed[buf[at] & 0xff]) {
            at++;
        }
        return at;
    }

    private static boolean isWord(byte[] bytes, int from) {
        for (int i = 0; i < WORD.length; i++) {
            if (bytes[from + i] != WORD[i]) {
                return false;
            }
        }
        return true;
    }

    static boolean isInId(byte b) {
        return IN_ID[b & 0xff];
    }

    int idFrom() {
        return starts[0];
    }

    int idTo() {
        return starts[1] - 1;
    }

    String sensor() {
        return field(0);
    }

    private String field(int i) {
        return new String(buf, starts[i], starts[i + 1] - 1 - starts[i], StandardCharsets.ISO_8859_1);
    }

    /** In the order of the CSV header. */
    String[] fields(long seq) {
        return new String[] {Long.toString(seq), field(1), field(0), field(2), field(3), field(4)};
    }

    /** The line of the CSV file, with its newline. */
    void write(Bytes out, long seq) {
        out.number(seq).put(',').put(buf, starts[1], starts[2] - 1).put(',').put(buf, starts[0], starts[1] - 1).put(',');
        int shift = out.size - starts[2];
        out.put(buf, starts[2], starts[FIELDS] - 1).put('\n');
        out.buf[starts[3] - 1 + shift] = ',';
        out.buf[starts[4] - 1 + shift] = ',';
    }
}
