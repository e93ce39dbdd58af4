package sensornet.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import sensornet.model.Entries;
import sensornet.model.Identity;
import sensornet.model.Run;
import sensornet.model.ViewId;
import sensornet.model.ViewMark;

class LogTest {
    private static final Identity A = new Identity("a", 1);
    private static final Identity B = new Identity("b", 2);

    private final Log log = empty();

    private static Log empty() {
        return new Log(new LogState(0, 0, 1, Map.of(), List.of()));
    }

    private static Entries entries(long first, Identity origin, long n, int count) {
        String payloads = String.join(";", Collections.nCopies(count, "DATA|s|t|1|2|3"));
        return new Entries(first, new Run(origin, n, count, payloads.getBytes(StandardCharsets.US_ASCII)));
    }

    private static ViewId view(long epoch) {
        return new ViewId(epoch, A);
    }

    @Test
    void onlyTheVeryNextEntriesOfJournalAndOriginAreTaken() {
        log.mark(new ViewMark(view(1), 1));
        log.append(entries(1, A, 1, 3));
        assertThrows(IllegalStateException.class, () -> log.append(entries(5, A, 4, 1)));
        assertThrows(IllegalStateException.class, () -> log.append(entries(4, A, 5, 1)));
        assertThrows(IllegalStateException.class, () -> log.append(entries(4, B, 2, 1)));
        log.append(entries(4, B, 1, 2));
        assertEquals(5, log.last());
        assertEquals(3, log.lastOf(A));
        assertEquals(2, log.lastOf(B));
    }

    @Test
    void theCommitMarkNeverPassesTheEndNorGoesBack() {
        log.mark(new ViewMark(view(1), 1));
        log.append(entries(1, A, 1, 3));
        assertTrue(log.commit(9));
        assertEquals(3, log.committed());
        assertFalse(log.commit(2));
        assertEquals(3, log.committed());
    }

    @Test
    void theTagIsTheLastInstalledViewEvenWithoutEntries() {
        log.mark(new ViewMark(view(1), 1));
        log.append(entries(1, A, 1, 3));
        log.mark(new ViewMark(view(4), 4));
        assertEquals(view(4), log.tag());
    }

    @Test
    void everyEntryBelongsToAView() {
        assertThrows(IllegalStateException.class, () -> log.append(entries(1, A, 1, 1)));
        log.mark(new ViewMark(view(1), 1));
        log.append(entries(1, A, 1, 3));
        log.mark(new ViewMark(view(4), 4));
        log.append(entries(4, A, 4, 3));
        assertEquals(view(1), log.viewAt(3));
        assertEquals(view(4), log.viewAt(4));
    }

    @Test
    void viewMarksAscend() {
        log.mark(new ViewMark(view(4), 1));
        assertThrows(IllegalStateException.class, () -> log.mark(new ViewMark(view(3), 1)));
        assertThrows(IllegalStateException.class, () -> log.mark(new ViewMark(view(5), 2)));
    }

    @Test
    void journalsAgreeUpToWhereTheirLastCommonViewEndsInTheShorter() {
        Log other = empty();
        for (Log each : List.of(log, other)) {
            each.mark(new ViewMark(view(1), 1));
            each.append(entries(1, A, 1, 9));
        }
        log.append(entries(10, A, 10, 5));                 // 10..14 under view 1
        other.mark(new ViewMark(view(2), 10));
        other.append(entries(10, B, 1, 7));                // 10..16 under view 2
        assertEquals(9, log.commonWith(other.spans()));
        assertEquals(9, other.commonWith(log.spans()));
    }

    @Test
    void strangersHaveNothingInCommon() {
        log.mark(new ViewMark(view(1), 1));
        log.append(entries(1, A, 1, 9));
        Log other = empty();
        other.mark(new ViewMark(new ViewId(1, B), 1));
        other.append(entries(1, A, 1, 9));
        assertEquals(0, log.commonWith(other.spans()));
    }

    @Test
    void aLongViewListIsThinnedOutAndNeverPromisesTooMuch() {
        Log other = empty();
        long seq = 1;
        for (int v = 1; v <= 1_000; v++) {
            for (Log each : List.of(log, other)) {
                each.mark(new ViewMark(view(v), seq));
                each.append(entries(seq, A, seq, 1));
            }
            seq++;
        }
        log.mark(new ViewMark(view(2_000), seq));
        log.append(entries(seq, A, seq, 1));
        assertTrue(log.spans().size() < 100, "spans: " + log.spans().size());
        assertEquals(1_000, other.commonWith(log.spans()));
        assertEquals(1_000, log.commonWith(other.spans()));
    }

    @Test
    void aDifferenceInsideOneViewIsLookedForFromTheStartOfThatView() {
        log.mark(new ViewMark(view(1), 1));
        log.append(entries(1, A, 1, 9));
        log.mark(new ViewMark(view(2), 10));
        log.append(entries(10, A, 10, 5));
        assertEquals(9, log.boundaryBelow(14));
        assertEquals(0, log.boundaryBelow(9));
        assertEquals(0, log.boundaryBelow(0));
    }
}
