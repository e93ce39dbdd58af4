package sensornet.store;

import java.nio.charset.StandardCharsets;

/** A payload as its line in the CSV file, for tests of other packages. */
public final class RowFuzz {
    private RowFuzz() {
    }

    /** Without its newline. */
    public static String csvLine(byte[] payload, long seq) {
        Row row = new Row();
        if (!row.parse(payload, 0, payload.length)) {
            throw new AssertionError("the store gives it no row: " + new String(payload, StandardCharsets.US_ASCII));
        }
        Bytes text = new Bytes(16);
        row.write(text, seq);
        if (CsvTail.sequence(text.buf, 0, text.size) != seq || text.buf[text.size - 1] != '\n') {
            throw new AssertionError("no row of sequence " + seq);
        }
        return new String(text.buf, 0, text.size - 1, StandardCharsets.US_ASCII);
    }
}
