package sensornet.status;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import sensornet.PeerProtocol;
import sensornet.group.GroupView;
import sensornet.model.Identity;
import sensornet.model.Member;
import sensornet.model.View;

/**
 * Takes snapshots when somebody asks, at most {@link #EVERY_NANOS} often however many ask: so the GroupView monitor,
 * which every reading passes through, is held for it a few times a second and some microseconds at most. Any thread.
 */
public final class StatusSource {
    private static final long EVERY_NANOS = 200_000_000L;

    /**
     * Where the numbers come from that are not under the monitor.
     *
     * @param delivered rows in the CSV files
     * @param diskQueue operations waiting for the disk
     * @param linkBytes waiting for that peer
     */
    public record Gauges(LongSupplier delivered, LongSupplier diskQueue, ToLongFunction<Identity> linkBytes,
                         Supplier<SortedMap<String, Long>> counters) {
    }

    private final PeerProtocol protocol;
    private final Timeline timeline;
    private final Gauges gauges;
    private final Rates rates;
    private final Instant started = Instant.now();
    private Snapshot latest;
    private long takenAt;

    /** @param timeline already listening */
    public StatusSource(PeerProtocol protocol, Timeline timeline, Gauges gauges, Rates rates) {
        this.protocol = protocol;
        this.timeline = timeline;
        this.gauges = gauges;
        this.rates = rates;
    }

    /** At most a fifth of a second old. */
    public synchronized Snapshot snapshot() {
        long now = System.nanoTime();
        if (latest == null || now - takenAt > EVERY_NANOS) {
            latest = take();
            takenAt = now;
        }
        return latest;
    }

    private Snapshot take() {
        GroupView group = protocol.group();
        long delivered = gauges.delivered().getAsLong(); // first: it never is above the commit mark read after it
        SortedMap<String, Long> counters = gauges.counters().get();
        int diskQueue = (int) gauges.diskQueue().getAsLong();
        synchronized (group) {
            View view = group.view();
            List<Long> linkBytes = new ArrayList<>();
            for (Member m : view == null ? List.<Member>of() : view.members()) {
                linkBytes.add(m.identity().equals(group.me()) ? 0 : gauges.linkBytes().applyAsLong(m.identity()));
            }
            return new Snapshot(Instant.now(), group.self(), group.settings().group(), started, group.phase(), view,
                    group.active(), group.leading(), group.settings().options().quorum(), group.log().last(),
                    group.durableLast(), group.log().committed(), delivered, protocol.load(), diskQueue, linkBytes,
                    rates.perSecond(10), rates.perSecond(60), timeline.events(), timeline.lastElection(),
                    timeline.elections(), timeline.missing(), counters);
        }
    }
}
