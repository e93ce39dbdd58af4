package sensornet.model;

import java.util.List;

/**
 * A member list with a name.
 *
 * @param members in ascending priority; contains the leader
 * @param quorate false in a view that is smaller than {@code --quorum}: membership only, nothing is ordered in it
 */
public record View(ViewId id, List<Member> members, boolean quorate) {
    public View {
        members = List.copyOf(members);
    }

    public Identity leader() {
        return id.leader();
    }

    /** The member with this identity, or null. */
    public Member member(Identity identity) {
        for (Member m : members) {
            if (m.identity().equals(identity)) {
                return m;
            }
        }
        return null;
    }

    public boolean contains(Identity identity) {
        return member(identity) != null;
    }

    public Member leaderMember() {
        return member(id.leader());
    }

    /** The member ids as the log line prints them: {@code [a, b, c]}. */
    public String ids() {
        return members.stream().map(Member::id).toList().toString();
    }
}
