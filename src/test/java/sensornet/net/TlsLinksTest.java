package sensornet.net;

import sensornet.tls.TestCa;

/** Everything that a link does in the clear, it does through TLS. */
class TlsLinksTest extends LinksTest {
    private static final TestCa CA = new TestCa("group");

    @Override
    Loopback loopback() {
        return new Loopback(CA);
    }
}
