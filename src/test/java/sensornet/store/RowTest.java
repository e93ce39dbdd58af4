package sensornet.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.opencsv.CSVReader;
import com.opencsv.CSVWriter;
import com.opencsv.ICSVWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The rows that are put together by hand against the library that writes CSV for everybody else. */
class RowTest {
    private static final String IN_ID = "abcXYZ019._-";
    /** Everything that the wire lets into a field of a reading: printable, without what joins payloads, CSV or quotes. */
    private static final String IN_FIELD = "0123456789.+-eETZ:/=@#'%&()*!?<>[]{}^`~$\\_abc";

    private final Random random = new Random(4711);

    @Test
    void aRowIsWhatOpencsvWritesAndReadsBack() throws Exception {
        for (int i = 0; i < 20_000; i++) {
            long seq = 1 + (random.nextLong() >>> (2 + random.nextInt(62)));
            String[] reading = {"s" + text(IN_ID, 20), text(IN_FIELD, 24), text(IN_FIELD, 9), text(IN_FIELD, 9),
                text(IN_FIELD, 9)};
            byte[] payload = ("??DATA|" + String.join("|", reading) + ";").getBytes(StandardCharsets.US_ASCII);
            Row row = new Row();
            assertTrue(row.parse(payload, 2, payload.length - 1));
            Bytes ours = new Bytes(16);
            row.write(ours, seq);

            String[] fields = {Long.toString(seq), reading[1], reading[0], reading[2], reading[3], reading[4]};
            String line = new String(ours.buf, 0, ours.size, StandardCharsets.US_ASCII);
            assertEquals(byOpencsv(fields), line);
            try (CSVReader reader = new CSVReader(new StringReader(line.replace("\\", "")))) {
                assertArrayEquals(Arrays.stream(fields).map(f -> f.replace("\\", "")).toArray(), reader.readNext());
            }
        }
    }

    @Test
    void whatCsvWouldHaveToQuoteIsNoReading() {
        for (String bad : new String[] {"DATA|s|t|1\"|2|3", "DATA|s|t|1,5|2|3", "DATA|s|t|1 |2|3", "DATA|s|t|1\n|2|3",
            "DATA|s|t|1;|2|3", "DATA|s|t|1\u007f|2|3", "DATA|s|t|1|2", "DATA|s|t|1|2|3|4", "DATA||t|1|2|3", "DATA|.s|t|1|2|3"}) {
            byte[] payload = bad.getBytes(StandardCharsets.US_ASCII);
            assertFalse(new Row().parse(payload, 0, payload.length), bad);
        }
    }

    private String text(String alphabet, int most) {
        StringBuilder text = new StringBuilder();
        for (int n = random.nextInt(most + 1); n > 0; n--) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.toString();
    }

    private static String byOpencsv(String[] fields) {
        StringWriter out = new StringWriter();
        new CSVWriter(out, ICSVWriter.DEFAULT_SEPARATOR, ICSVWriter.DEFAULT_QUOTE_CHARACTER,
                ICSVWriter.DEFAULT_ESCAPE_CHARACTER, "\n").writeNext(fields, false);
        return out.toString();
    }
}
