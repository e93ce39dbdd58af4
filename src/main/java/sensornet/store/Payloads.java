package sensornet.store;

import java.io.IOException;
import sensornet.model.Run;
import sensornet.model.Scan;

/** Walks over the payloads of a run as bytes. */
final class Payloads {
    private Payloads() {
    }

    /** Where the line's first {@code n} payloads end; {@code n >= 1}. */
    static int end(JournalLine line, int n) {
        int found = 0;
        for (int i = line.payloadFrom; i < line.payloadTo; i++) {
            if (line.buf[i] == Run.SEPARATOR && ++found == n) {
                return i;
            }
        }
        return line.payloadTo;
    }

    /** Hands over those readings of the run {@code buf[start..end)} that are in {@code from..to}. */
    static void forEach(long first, byte[] buf, int start, int end, long from, long to, Journal.ReadingSink sink)
            throws IOException {
        long seq = first;
        int payload = start;
        while (payload <= end && seq <= to) {
            int next = Scan.indexOf(buf, payload, end, Run.SEPARATOR);
            if (seq >= from) {
                sink.reading(seq, buf, payload, next);
            }
            seq++;
            payload = next + 1;
        }
    }
}
