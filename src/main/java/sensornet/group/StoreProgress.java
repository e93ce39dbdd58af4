package sensornet.group;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * How far the disk has come with what it was given. Operations are counted: the ticket of one is how many had been
 * offered with it, and it is done when the disk says that as many are done. Guarded by the GroupView monitor.
 */
final class StoreProgress {
    /** {@code stored <= offered}. */
    private long offered;
    private long stored;
    private long progressAt;
    private int pendingCuts;
    /** A journal that ends at {@code last} once {@code ticket} is done. */
    private record Append(long ticket, long last) {
    }

    private final Deque<Append> appends = new ArrayDeque<>();
    private long durableLast;

    StoreProgress(long recoveredLast) {
        durableLast = recoveredLast;
    }

    /** One more operation; returns its ticket. */
    long offered(long now) {
        if (offered == stored) {
            progressAt = now;
        }
        return ++offered;
    }

    void appended(long ticket, long last) {
        appends.add(new Append(ticket, last));
    }

    void cutOffered() {
        pendingCuts++;
    }

    boolean cutting() {
        return pendingCuts > 0;
    }

    /** Appends from before the cut are no matter any more: nothing is appended while a cut is under way. */
    void cutDone(long last) {
        pendingCuts--;
        appends.clear();
        durableLast = last;
    }

    void onStored(long operations, long now) {
        stored = Math.max(stored, operations);
        progressAt = now;
        while (!appends.isEmpty() && appends.peek().ticket() <= stored) {
            durableLast = appends.poll().last();
        }
    }

    boolean isStored(long ticket) {
        return stored >= ticket;
    }

    long durableLast() {
        return durableLast;
    }

    /** Milliseconds for which there has been work and none of it was done. */
    long standsStillFor(long now) {
        return stored < offered ? now - progressAt : 0;
    }
}
