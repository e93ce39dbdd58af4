package sensornet.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import sensornet.model.Identity;
import sensornet.model.Member;
import sensornet.model.Standing;
import sensornet.model.ViewId;
import sensornet.wire.Codec;
import sensornet.wire.Message;

class DatagramFilterTest {
    private static final Member SELF = new Member(new Identity("me", 1), "192.168.1.5", 7000);
    private final Counters counters = new Counters();
    private final DatagramFilter filter = new DatagramFilter("sensors", SELF, counters,
            new RateLimitedLog(LoggerFactory.getLogger("filter")));
    private long now = -1;

    static Message.NewPeerRequest request(int version, String group, Member from, long epoch) {
        return new Message.NewPeerRequest(version, group, from, new Standing(ViewId.NONE, 0), epoch, false);
    }

    private static Message.NewPeerRequest from(String host, int port) {
        return request(Message.VERSION, "sensors", new Member(new Identity("x", 2), host, port), 1);
    }

    private Message accept(Message message, String source) throws Exception {
        byte[] bytes = Codec.encode(message);
        return filter.accept(bytes, bytes.length, new InetSocketAddress(BindAddress.literal(source), 5), now);
    }

    @Test
    void takesARequestFromTheHostItNames() throws Exception {
        assertEquals(from("192.168.1.9", 80), accept(from("192.168.1.9", 80), "192.168.1.9"));
        assertEquals("{}", counters.snapshot().toString());
    }

    @Test
    void aForgedHostMakesNobodyDial() throws Exception {
        assertNull(accept(from("192.168.1.1", 80), "192.168.1.9"));
        assertNull(accept(from("example.org", 80), "192.168.1.9"));
        assertEquals("{datagram_forged=2}", counters.snapshot().toString());
        assertNotNull(accept(from("192.168.1.5", 80), "127.0.0.1"), "loopback is this host");
    }

    @Test
    void ownForeignAndRubbishAreIgnoredEachUnderItsName() throws Exception {
        Member other = new Member(new Identity("x", 2), "192.168.1.9", 80);
        assertNull(accept(request(Message.VERSION, "sensors", SELF, 1), "192.168.1.5"));
        assertNull(accept(request(Message.VERSION, "cellar", other, 1), "192.168.1.9"));
        assertNull(accept(request(99, "sensors", other, 1), "192.168.1.9"));
        assertNull(accept(new Message.Wait(), "192.168.1.9"));
        byte[] rubbish = {0, (byte) 0xff, '|', '\n'};
        assertNull(filter.accept(rubbish, 4, new InetSocketAddress("192.168.1.9", 5), now));
        assertNull(filter.accept(rubbish, 0, new InetSocketAddress("192.168.1.9", 5), now));
        assertEquals("{datagram_foreign_group=1, datagram_foreign_version=1, datagram_undecodable=2, "
                + "datagram_unexpected=1}", counters.snapshot().toString());
    }

    @Test
    void oneSourceGetsSoManyASecondAndOthersAreNotHarmed() throws Exception {
        for (int i = 0; i < 3 * DatagramFilter.MAX_PER_SOURCE; i++) {
            accept(from("192.168.1.9", 80), "192.168.1.9");
        }
        assertEquals(2 * DatagramFilter.MAX_PER_SOURCE, counters.get("datagram_flood"));
        assertNotNull(accept(from("192.168.1.8", 80), "192.168.1.8"));
        now += 1_000_000_001L;
        assertNotNull(accept(from("192.168.1.9", 80), "192.168.1.9"), "the next second");
    }

    @Test
    void sendersNeverHeardOfAreFewASecondAndAddressAndThoseHeardOfAreNotHarmed() throws Exception {
        assertNotNull(accept(from("192.168.1.9", 80), "192.168.1.9"));
        now++;
        for (int i = 0; i < 40; i++) {
            accept(stranger(i, "192.168.1.9"), "192.168.1.9");
        }
        assertEquals(40 - (DatagramFilter.MAX_STRANGERS - 1), counters.get("datagram_strangers"));
        assertNotNull(accept(from("192.168.1.9", 80), "192.168.1.9"), "heard of before");
        assertNotNull(accept(stranger(1, "192.168.1.8"), "192.168.1.8"), "another address");
        now += 1_100_000_000L;
        assertNotNull(accept(stranger(39, "192.168.1.9"), "192.168.1.9"), "the next second");
    }

    @Test
    void forgedAddressesTogetherAreBoundedToo() throws Exception {
        int taken = 0;
        for (int i = 0; i < 200; i++) {
            String address = "192.168.2." + i;
            taken += accept(stranger(i, address), address) == null ? 0 : 1;
        }
        assertEquals(DatagramFilter.MAX_ALL_STRANGERS, taken);
    }

    private static Message.NewPeerRequest stranger(int incarnation, String host) {
        return request(Message.VERSION, "sensors", new Member(new Identity("x", 100 + incarnation), host, 80), 1);
    }
}
