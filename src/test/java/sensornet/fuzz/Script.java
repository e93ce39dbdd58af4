package sensornet.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import sensornet.group.PeerEvents.ProbeResult;
import sensornet.model.Identity;
import sensornet.model.Member;
import sensornet.wire.Codec;
import sensornet.wire.Message;
import sensornet.wire.WireException;

/**
 * What happens to one peer, as text, a line each; what is no such line is nothing:
 * <pre>
 * 1LINE  a message of the wire on a connection of p1 (2, 3: p2, p3; 4: of a stranger)
 * dLINE  a datagram
 * tMS    so many milliseconds go by, at most 9999
 * k1     p1 is killed          r1  the link to p1 stands again
 * a      who was probed lives  s   is silent        x  is dead
 * oN     N readings of an own sensor, at most 99
 * </pre>
 */
final class Script {
    static final List<Member> PEERS = List.of(member("p1", 0xa1), member("p2", 0xb2), member("p3", 0xc3),
            member("evil", 0xe4));
    private static final int MAX_LINES = 400;

    private Script() {
    }

    static Member member(String id, long incarnation) {
        return new Member(new Identity(id, incarnation), "127.0.0.1", 5_000 + (int) incarnation);
    }

    static void play(LonePeer peer, byte[] script) {
        int start = 0;
        int lines = 0;
        for (int i = 0; i <= script.length && lines < MAX_LINES && peer.stopped == null; i++) {
            if (i == script.length || script[i] == '\n') {
                if (i > start) {
                    line(peer, Arrays.copyOfRange(script, start, i));
                    lines++;
                }
                start = i + 1;
            }
        }
    }

    private static void line(LonePeer peer, byte[] line) {
        char kind = (char) line[0];
        switch (kind) {
            case '1', '2', '3', '4' -> {
                Message message = decode(line);
                if (message != null) {
                    peer.protocol.onMessage(PEERS.get(kind - '1'), message);
                }
            }
            case 'd' -> {
                if (decode(line) instanceof Message.NewPeerRequest request) {
                    peer.protocol.onDatagram(request);
                }
            }
            case 't' -> peer.tick(number(line, 4));
            case 'k' -> peer.protocol.onKilled(PEERS.get(number(line, 1) % 4).identity());
            case 'r' -> peer.protocol.onLinkRestored(PEERS.get(number(line, 1) % 4).identity());
            case 'a' -> peer.answerProbes(m -> ProbeResult.ALIVE);
            case 's' -> peer.answerProbes(m -> ProbeResult.SILENT);
            case 'x' -> peer.answerProbes(m -> ProbeResult.KILLED);
            case 'o' -> {
                for (int i = number(line, 2); i > 0; i--) {
                    peer.offer(reading(peer.self.id(), i));
                }
            }
            default -> { }
        }
    }

    static String reading(String sensor, int n) {
        return "DATA|" + sensor + "|2026-01-01T00:00:00Z|" + n + ".5||";
    }

    private static Message decode(byte[] line) {
        try {
            return Codec.decode(line, 1, line.length - 1);
        } catch (WireException e) {
            return null;
        }
    }

    private static int number(byte[] line, int digits) {
        int n = 0;
        for (int i = 1; i < line.length && i <= digits && line[i] >= '0' && line[i] <= '9'; i++) {
            n = n * 10 + line[i] - '0';
        }
        return n;
    }

    static String words(Message message) {
        return new String(Codec.encode(message), StandardCharsets.UTF_8);
    }
}
