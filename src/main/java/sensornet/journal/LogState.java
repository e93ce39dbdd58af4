package sensornet.journal;

import java.util.List;
import java.util.Map;
import sensornet.model.Identity;
import sensornet.model.ViewMark;

/**
 * The numbers of a journal as it stands on disk: after recovery, or after a cut.
 *
 * @param last last sequence number, 0 if empty
 * @param committed commit mark; {@code 0 <= committed <= last}
 * @param hash running hash over all entries, never 0 (0 means "not compared" on the wire)
 * @param lastOf per origin the highest counter in the journal
 * @param views the view list, items without entries merged away except the last
 */
public record LogState(long last, long committed, long hash, Map<Identity, Long> lastOf, List<ViewMark> views) {
}
