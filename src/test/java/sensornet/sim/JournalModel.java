package sensornet.sim;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import sensornet.journal.StoreOp;
import sensornet.model.Entries;
import sensornet.model.Identity;

/** What a host's journal must hold, followed operation by operation as its store carries them out. */
final class JournalModel {
    private final Ledger ledger;
    private final String host;
    private final Map<Identity, Long> lastOf = new LinkedHashMap<>();
    private int[] rows = new int[64];
    private int last;
    private int committed;
    private int written;
    private int synced;

    JournalModel(Ledger ledger, String host) {
        this.ledger = ledger;
        this.host = host;
    }

    /** Checks contiguity, G2 and G4 while it appends. */
    void append(Entries entries) {
        if (entries.first() != last + 1) {
            throw new Violation("contiguity", host + " appends " + entries.first() + " after " + last);
        }
        int[] ids = ledger.lookUp(entries.run(), host + " journal " + entries.first());
        long expected = lastOf.getOrDefault(entries.run().origin(), 0L) + 1;
        if (entries.run().firstN() != expected) {
            throw new Violation("G2-G4-counters", host + " appends " + entries.run().origin() + " #"
                    + entries.run().firstN() + " at seq " + entries.first() + ", expected #" + expected);
        }
        lastOf.put(entries.run().origin(), entries.run().lastN());
        if (last + ids.length > rows.length) {
            rows = Arrays.copyOf(rows, Math.max(rows.length * 2, last + ids.length));
        }
        System.arraycopy(ids, 0, rows, last, ids.length);
        last += ids.length;
    }

    void cut(long to) {
        while (last > to) {
            Ledger.Reading r = ledger.reading(rows[--last]);
            lastOf.put(r.origin(), r.n() - 1);
        }
        committed = Math.min(committed, last);
        written = Math.min(written, last);
        synced = Math.min(synced, last);
    }

    void commit(long upTo) {
        if (upTo > last) {
            throw new Violation("contiguity", host + " commits " + upTo + " but its journal ends at " + last);
        }
        committed = (int) Math.max(committed, upTo);
    }

    /** The store wrote everything; with {@code force} a power cut does not take it away any more. */
    void wrote(boolean force) {
        written = last;
        if (force) {
            synced = last;
        }
    }

    /** The process died in the middle of that operation: it may be on the disk, in part or in full. */
    void mayHaveExecuted(StoreOp op) {
        if (op instanceof StoreOp.Append append) {
            append(append.entries());
        } else if (op instanceof StoreOp.Cut cut) {
            written = (int) Math.min(written, cut.to());
            synced = (int) Math.min(synced, cut.to());
        }
    }

    /** What a power cut leaves for certain. */
    void powerCut() {
        written = synced;
    }

    /** As found on the disk by a process that starts; with {@code --fsync} it may rely on all of it from now on. */
    void recovered(int foundLast, int foundCommitted, boolean forced) {
        cut(foundLast);
        committed = foundCommitted;
        written = last;
        synced = forced ? last : Math.min(synced, last);
    }

    void clear() {
        cut(0);
        lastOf.clear();
    }

    /** The reading at {@code seq}, from 1 on; -1 if there is none. */
    int at(long seq) {
        return seq >= 1 && seq <= last ? rows[(int) seq - 1] : -1;
    }

    int last() {
        return last;
    }

    int committed() {
        return committed;
    }

    /** How far it is in the file: survives the end of the process. */
    int written() {
        return written;
    }

    /** How far it is forced to the disk. */
    int synced() {
        return synced;
    }

    /** Null if equal, else where they differ. */
    String difference(JournalModel other) {
        int to = Math.min(last, other.last);
        for (int i = 0; i < to; i++) {
            if (rows[i] != other.rows[i]) {
                return "seq " + (i + 1) + ": " + host + " has " + ledger.reading(rows[i]) + ", " + other.host + " has "
                        + ledger.reading(other.rows[i]);
            }
        }
        return last == other.last ? null : host + " ends at " + last + ", " + other.host + " at " + other.last;
    }
}
