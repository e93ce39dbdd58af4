package sensornet.status;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import sensornet.group.Phase;
import sensornet.model.Identity;

class TimelineTest {
    private final Timeline story = new Timeline(null);

    private List<String> told() {
        return story.events().stream().map(e -> e.kind() + ": " + e.text()).toList();
    }

    @Test
    void whatHappensIsToldInTheWordsOfPeople() {
        story.onPhase(Phase.SEARCHING, "start");
        story.onPhase(Phase.JOINING, "offer of a/1f@127.0.0.1:5");
        story.onPhase(Phase.MEMBER, "installed");
        story.onFailed(new Identity("a", 1), "killed");
        story.onPhase(Phase.ELECTING, "killed");
        story.onPhase(Phase.COORDINATING, "nobody higher answered");
        story.onPhase(Phase.LEADER, "installed");
        story.onPhase(Phase.JOINING, "offer of z/2@127.0.0.1:6");
        assertEquals(List.of("search: Looking for a group: start", "join: Joining: offer of a at 127.0.0.1:5", "failed: a failed: killed",
                "election: Election: killed", "election: Coordinating a new view: nobody higher answered",
                "merge: Merging into another group: offer of z at 127.0.0.1:6"), told());
        assertEquals(List.of("a"), story.missing());
        assertEquals(1, story.elections());
        assertEquals("Coordinating a new view: nobody higher answered", story.lastElection().text());
    }

    @Test
    void aRoundThatOnlyBringsANewcomerInIsNoElection() {
        story.onPhase(Phase.LEADER, "installed");
        story.onPhase(Phase.COORDINATING, "to admit [b/1@127.0.0.1:5]");
        assertEquals(0, story.elections());
        assertEquals(List.of(), told());
    }

    @Test
    void itIsBounded() {
        for (int i = 0; i < 10_000; i++) {
            story.onFailed(new Identity("p" + i, 1), "killed");
        }
        assertEquals(200, story.events().size());
        assertEquals("p9999 failed: killed", story.events().get(199).text());
        assertEquals(256, story.missing().size());
    }
}
