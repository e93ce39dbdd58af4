package sensornet.net;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.slf4j.helpers.NOPLogger;
import sensornet.model.Identity;
import sensornet.model.Member;
import sensornet.wire.CodecFuzz;
import sensornet.wire.Message;

/** Fuzz target: a datagram from a stranger. What is taken is a question or a request of this group and this version. */
public final class DatagramFuzz {
    private static final Member SELF = new Member(new Identity("me", 1), "127.0.0.1", 7000);
    private static final InetSocketAddress SOURCE = source();
    private static final long SECOND = 2_000_000_000L;
    private static final DatagramFilter FILTER = new DatagramFilter("sensors", SELF, new Counters(),
            new RateLimitedLog(NOPLogger.NOP_LOGGER));
    private static long now;

    private DatagramFuzz() {
    }

    private static InetSocketAddress source() {
        try {
            return new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 5);
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    public static void fuzzerTestOneInput(byte[] datagram) {
        Message message = FILTER.accept(datagram, datagram.length, SOURCE, now += SECOND);
        if (message instanceof Message.NewPeerRequest m) {
            check(m.group().equals("sensors") && m.version() == Message.VERSION
                    && !m.from().identity().equals(SELF.identity()));
        } else if (message != null) {
            check(message instanceof Message.WhoIsThere w && w.group().equals("sensors"));
        }
    }

    private static void check(boolean holds) {
        if (!holds) {
            throw new AssertionError("a datagram that is not for us was taken");
        }
    }

    public static List<byte[]> seeds() {
        return CodecFuzz.seeds();
    }
}
