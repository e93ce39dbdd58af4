package sensornet.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.Inet4Address;
import java.net.NetworkInterface;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressesTest {

    @ParameterizedTest
    @CsvSource({"127.0.0.1:7000, 127.0.0.1, 7000", "pi-3.local:1, pi-3.local, 1", "[::1]:65535, ::1, 65535",
        "[fe80::1%eth0]:80, fe80::1%eth0, 80"})
    void readsHostAndPort(String text, String host, int port) throws Exception {
        assertEquals(new HostPort(host, port), HostPort.parse(text));
        assertEquals(text, HostPort.parse(text).toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "host", ":7000", "host:", "host:0", "host:65536", "host:-1", "host:7x", "::1:7000", "[]:7",
        "host:123456789012"})
    void refusesWhatIsNoAddressInOneLineThatNamesIt(String text) {
        String line = assertThrows(NetException.class, () -> HostPort.parse(text)).getMessage();
        assertTrue(line.contains("'" + text + "'"), line);
        assertFalse(line.contains("\n"), line);
    }

    @Test
    void loopbackBroadcastsOnLoopback() throws Exception {
        BindAddress bind = BindAddress.resolve("127.0.0.1");
        assertEquals("127.0.0.1", bind.address().getHostAddress());
        assertEquals("127.255.255.255", bind.broadcast().getHostAddress());
        assertTrue(bind.isLoopback());
    }

    @Test
    void anInterfaceStandsForItsIpv4Address() throws Exception {
        NetworkInterface loopback = NetworkInterface.networkInterfaces()
                .filter(n -> n.inetAddresses().anyMatch(a -> a instanceof Inet4Address && a.isLoopbackAddress()))
                .findFirst().orElseThrow();
        assertTrue(BindAddress.resolve(loopback.getName()).address() instanceof Inet4Address);
    }

    @Test
    void ipv6IsAnAddressWithoutBroadcast() throws Exception {
        for (String text : new String[] {"::1", "[::1]"}) {
            BindAddress bind = BindAddress.resolve(text);
            assertEquals("0:0:0:0:0:0:0:1", bind.address().getHostAddress());
            assertNull(bind.broadcast());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"no-such-interface.invalid", "0.0.0.0", "::", "198.51.100.1"})
    void whatIsNotOursIsRefusedInOneLineWithTheChoices(String text) {
        String line = assertThrows(NetException.class, () -> BindAddress.resolve(text)).getMessage();
        assertTrue(line.contains("'" + text + "'") && line.contains("127.0.0.1"), line);
        assertFalse(line.contains("\n"), line);
    }
}
