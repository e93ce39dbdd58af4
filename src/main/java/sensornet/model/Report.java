package sensornet.model;

import java.util.List;

/**
 * What a peer tells a coordinator with its promise.
 *
 * @param history what its journal is worth in the count of the quorum
 */
public record Report(Standing standing, History history, List<ViewSpan> spans, long epoch) {
    public Report {
        spans = List.copyOf(spans);
    }
}
