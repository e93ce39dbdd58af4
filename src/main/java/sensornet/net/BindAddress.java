package sensornet.net;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one address that everything is bound to, and told to others.
 *
 * @param broadcast the subnet-directed broadcast address of that interface; null where there is none (IPv6,
 *     point-to-point): then peers find each other by seeds only
 */
public record BindAddress(InetAddress address, InetAddress broadcast) {
    private static final Logger LOG = LoggerFactory.getLogger(BindAddress.class);

    public boolean isLoopback() {
        return address.isLoopbackAddress();
    }

    /**
     * @param text an address or name of this machine, or the name of one of its interfaces
     * @throws NetException one line saying what is wrong and what there is to choose from
     */
    public static BindAddress resolve(String text) throws NetException {
        try {
            NetworkInterface named = NetworkInterface.getByName(text);
            InetAddress address = named != null ? best(named, text) : local(text);
            if (named != null && !named.isUp()) {
                // After a power cut a host is often up before its switch: that is no reason to give up.
                LOG.warn("Interface {} has no link: bound to {}, others are found when it comes up", text,
                        address.getHostAddress());
            }
            return new BindAddress(address, broadcastOf(address));
        } catch (SocketException e) {
            throw new NetException("the network interfaces cannot be read: " + e.getMessage());
        }
    }

    private static InetAddress best(NetworkInterface named, String text) throws NetException, SocketException {
        // A link-local IPv6 address means something only with this machine's own zone id: useless to tell to others.
        return named.inetAddresses()
                .filter(a -> a instanceof Inet4Address || !a.isLinkLocalAddress())
                .min(Comparator.comparing((InetAddress a) -> !(a instanceof Inet4Address)))
                .orElseThrow(() -> new NetException("interface '" + text + "' has no usable address: give it one or bind "
                        + "to another, " + choices()));
    }

    private static InetAddress local(String text) throws NetException, SocketException {
        InetAddress[] found;
        try {
            found = InetAddress.getAllByName(withoutBrackets(text));
        } catch (UnknownHostException e) {
            throw new NetException("'" + text + "' is neither an address nor an interface of this machine, "
                    + choices());
        }
        InetAddress address = found[0];
        for (InetAddress a : found) {
            if (a instanceof Inet4Address) {
                address = a;
                break;
            }
        }
        if (address.isAnyLocalAddress()) {
            throw new NetException("'" + text + "' means every interface, but others must be told one address: "
                    + choices());
        }
        if (!address.isLoopbackAddress() && NetworkInterface.getByInetAddress(address) == null) {
            throw new NetException("'" + text + "' is not an address of this machine, " + choices());
        }
        return address;
    }

    private static String withoutBrackets(String text) {
        return text.startsWith("[") && text.endsWith("]") ? text.substring(1, text.length() - 1) : text;
    }

    private static InetAddress broadcastOf(InetAddress address) throws NetException, SocketException {
        if (!(address instanceof Inet4Address)) {
            return null;
        }
        if (address.isLoopbackAddress()) {
            return literal("127.255.255.255"); // the loopback interface does not say so, but it delivers it
        }
        NetworkInterface nic = NetworkInterface.getByInetAddress(address);
        for (InterfaceAddress a : nic == null ? List.<InterfaceAddress>of() : nic.getInterfaceAddresses()) {
            InetAddress broadcast = a.getBroadcast();
            if (a.getAddress().equals(address) && broadcast != null && !broadcast.isAnyLocalAddress()) {
                return broadcast;
            }
        }
        return null;
    }

    /** The address a literal stands for; never asks a name service for dotted or colon forms. */
    static InetAddress literal(String text) throws NetException {
        try {
            return InetAddress.getByName(text);
        } catch (IOException e) {
            throw new NetException("'" + text + "' is no IP address");
        }
    }

    private static String choices() {
        List<String> all = new ArrayList<>();
        try {
            NetworkInterface.networkInterfaces().forEach(nic -> nic.inetAddresses()
                    .filter(a -> a instanceof Inet4Address)
                    .forEach(a -> all.add(nic.getName() + " (" + a.getHostAddress() + ")")));
        } catch (SocketException e) {
            return "and the interfaces cannot be listed: " + e.getMessage();
        }
        return "there are: " + String.join(", ", all);
    }
}
