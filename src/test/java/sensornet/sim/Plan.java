package sensornet.sim;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import sensornet.group.Priority;
import sensornet.group.Settings;
import sensornet.model.GroupOptions;

/**
 * Everything a seed decides before the run: how many peers with which options, what network and disks, which faults.
 *
 * @param tick between two ticks of the protocol
 * @param newPortAtStart whether a restarted peer listens elsewhere
 * @param faultTime how long faults come; after that everything is healed
 * @param faultGap mean time between two drawn faults
 * @param faults the kinds of this seed and how often each is drawn; few kinds in each seed, so that the others'
 *     absence gives the rare ones time to matter
 * @param linkQueue messages that one link keeps while it cannot send
 * @param beyond with a quorum: power cuts may take more unforced tails than the contract allows. Shown rows may change
 *     then, and the group has to come together all the same
 */
record Plan(int peers, int quorum, boolean keepData, boolean fsync, Settings settings, long tick,
            boolean newPortAtStart, boolean startTogether, long baseDelay, double datagramLoss, long diskBase, int linkQueue,
            long feedGap, int feedBatch, int maxReadings, long faultTime, long faultGap, Map<Fault, Integer> faults,
            List<Steering.Rule> steering, long healTime, boolean beyond) {

    private static final long MS = SimClock.MS;

    /** Rows may never change in this mode, if the faults keep to the contract. */
    boolean strict() {
        return quorum > peers / 2 && quorum > 1 && !beyond || peers == 1;
    }

    static Plan draw(long seed) {
        Rng profile = new Rng(seed).fork("profile");
        Rng apart = new Rng(seed).fork("apart");
        return profile.chance(0.2) ? leadersInTurn(seed, profile) : apart.chance(0.05) ? fallingApart(seed, apart)
                : outsideTheContract(seed, anything(seed));
    }

    /**
     * A quorum that may never change a row, and leaders that are cut off one after the other, each while the others go
     * on: the executions in which two journals differ and both have a claim (Raft's figure 8, attacks F1, F2, F6, F11).
     */
    private static Plan leadersInTurn(long seed, Rng rng) {
        Plan p = anything(seed);
        int peers = rng.chance(0.7) ? 3 : (int) rng.between(4, 5);
        long interval = rng.spread(60, 300);
        long timeout = interval * rng.between(3, 4);
        long drawn = rng.spread(100, 500);
        // Slow disks: when the leader is given up, what it sent is not written yet (F6). A round has to bear that.
        boolean slow = new Rng(seed).fork("slow").chance(0.2);
        long election = slow ? Math.max(drawn, timeout) : drawn;
        long join = rng.spread(100, 500);
        Settings settings = new Settings("sim", new GroupOptions(peers / 2 + 1, "id", interval, timeout), Priority.ID,
                election, join, List.of());
        long turn = (timeout + election) * MS;
        Map<Fault, Integer> faults = new EnumMap<>(Fault.class);
        faults.put(Fault.LEADER_ALONE_CUT_OFF, 10);
        for (Fault f : List.of(Fault.CRASH, Fault.CRASH_ALL_LOST, Fault.PAUSE_LONG, Fault.LINK_RESET, Fault.DISK_HANG,
                Fault.LEADER_CRASH)) {
            if (rng.chance(0.35)) {
                faults.put(f, (int) rng.between(1, 5));
            }
        }
        return new Plan(peers, peers / 2 + 1, rng.chance(0.9), rng.chance(0.3), settings, 20 * MS, rng.chance(0.2), true,
                rng.spread(50, 10 * MS), 0.1, diskBase(slow, timeout, rng), p.linkQueue(), rng.spread(5 * MS, 200 * MS),
                (int) rng.spread(1, 10), 1_500, turn * rng.between(10, 20), rng.between(turn / 3, turn), faults,
                Steering.leadersInTurn(rng), p.healTime(), false);
    }

    /** Default mode, where everybody goes on alone with readings enough for that, and groups that meet in quick succession. */
    private static Plan fallingApart(long seed, Rng rng) {
        Plan p = anything(seed);
        int peers = (int) rng.between(3, 4);
        long interval = rng.spread(60, 200);
        long timeout = 3 * interval;
        long election = rng.spread(100, 400);
        Settings settings = new Settings("sim", new GroupOptions(1, "id", interval, timeout), Priority.ID, election,
                rng.spread(100, 400), List.of());
        long apart = (timeout + 2 * election) * MS;
        return new Plan(peers, 1, true, rng.chance(0.3), settings, 20 * MS, false, true, rng.spread(50, 20 * MS), 0.1,
                rng.spread(50, 20 * MS), p.linkQueue(), apart / rng.between(3, 30), (int) rng.between(1, 3), 1_500,
                6 * peers * apart, 2 * peers * apart, Map.of(Fault.FALLS_APART, 1), List.of(), p.healTime(), false);
    }

    private static long diskBase(boolean slow, long timeout, Rng rng) {
        long drawn = rng.spread(50, 20 * MS);
        return slow ? timeout * MS / 3 : drawn;
    }

    /**
     * Of some seeds with a quorum: one that is not more than half of all peers, or more tails lost than it can bear. Then
     * shown rows may change, which is said by a WARN; everything else holds, and nobody is left out for it.
     */
    private static Plan outsideTheContract(long seed, Plan p) {
        Rng rng = new Rng(seed).fork("outside");
        boolean small = rng.chance(0.1) && p.quorum > 1 && p.peers >= 4;
        boolean beyond = !small && rng.chance(0.1) && p.quorum > 1 && p.keepData;
        if (!small && !beyond) {
            return p;
        }
        GroupOptions o = p.settings.options();
        int quorum = small ? (int) rng.between(2, p.peers / 2) : p.quorum;
        Settings settings = new Settings("sim", new GroupOptions(quorum, o.priority(), o.heartbeatIntervalMs(),
                o.heartbeatTimeoutMs()), p.settings.priority(), p.settings.electionTimeoutMs(), p.settings.joinTimeoutMs(),
                List.of());
        Map<Fault, Integer> faults = new EnumMap<>(Fault.class);
        faults.putAll(p.faults);
        if (beyond) {
            faults.put(Fault.CRASH_UNFORCED_LOST, 10);
            faults.put(Fault.EVERYBODY_CRASHES, 3);
        }
        return new Plan(p.peers, quorum, p.keepData, !beyond && p.fsync, settings, p.tick, p.newPortAtStart,
                p.startTogether, p.baseDelay, p.datagramLoss, p.diskBase, p.linkQueue, p.feedGap, p.feedBatch,
                p.maxReadings, p.faultTime, p.faultGap, faults, p.steering, p.healTime, beyond);
    }

    private static Plan anything(long seed) {
        Rng rng = new Rng(seed).fork("plan");
        int peers = rng.chance(0.08) ? (int) rng.between(1, 2) : (int) rng.between(3, rng.chance(0.3) ? 7 : 5);
        int quorum = rng.chance(0.5) ? 1 : rng.chance(0.9) ? peers / 2 + 1 : peers;
        boolean keepData = rng.chance(quorum > 1 ? 0.8 : 0.5);
        boolean fsync = rng.chance(0.4);
        long interval = rng.chance(0.15) ? 5_000 : rng.spread(100, 1_500);
        long timeout = interval * rng.between(3, 5);
        long election = rng.chance(0.15) ? 5_000 : rng.spread(300, 2_000);
        long join = rng.chance(0.15) ? 2_000 : rng.spread(200, 1_500);
        Settings settings = new Settings("sim", new GroupOptions(quorum, "id", interval, timeout), Priority.ID, election,
                join, List.of());
        long faultTime = (timeout + 2 * election + 2 * join) * MS * rng.between(2, 4);
        return new Plan(peers, quorum, keepData, fsync, settings, rng.between(20, 50) * MS, rng.chance(0.3),
                rng.chance(0.5), rng.spread(50, 20 * MS), rng.chance(0.3) ? 0 : rng.between(0, 50) / 100.0,
                rng.spread(50, 30 * MS), rng.chance(0.2) ? (int) rng.between(20, 100) : 5_000,
                rng.spread(5 * MS, 500 * MS), (int) rng.spread(1, 30), (int) rng.spread(100, 3_000), faultTime,
                rng.spread(100, timeout + 2 * election) * MS, drawFaults(seed, rng),
                Steering.withBrokenWord(new Rng(seed).fork("word"), 0.15, Steering.draw(rng)),
                Math.max(120_000, 6 * (timeout + 3 * election + 2 * join)) * MS, false);
    }

    /** Nothing happens by itself: for named scenarios and for tests of the stage. Times as in the product, shorter. */
    static Plan calm(int peers, int quorum, boolean keepData) {
        Settings settings = new Settings("sim", new GroupOptions(quorum, "id", 250, 1_000), Priority.ID, 500, 300,
                List.of());
        return new Plan(peers, quorum, keepData, true, settings, 20 * MS, false, true, 500, 0, 300, 5_000, 20 * MS, 4,
                100_000, 0, MS, Map.of(), List.of(), 60_000 * MS, false);
    }

    private static Map<Fault, Integer> drawFaults(long seed, Rng rng) {
        Map<Fault, Integer> faults = new EnumMap<>(Fault.class);
        for (Fault f : List.of(Fault.CRASH, Fault.CRASH_UNFORCED_LOST, Fault.CRASH_ALL_LOST, Fault.PAUSE_SHORT,
                Fault.PAUSE_LONG, Fault.PARTITION, Fault.PARTITION_ONE_WAY, Fault.LINK_CUT, Fault.LINK_RESET,
                Fault.DISK_HANG, Fault.DISK_FULL, Fault.LEAVE, Fault.LEADER_CRASH, Fault.LEADER_CRASH_TWICE,
                Fault.LEADER_CUT_OFF, Fault.WALL_CLOCK_JUMP)) {
            if (rng.chance(0.35)) {
                faults.put(f, (int) rng.between(1, 10));
            }
        }
        if (new Rng(seed).fork("site").chance(0.1)) {
            faults.put(Fault.EVERYBODY_CRASHES, 1);
        }
        return faults;
    }

    /** @param calm without outliers */
    long messageDelay(Rng rng, boolean calm) {
        return !calm && rng.chance(0.03) ? rng.between(baseDelay, baseDelay * 10)
                : rng.between(baseDelay / 2, baseDelay * 3 / 2);
    }

    long dialDelay(Rng rng, boolean calm) {
        return 2 * messageDelay(rng, calm) + rng.between(100, 2_000);
    }

    long diskDelay(Rng rng, boolean calm) {
        return !calm && rng.chance(0.02) ? rng.between(diskBase, diskBase * 20) : rng.between(diskBase / 4, diskBase);
    }

    /** As the command line would say it. */
    String describe() {
        return "peers=" + peers + " quorum=" + quorum + " keepData=" + keepData + " fsync=" + fsync
                + (beyond ? " beyond" : "") + " heartbeat="
                + settings.heartbeatIntervalMs() + "/" + settings.heartbeatTimeoutMs() + "ms election="
                + settings.electionTimeoutMs() + "ms join=" + settings.joinTimeoutMs() + "ms delay=" + baseDelay
                + "us disk=" + diskBase + "us faults=" + faults + " steering=" + steering;
    }
}
