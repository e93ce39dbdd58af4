package sensornet.net;

import java.util.ArrayDeque;
import java.util.List;
import sensornet.wire.Message;

/**
 * What waits for a link: first in, first out, bounded in bytes and in messages (G10). Not thread-safe: its owner's
 * lock guards it.
 */
final class SendQueue {
    private final ArrayDeque<Message> messages = new ArrayDeque<>();
    private final long maxBytes;
    private final int maxMessages;
    private long bytes;
    private boolean overflowed;

    SendQueue(long maxBytes, int maxMessages) {
        this.maxBytes = maxBytes;
        this.maxMessages = maxMessages;
    }

    boolean offer(Message message) {
        long size = size(message);
        if (bytes + size > maxBytes || messages.size() >= maxMessages) {
            return false;
        }
        messages.add(message);
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
    void drainTo(List<Message> into, long limit) {
        long taken = 0;
        while (taken < limit && !messages.isEmpty()) {
            Message message = messages.poll();
            into.add(message);
            taken += size(message);
        }
        bytes -= taken;
        if (bytes < maxBytes / 2 && messages.size() < maxMessages / 2) {
            overflowed = false;
        }
    }

    boolean isEmpty() {
        return messages.isEmpty();
    }

    int messages() {
        return messages.size();
    }

    long bytes() {
        return bytes;
    }

    /** How many were dropped. */
    int clear() {
        int dropped = messages.size();
        messages.clear();
        bytes = 0;
        overflowed = false;
        return dropped;
    }

    /** About what the message takes here and as a line, in bytes. */
    private static long size(Message message) {
        if (message instanceof Message.Append m) {
            return 400 + m.entries().run().size();
        } else if (message instanceof Message.SequencerRequest m) {
            return 400 + m.run().size();
        } else if (message instanceof Message.FetchedEntries m) {
            return 400 + m.entries().run().size();
        } else if (message instanceof Message.ViewChange m) {
            return 400 + 200L * m.view().members().size() + 100L * m.left().size();
        } else if (message instanceof Message.Level m) {
            return 400 + 200L * m.spans().size();
        } else if (message instanceof Message.Promise m) {
            return 400 + 200L * m.report().spans().size();
        } else if (message instanceof Message.AddedToNetwork m) {
            return 400 + 200L * m.offer().spans().size();
        } else if (message instanceof Message.Go m) {
            return 400 + 200L * m.offer().spans().size();
        }
        return 300;
    }
}
