package sensornet.model;

/** What a journal holds of one view: entries {@code first..end}, none if {@code end == first - 1}. */
public record ViewSpan(ViewId id, long first, long end) {
}
