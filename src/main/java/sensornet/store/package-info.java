/**
 * The disk side of a peer: the journal, the CSV files made from it, what was kept beside it, and the one thread that
 * does all of this ({@link sensornet.store.StoreThread}). {@link sensornet.store.Store} itself knows neither threads nor
 * real files, so that the simulation runs the very same code over a disk that loses bytes.
 *
 * <p>Order on disk: journal, (force), acknowledgement, commit mark, CSV rows. For a cut: kept entries forced, a note of
 * the cut forced, journal, CSV files. So the journal is never behind what was said, and the CSV files can always be
 * made again from it.
 */
package sensornet.store;
