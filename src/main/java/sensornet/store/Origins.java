package sensornet.store;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import sensornet.model.Identity;
import sensornet.model.Run;

/** Per origin the highest counter in the journal. A function of the journal. */
final class Origins {
    private static final class Origin {
        final Identity identity;
        long last;

        Origin(Identity identity) {
            this.identity = identity;
        }
    }

    private final Map<Identity, Origin> byIdentity = new HashMap<>();
    /** The same objects by their text, so that reading a journal does not parse an identity per line. */
    private final Map<BytesKey, Origin> byText = new HashMap<>();
    private final BytesKey probe = new BytesKey();

    private Origin of(Identity identity) {
        return byIdentity.computeIfAbsent(identity, Origin::new);
    }

    private Origin of(JournalLine line) {
        Origin known = byText.get(probe.set(line.buf, line.identityFrom, line.identityTo));
        if (known == null) {
            known = of(line.toIdentity());
            byText.put(probe.copy(), known);
        }
        return known;
    }

    void add(Run run) {
        of(run.origin()).last = run.lastN();
    }

    void add(JournalLine line) {
        of(line).last = line.second + line.count - 1;
    }

    Identity identity(JournalLine line) {
        return of(line).identity;
    }

    /** Entries of this origin from counter {@code n} on are cut. */
    void cut(Identity identity, long n) {
        Origin o = of(identity);
        o.last = Math.min(o.last, n - 1);
    }

    Map<Identity, Long> toMap() {
        Map<Identity, Long> map = new TreeMap<>();
        for (Origin o : byIdentity.values()) {
            if (o.last > 0) {
                map.put(o.identity, o.last);
            }
        }
        return map;
    }
}
