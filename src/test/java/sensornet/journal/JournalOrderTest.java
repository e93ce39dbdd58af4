package sensornet.journal;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Comparator;
import org.junit.jupiter.api.Test;
import sensornet.model.Identity;
import sensornet.model.Standing;
import sensornet.model.ViewId;

class JournalOrderTest {
    private static final Identity A = new Identity("a", 1);
    private static final Identity B = new Identity("b", 2);

    private static Standing standing(long epoch, long last) {
        return new Standing(epoch == 0 ? ViewId.NONE : new ViewId(epoch, A), last);
    }

    private static int groups(int quorum, Standing a, Standing b) {
        return JournalOrder.compareGroups(quorum, Comparator.naturalOrder(), a, A, b, B);
    }

    @Test
    void inARoundTheLatestTagWinsEvenWhenShorter() {
        assertTrue(JournalOrder.compareInRound(standing(3, 5), standing(2, 9)) > 0);
    }

    @Test
    void inARoundTheLongerWinsUnderTheSameTag() {
        assertTrue(JournalOrder.compareInRound(standing(3, 9), standing(3, 5)) > 0);
    }

    @Test
    void withoutAQuorumTheLongerGroupStays() {
        assertTrue(groups(1, standing(2, 9), standing(7, 5)) > 0);
    }

    @Test
    void withAQuorumTheLaterTagStays() {
        assertTrue(groups(2, standing(2, 9), standing(7, 5)) < 0);
    }

    @Test
    void aFreshPeerNeverMakesAGroupWithHistoryCut() {
        assertTrue(groups(1, standing(0, 0), standing(4, 10)) < 0);
        assertTrue(groups(2, standing(0, 0), standing(4, 10)) < 0);
    }

    @Test
    void equalJournalsAreDecidedByPriorityTheSameWayOnBothSides() {
        assertTrue(groups(1, standing(2, 5), standing(2, 5)) < 0);
        assertTrue(JournalOrder.compareGroups(1, Comparator.naturalOrder(), standing(2, 5), B, standing(2, 5), A) > 0);
    }
}
