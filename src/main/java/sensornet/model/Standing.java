package sensornet.model;

/**
 * How far a journal is.
 *
 * @param tag the last item of its view list, {@link ViewId#NONE} without history
 * @param last its last sequence number, 0 if empty
 */
public record Standing(ViewId tag, long last) {
}
