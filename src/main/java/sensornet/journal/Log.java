package sensornet.journal;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import sensornet.model.Entries;
import sensornet.model.Identity;
import sensornet.model.Standing;
import sensornet.model.ViewId;
import sensornet.model.ViewMark;
import sensornet.model.ViewSpan;

/**
 * The numbers of this peer's journal, counting every accepted entry whether it is on disk yet or not (attack F6).
 * Invariants: {@code 0 <= committed <= last}; per origin the counters in the journal are 1, 2, 3... without a gap;
 * the view list ascends in view id and in first. Guarded by the GroupView monitor.
 */
public final class Log {
    /** A report carries this many of the newest views in full, older ones thinned out (attack F21a). */
    static final int NEWEST_SPANS = 60;

    private long last;
    private long committed;
    /** A function of the journal: the same entries give the same counters (duplicates are final). */
    private final Map<Identity, Long> lastOf = new HashMap<>();
    private final List<ViewMark> views = new ArrayList<>();

    public Log(LogState recovered) {
        reset(recovered);
    }

    /** Takes over what the disk holds after recovery or a cut. */
    public void reset(LogState state) {
        last = state.last();
        committed = state.committed();
        lastOf.clear();
        lastOf.putAll(state.lastOf());
        views.clear();
        state.views().forEach(this::addMark);
    }

    public long last() {
        return last;
    }

    public long committed() {
        return committed;
    }

    /** The origin's highest counter in the journal, 0 if none. */
    public long lastOf(Identity origin) {
        return lastOf.getOrDefault(origin, 0L);
    }

    public ViewId tag() {
        return views.isEmpty() ? ViewId.NONE : views.get(views.size() - 1).id();
    }

    /** Where the view of the tag begins, 1 without history. */
    public long tagFirst() {
        return views.isEmpty() ? 1 : views.get(views.size() - 1).first();
    }

    /** The view in which entry {@code seq} was ordered; {@code 1 <= seq <= last}. */
    public ViewId viewAt(long seq) {
        for (int i = views.size() - 1; i >= 0; i--) {
            if (views.get(i).first() <= seq) {
                return views.get(i).id();
            }
        }
        throw new IllegalStateException("no view for entry " + seq);
    }

    public Standing standing() {
        return new Standing(tag(), last);
    }

    /** Whether these are the very next entries, of the journal and of their origin. */
    public boolean continues(Entries entries) {
        return entries.first() == last + 1 && entries.run().firstN() == lastOf(entries.run().origin()) + 1;
    }

    /** @throws IllegalStateException if the entries are not the very next ones */
    public void append(Entries entries) {
        if (!continues(entries)) {
            throw new IllegalStateException("entries " + entries.first() + ".." + entries.last() + " of "
                    + entries.run().origin() + " n=" + entries.run().firstN() + " do not continue journal last=" + last
                    + " n=" + lastOf(entries.run().origin()));
        }
        if (views.isEmpty()) {
            throw new IllegalStateException("entries " + entries.first() + " outside any view");
        }
        last = entries.last();
        lastOf.put(entries.run().origin(), entries.run().lastN());
    }

    /** @throws IllegalStateException if the mark does not stand at the journal's end or below its tag */
    public void mark(ViewMark mark) {
        if (mark.first() != last + 1 || !mark.id().isAbove(tag())) {
            throw new IllegalStateException("view mark " + mark + " does not continue " + standing());
        }
        addMark(mark);
    }

    /** A view without entries is merged away by the next one, so the list grows with history only where rows do. */
    private void addMark(ViewMark mark) {
        if (!views.isEmpty() && views.get(views.size() - 1).first() == mark.first()) {
            views.remove(views.size() - 1);
        }
        views.add(mark);
    }

    /** Raises the commit mark; it never goes down except by a cut. */
    public boolean commit(long upTo) {
        long mark = Math.min(upTo, last);
        if (mark <= committed) {
            return false;
        }
        committed = mark;
        return true;
    }

    /** The view list for somebody else: the newest in full, of the older ones every 2nd, 4th, 8th... */
    public List<ViewSpan> spans() {
        List<ViewSpan> newestFirst = new ArrayList<>();
        int step = 1;
        for (int back = 0; back < views.size(); back += step) {
            newestFirst.add(span(views.size() - 1 - back));
            if (newestFirst.size() > NEWEST_SPANS) {
                step *= 2;
            }
        }
        List<ViewSpan> oldestFirst = new ArrayList<>(newestFirst);
        Collections.reverse(oldestFirst);
        return oldestFirst;
    }

    private ViewSpan span(int index) {
        ViewMark mark = views.get(index);
        long end = index + 1 < views.size() ? views.get(index + 1).first() - 1 : last;
        return new ViewSpan(mark.id(), mark.first(), end);
    }

    /**
     * How far this journal and the one with these spans are the same for certain: same (view, seq), same prefix. With
     * thinned-out spans this may be less than the truth, never more.
     */
    public long commonWith(List<ViewSpan> theirs) {
        long common = 0;
        for (int i = 0; i < views.size(); i++) {
            ViewSpan mine = span(i);
            for (ViewSpan other : theirs) {
                if (other.id().equals(mine.id()) && other.first() == mine.first()) {
                    common = Math.max(common, Math.min(mine.end(), other.end()));
                }
            }
        }
        return common;
    }

    /** The next place to try when the journals turn out to differ below {@code common}: the start of its view, or 0. */
    public long boundaryBelow(long common) {
        long boundary = 0;
        for (ViewMark mark : views) {
            if (mark.first() - 1 < common) {
                boundary = Math.max(boundary, mark.first() - 1);
            }
        }
        return boundary;
    }
}
