package sensornet.model;

/** What the journal is a sequence of, and what a peer that catches up is sent. */
public sealed interface JournalRecord permits Entries, ViewMark {
}
