package sensornet.model;

import java.util.List;

/**
 * What a peer tells a coordinator with its promise.
 *
 * @param history whether it was ever brought level in a quorate view and still has that journal (attack F4: a peer
 *     that lost its data must not count towards the quorum)
 */
public record Report(Standing standing, boolean history, List<ViewSpan> spans, long epoch) {
    public Report {
        spans = List.copyOf(spans);
    }
}
