package sensornet.sim;

import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.Map;
import java.util.SortedMap;

/** Are the CSV files what the journal says? */
final class CsvCheck {
    private CsvCheck() {
    }

    /** How many rows the files hold together; a violation if they are not the first rows of the first host's journal. */
    static int rows(Simulation sim, SortedMap<String, byte[]> files) {
        BitSet seen = new BitSet();
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            long before = 0;
            String[] lines = new String(file.getValue(), StandardCharsets.UTF_8).split("\n");
            for (int i = 1; i < lines.length; i++) {
                String[] fields = lines[i].split(",", -1);
                int seq = Integer.parseInt(fields[0]);
                int reading = sim.hosts.get(0).journal().at(seq);
                if (seq <= before || seen.get(seq) || reading == -1) {
                    throw new Violation("G6-identical-files", file.getKey() + ": row " + seq + " after " + before);
                }
                String[] expected = sim.ledger.reading(reading).payload().split("\\|", -1);
                if (!fields[2].equals(expected[1]) || !fields[3].equals(expected[3]) || !fields[4].equals(expected[4])) {
                    throw new Violation("G6-identical-files", file.getKey() + ": row " + lines[i] + " but the journal has "
                            + sim.ledger.reading(reading).payload());
                }
                before = seq;
                seen.set(seq);
            }
        }
        if (seen.cardinality() > 0 && seen.length() - 1 != seen.cardinality()) {
            throw new Violation("G6-identical-files", "a gap at row " + seen.nextClearBit(1));
        }
        return seen.cardinality();
    }
}
