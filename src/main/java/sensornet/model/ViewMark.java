package sensornet.model;

/**
 * An item of the journal's view list: from {@code first} on, entries were ordered in view {@code id}. Written when the
 * view is installed, even before it has an entry: the last item is the journal's tag, and journals are compared by
 * that and never by the stamp of the last entry (attack F2, Raft's figure 8).
 */
public record ViewMark(ViewId id, long first) implements JournalRecord {
}
