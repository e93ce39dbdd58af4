package sensornet.net;

/**
 * An address to dial, as people write it: {@code host:port} or {@code [::1]:port}.
 *
 * @param host a name or a literal, without brackets
 * @param port 1-65535
 */
public record HostPort(String host, int port) {

    /** @throws NetException one line naming the text and the form that was expected */
    public static HostPort parse(String text) throws NetException {
        int colon = text.lastIndexOf(':');
        String host = colon < 0 ? "" : text.substring(0, colon).strip();
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        } else if (host.indexOf(':') >= 0) {
            throw new NetException("'" + text + "': put an IPv6 address into brackets, as in [::1]:7000");
        }
        int port = colon < 0 ? -1 : port(text.substring(colon + 1).strip());
        if (host.isEmpty() || port < 1) {
            throw new NetException("'" + text + "' is no HOST:PORT with a port of 1-65535, as in 192.168.1.7:7000");
        }
        return new HostPort(host, port);
    }

    private static int port(String digits) {
        if (!digits.matches("[0-9]{1,5}")) {
            return -1;
        }
        int port = Integer.parseInt(digits);
        return port <= 65_535 ? port : -1;
    }

    @Override
    public String toString() {
        return host.indexOf(':') >= 0 ? "[" + host + "]:" + port : host + ":" + port;
    }
}
