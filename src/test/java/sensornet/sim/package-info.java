/**
 * The whole group in one thread on virtual time, from one seed: the real protocol, the real codec and the real store
 * over a disk in memory; network, hosts, disks and their faults are simulated.
 *
 * <p>Unit of time: microseconds ({@code long}) everywhere in this package; only {@link sensornet.sim.SimPeer#nowMs}
 * turns them into the milliseconds that the protocol sees.
 *
 * <p>Failure model of a partition: it is a matrix per ordered pair of hosts, one for TCP and one for datagrams. A new
 * TCP connection needs both directions. An established one carries data for as long as its own direction is open (the
 * acknowledgements that are missing only fill the sender's buffers), and stalls without any error when it is not.
 */
package sensornet.sim;
