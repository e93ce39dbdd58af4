package sensornet.status;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import sensornet.group.GroupView;
import sensornet.group.Phase;
import sensornet.group.ViewListener;
import sensornet.model.Identity;
import sensornet.model.Member;
import sensornet.model.View;

/**
 * The story of a peer's group in the words of people: elections, joins, losses, merges. Written under the GroupView
 * monitor a few times per view, and bounded; every method is to be called with the monitor held.
 */
public final class Timeline implements ViewListener {
    private static final int MAX_EVENTS = 200;
    private static final int MAX_MISSING = 256;

    /**
     * One thing that happened.
     *
     * @param kind one of election, view, failed, merge, join, search, left
     */
    public record Event(Instant at, String kind, String text) {
    }

    private final GroupView group;
    private final Deque<Event> events = new ArrayDeque<>();
    private final Set<String> missing = new TreeSet<>();
    private View last;
    private Phase phase = Phase.SEARCHING;
    private Event lastElection;
    private long elections;

    /** The caller adds it to the group's listeners. */
    public Timeline(GroupView group) {
        this.group = group;
    }

    @Override
    public void onPhase(Phase next, String reason) {
        Phase before = phase;
        phase = next;
        boolean hadView = before == Phase.MEMBER || before == Phase.LEADER;
        switch (next) {
            case SEARCHING -> add("search", hadView ? "Lost the group (" + reason + "), looking for one"
                    : "Looking for a group: " + reason);
            case JOINING -> add(hadView ? "merge" : "join", (hadView ? "Merging into another group: " : "Joining: ")
                    + reason);
            case ELECTING, COORDINATING -> election(next, before, reason);
            case LEFT -> add("left", "Left the group");
            default -> { } // who follows a coordinator sees the result in a moment: a view
        }
    }

    /** A round that only brings a newcomer in is no election: its reason is told by the view that follows. */
    private void election(Phase next, Phase before, String reason) {
        if (next == Phase.COORDINATING && before == Phase.LEADER && reason.startsWith("to admit")) {
            return;
        }
        if (before != Phase.ELECTING) {
            elections++;
        }
        lastElection = add("election", (next == Phase.ELECTING ? "Election: " : "Coordinating a new view: ") + reason);
    }

    @Override
    public void onFailed(Identity peer, String reason) {
        if (missing.size() < MAX_MISSING) {
            missing.add(peer.id());
        }
        add("failed", peer.id() + " failed: " + reason);
    }

    @Override
    public void onInstalled() {
        View view = group.view();
        String joined = names(view, last);
        String gone = last == null ? "" : names(last, view);
        boolean newLeader = last == null || !last.leader().equals(view.leader());
        view.members().forEach(m -> missing.remove(m.id()));
        add("view", "View " + view.id().epoch() + ": " + view.leader().id() + (newLeader ? " now leads" : " leads") + " "
                + view.members().size() + (view.members().size() == 1 ? " peer" : " peers")
                + (last == null || joined.isEmpty() ? "" : ", joined: " + joined)
                + (gone.isEmpty() ? "" : ", gone: " + gone) + (view.quorate() ? "" : ", below the quorum"));
        last = view;
    }

    private static String names(View in, View notIn) {
        return in.members().stream().filter(m -> notIn == null || !notIn.contains(m.identity())).map(Member::id)
                .collect(Collectors.joining(", "));
    }

    private Event add(String kind, String text) {
        // An incarnation tells people nothing.
        Event event = new Event(Instant.now(), kind, text.replaceAll("/[0-9a-f]{1,16}@", " at "));
        events.addLast(event);
        if (events.size() > MAX_EVENTS) {
            events.removeFirst();
        }
        return event;
    }

    /** The oldest first. */
    List<Event> events() {
        return new ArrayList<>(events);
    }

    /** Null if there was none. */
    Event lastElection() {
        return lastElection;
    }

    /** How many elections this peer took part in actively. */
    long elections() {
        return elections;
    }

    /** Who failed and has not come back. */
    List<String> missing() {
        return List.copyOf(missing);
    }
}
