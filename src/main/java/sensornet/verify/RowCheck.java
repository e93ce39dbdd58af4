package sensornet.verify;

import java.nio.charset.StandardCharsets;

/** What a line of a CSV file must look like: the contract's form, of which each value has only one spelling. */
final class RowCheck {
    /** Without its newline. */
    static final byte[] HEADER = "sequence,timestamp,sensor_id,temperature_c,humidity_pct,pressure_hpa"
            .getBytes(StandardCharsets.US_ASCII);
    private static final int FIELDS = 6;

    private RowCheck() {
    }

    /** The sequence number if the line is a row of that sensor, else -1. */
    static long sequence(byte[] buf, int from, int to, byte[] sensor) {
        long seq = 0;
        int i = from;
        for (; i < to && i - from < 18 && buf[i] >= '0' && buf[i] <= '9'; i++) {
            seq = seq * 10 + buf[i] - '0';
        }
        if (i == from || i == to || buf[i] != ',' || buf[from] == '0') {
            return -1;
        }
        int field = 1;
        int start = i + 1;
        for (i = start; i <= to; i++) {
            if (i == to || buf[i] == ',') {
                if (field == 1 && i == start || field == 2 && !equals(buf, start, i, sensor)) {
                    return -1;
                }
                field++;
                start = i + 1;
            } else if (buf[i] <= ' ' || buf[i] == '"' || buf[i] == 127) {
                return -1; // bytes above 127 are negative and end here too
            }
        }
        return field == FIELDS ? seq : -1;
    }

    static boolean equals(byte[] buf, int from, int to, byte[] text) {
        if (to - from != text.length) {
            return false;
        }
        for (int i = 0; i < text.length; i++) {
            if (buf[from + i] != text[i]) {
                return false;
            }
        }
        return true;
    }
}
