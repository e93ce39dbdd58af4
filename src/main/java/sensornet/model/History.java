package sensornet.model;

/**
 * What a peer's journal is worth in a count of {@code --quorum} (attack F4: a peer that lost its data must not count).
 * Kept on disk beside the promise.
 */
public enum History {
    /** Never level in a quorate round since it has this data directory: knows nothing of what others were shown. */
    NONE,
    /**
     * Level in the round of a first start, when nobody had any history: nothing was ever shown without it. Told apart
     * from NONE so that a crash in the middle of the very first round does not make half of its peers amnesiacs.
     */
    FOUNDING,
    /** Was level in a quorate round and still has that journal. */
    FULL
}
