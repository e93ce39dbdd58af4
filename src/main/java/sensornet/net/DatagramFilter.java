package sensornet.net;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import sensornet.model.Member;
import sensornet.wire.Codec;
import sensornet.wire.Message;
import sensornet.wire.WireException;

/**
 * What of the datagrams that anybody may send is worth looking at. Pure but for its counters; one thread.
 *
 * <p>A datagram makes this peer dial the address in it, so one that claims another host than it came from is ignored:
 * else a forged one could send a whole group knocking at a stranger's door.
 */
final class DatagramFilter {
    /** A second, from one socket; a peer that searches sends four. */
    static final int MAX_PER_SOURCE = 50;
    /** A second, from all: a source is free to choose its ports. */
    static final int MAX_ALL = 4_000;
    /** Senders not heard of before, a second and address: each of them costs a dial. */
    static final int MAX_STRANGERS = 8;
    /** The same from all addresses: who forges one, forges many. */
    static final int MAX_ALL_STRANGERS = 32;
    private static final int MAX_SOURCES = 1_024;
    private static final int MAX_KNOWN = 1_024;
    private static final long WINDOW_NANOS = 1_000_000_000L;

    private final String group;
    private final Member self;
    private final Counters counters;
    private final RateLimitedLog log;
    private final Map<InetSocketAddress, int[]> sources = new LinkedHashMap<>();
    /** Who was let through, so that it costs no dial any more; the one longest not heard of goes first. */
    private final Map<Member, Boolean> known = new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Member, Boolean> eldest) {
            return size() > MAX_KNOWN;
        }
    };
    private final Map<InetAddress, int[]> strangers = new HashMap<>();
    private long window;
    private int all;
    private int allStrangers;

    DatagramFilter(String group, Member self, Counters counters, RateLimitedLog log) {
        this.group = group;
        this.self = self;
        this.counters = counters;
        this.log = log;
    }

    /**
     * The request or the question in it, or null if it is none, or not for us.
     *
     * @param now {@link System#nanoTime}
     */
    Message accept(byte[] bytes, int length, InetSocketAddress source, long now) {
        if (tooMany(source, now)) {
            return ignored("datagram_flood", source, "too many a second");
        }
        Message message;
        try {
            message = Codec.decode(bytes, 0, length > 0 && bytes[length - 1] == '\n' ? length - 1 : length);
        } catch (WireException e) {
            return ignored("datagram_undecodable", source, e.getMessage());
        }
        if (message instanceof Message.WhoIsThere question) {
            boolean ours = question.group().equals(group) && question.version() == Message.VERSION;
            if (!ours) {
                counters.count("datagram_foreign_question");
            }
            return ours ? question : null;
        }
        if (!(message instanceof Message.NewPeerRequest request)) {
            return ignored("datagram_unexpected", source, "neither NEW_PEER_REQUEST nor WHO_IS_THERE");
        }
        if (request.from().identity().equals(self.identity())) {
            return null; // a broadcast comes back to its sender, that is nothing to count
        }
        if (!request.group().equals(group)) {
            counters.count("datagram_foreign_group"); // several groups on one network are nothing unusual
            log.debug("datagram_foreign_group", "ignored a datagram of group '" + request.group() + "'");
            return null;
        }
        if (request.version() != Message.VERSION) {
            return ignored("datagram_foreign_version", source, "version " + request.version()
                    + " of the protocol, this peer speaks version " + Message.VERSION);
        }
        if (!plausible(request.from(), source)) {
            return ignored("datagram_forged", source, "it says it comes from " + request.from().address());
        }
        if (isStrangerTooMany(request.from(), source.getAddress())) {
            return ignored("datagram_strangers", source, "too many senders that were never heard of, in one second");
        }
        return request;
    }

    private boolean isStrangerTooMany(Member from, InetAddress address) {
        if (known.get(from) != null) {
            return false;
        }
        if (allStrangers >= MAX_ALL_STRANGERS || strangers.computeIfAbsent(address, a -> new int[1])[0] >= MAX_STRANGERS) {
            return true;
        }
        strangers.get(address)[0]++;
        allStrangers++;
        known.put(from, true);
        return false;
    }

    private static boolean plausible(Member from, InetSocketAddress source) {
        boolean port = from.port() > 0 && from.port() <= 65_535;
        String address = source.getAddress().getHostAddress();
        // From loopback only this very host can send, and it may well be reached at another of its addresses.
        return port && (from.host().equals(address) || source.getAddress().isLoopbackAddress());
    }

    private boolean tooMany(InetSocketAddress source, long now) {
        if (sources.isEmpty() || now - window > WINDOW_NANOS) {
            window = now;
            all = 0;
            allStrangers = 0;
            strangers.clear();
            sources.clear();
        } else if (sources.size() >= MAX_SOURCES) {
            sources.clear(); // the bound on all still holds
        }
        return ++sources.computeIfAbsent(source, s -> new int[1])[0] > MAX_PER_SOURCE || ++all > MAX_ALL;
    }

    private Message ignored(String reason, InetSocketAddress source, String why) {
        counters.count(reason);
        log.info(reason, "ignored a datagram from " + source.getAddress().getHostAddress() + ": " + why);
        return null;
    }
}
