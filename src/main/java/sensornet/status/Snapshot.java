package sensornet.status;

import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import sensornet.PeerProtocol;
import sensornet.group.Phase;
import sensornet.model.Member;
import sensornet.model.View;

/**
 * A peer's state at one moment. Numbers are sequence numbers unless a name says bytes.
 *
 * @param view null without one
 * @param active whether the view is still in force
 * @param delivered rows in the CSV files
 * @param linkBytes waiting for each other member, in the order of the view
 * @param rate10 readings delivered a second over the last ten seconds
 * @param counters what was dropped or failed, by reason
 */
public record Snapshot(Instant at, Member self, String group, Instant started, Phase phase, View view, boolean active,
                       boolean leading, int quorum, long last, long durable, long committed, long delivered,
                       PeerProtocol.Load load, int diskQueue, List<Long> linkBytes, double rate10, double rate60,
                       List<Timeline.Event> timeline, Timeline.Event lastElection, long elections,
                       List<String> missing, SortedMap<String, Long> counters) {

    /** Null if it is ready to take readings, else one line that says why not. */
    public String notReady() {
        if (view == null || !active) {
            return "in no view: " + phase.name().toLowerCase(java.util.Locale.ROOT);
        }
        return view.quorate() ? null : "below --quorum " + quorum + ": " + view.members().size() + " peers";
    }
}
