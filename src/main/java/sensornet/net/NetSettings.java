package sensornet.net;

import java.net.InetAddress;
import sensornet.tls.Tls;

/**
 * What the network edge is told, validated before.
 *
 * @param bind the one local address, see {@link BindAddress}
 * @param port TCP, 0 for any free one
 * @param broadcast where discovery datagrams go; null: no broadcast, seeds only
 * @param broadcastPort UDP, shared by all peers of a host
 * @param group peers of other groups are refused and ignored
 * @param heartbeatIntervalMs milliseconds; a link outlives three of them without use
 * @param tls null: TCP goes in the clear
 */
public record NetSettings(InetAddress bind, int port, InetAddress broadcast, int broadcastPort, String group,
                          long heartbeatIntervalMs, Tls tls) {
}
