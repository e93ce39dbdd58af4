package sensornet.journal;

import java.util.Comparator;
import sensornet.model.Identity;
import sensornet.model.Standing;

/** The two rules that say which of two journals is further. Each is used in every place that compares journals. */
public final class JournalOrder {
    private JournalOrder() {
    }

    /**
     * Inside a round: the latest tag, then the highest last. Whatever was delivered in any view is in the best journal
     * of a round that all its members (with a quorum: N of them) reported to.
     */
    public static int compareInRound(Standing a, Standing b) {
        int byTag = a.tag().compareTo(b.tag());
        return byTag != 0 ? byTag : Long.compare(a.last(), b.last());
    }

    /**
     * When two groups meet, who stays and who dissolves into the other: with {@code quorum} 1 the longer history, then
     * the later tag; with a quorum the later tag, then the longer (so that a fresh peer that happens to lead never
     * makes the others cut, attacks F3 and F8); then priority.
     *
     * @return positive if a stays, negative if b stays; 0 only for the same identity
     */
    public static int compareGroups(int quorum, Comparator<String> priority, Standing a, Identity aLeader, Standing b,
                                    Identity bLeader) {
        int byLength = Long.compare(a.last(), b.last());
        int byTag = a.tag().compareTo(b.tag());
        int first = quorum > 1 ? byTag : byLength;
        int second = quorum > 1 ? byLength : byTag;
        if (first != 0) {
            return first;
        }
        if (second != 0) {
            return second;
        }
        int byPriority = priority.compare(aLeader.id(), bLeader.id());
        return byPriority != 0 ? byPriority : aLeader.compareTo(bLeader);
    }
}
