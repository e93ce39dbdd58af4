/**
 * The edge to the network: the accepted connections ({@link sensornet.net.Listener}), the dialled ones
 * ({@link sensornet.net.Links}), broadcast discovery ({@link sensornet.net.Discovery}), and the clock and timer that
 * drive the protocol. Blocking sockets on dedicated, named daemon threads; {@link sensornet.net.Network} is the door.
 */
package sensornet.net;
