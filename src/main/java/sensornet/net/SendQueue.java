package sensornet.net;

import java.util.ArrayDeque;
import java.util.List;

/**
 * What waits for a link: first in, first out, bounded in bytes and in messages (G10). Not thread-safe: its owner's
 * lock guards it.
 */
final class SendQueue {
    private final ArrayDeque<Frame> frames = new ArrayDeque<>();
    private final long maxBytes;
    private final int maxMessages;
    private long bytes;
    private boolean overflowed;

    SendQueue(long maxBytes, int maxMessages) {
        this.maxBytes = maxBytes;
        this.maxMessages = maxMessages;
    }

    boolean offer(Frame frame) {
        long size = frame.size();
        if (bytes + size > maxBytes || frames.size() >= maxMessages) {
            return false;
        }
        frames.add(frame);
        bytes += size;
        return true;
    }

    /** True for the first overflow since the queue was last half empty: one log line a spell. */
    boolean beginsOverflow() {
        boolean begins = !overflowed;
        overflowed = true;
        return begins;
    }

    /** Moves messages of about {@code limit} bytes, at least one, to {@code into}. */
    void drainTo(List<Frame> into, long limit) {
        long taken = 0;
        while (taken < limit && !frames.isEmpty()) {
            Frame frame = frames.poll();
            into.add(frame);
            taken += frame.size();
        }
        bytes -= taken;
        if (bytes < maxBytes / 2 && frames.size() < maxMessages / 2) {
            overflowed = false;
        }
    }

    boolean isEmpty() {
        return frames.isEmpty();
    }

    int messages() {
        return frames.size();
    }

    long bytes() {
        return bytes;
    }

    /** How many were dropped. */
    int clear() {
        int dropped = frames.size();
        frames.clear();
        bytes = 0;
        overflowed = false;
        return dropped;
    }
}
