package sensornet.model;

import java.util.List;

/**
 * A leader's invitation: who it is, how far its journal is, and enough of its view list to find the common prefix.
 *
 * @param spans a sample of the view list, oldest first: all new items, fewer of the old ones
 * @param epoch the highest epoch the leader has seen
 * @param answers the JOIN that this answers, 0 if it is an invitation. An invitation may be old when it arrives and is
 *     good for finding each other only: a journal is cut by the numbers of an answer
 */
public record Offer(Member leader, ViewId view, boolean quorate, Standing standing, List<ViewSpan> spans, long epoch,
                    GroupOptions options, long answers) {
    public Offer {
        spans = List.copyOf(spans);
    }
}
