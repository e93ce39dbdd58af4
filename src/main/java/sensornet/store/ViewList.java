package sensornet.store;

import java.util.ArrayList;
import java.util.List;
import sensornet.model.ViewId;
import sensornet.model.ViewMark;

/**
 * The journal's view list: ids and first sequence numbers ascend. An item of which a later view left no entries is
 * merged away, so the list grows with views that ordered something, and not with elections.
 */
final class ViewList {
    private final List<ViewMark> marks = new ArrayList<>();

    void add(ViewMark mark) {
        marks.removeIf(m -> mark.id().isAbove(m.id()) && m.first() >= mark.first());
        int at = marks.size();
        while (at > 0 && !mark.id().isAbove(marks.get(at - 1).id())) {
            at--;
        }
        boolean known = at < marks.size() && marks.get(at).first() <= mark.first();
        if (!known) {
            marks.removeIf(m -> m.id().equals(mark.id()));
            marks.add(at, mark);
        }
    }

    boolean contains(ViewMark mark) {
        return marks.contains(mark);
    }

    boolean isEmpty() {
        return marks.isEmpty();
    }

    /** The last item's id. */
    ViewId tag() {
        return marks.isEmpty() ? ViewId.NONE : marks.get(marks.size() - 1).id();
    }

    /** Drops the items with {@code first > to}. */
    void cut(long to) {
        marks.removeIf(m -> m.first() > to);
    }

    /** Whether there are items with {@code first > seq}. */
    boolean anyAbove(long seq) {
        return !marks.isEmpty() && marks.get(marks.size() - 1).first() > seq;
    }

    /** The items with {@code from <= first <= to}. */
    List<ViewMark> between(long from, long to) {
        return marks.stream().filter(m -> m.first() >= from && m.first() <= to).toList();
    }

    List<ViewMark> toList() {
        return List.copyOf(marks);
    }
}
