package sensornet.net;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Locale;
import javax.net.ssl.SSLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sensornet.model.Identity;
import sensornet.model.Member;
import sensornet.wire.Codec;
import sensornet.wire.Message;
import sensornet.wire.WireException;

/** Connects and shakes hands, blocking the calling thread. Any number of threads. */
final class Dialer {
    /** Windows asks a closed port three times, half a second apart, before it says "refused". */
    private static final int CONNECT_MS = Sockets.WINDOWS ? 3_000 : 1_000;
    static final int ANSWER_MS = 2_000;
    private static final Logger LOG = LoggerFactory.getLogger(Dialer.class);

    private final InetAddress local;
    private final Member self;
    private final Counters counters;
    private final Transport transport;
    private final RateLimitedLog limitedLog = new RateLimitedLog(LOG);
    private final byte[] hello;

    Dialer(InetAddress local, Member self, String group, Counters counters, Transport transport) {
        this.local = local;
        this.self = self;
        this.counters = counters;
        this.transport = transport;
        this.hello = Batch.framed(new Message.Hello(Message.VERSION, group, self));
    }

    Member self() {
        return self;
    }

    Counters counters() {
        return counters;
    }

    /** The HELLO line: repeated on a standing link it asks for a sign of life. */
    byte[] hello() {
        return hello;
    }

    /**
     * @param expected who should be there; null: whoever
     * @param link whether to claim the place of this peer's link there, see {@link Senders}. Only after WELCOME: a stopped
     *     process would find the claims of given-up dials when it goes on, and retire the link that stands
     * @param answerMs milliseconds to wait for the answer, from the connection on, and once more to be a link
     */
    DialResult dial(String host, int port, Identity expected, boolean link, int answerMs) {
        Socket raw = null;
        try {
            raw = transport.open();
            InetSocketAddress to = new InetSocketAddress(InetAddress.getByName(host), port);
            raw.bind(new InetSocketAddress(local, 0));
            raw.connect(to, CONNECT_MS);
            if (raw.getLocalSocketAddress().equals(raw.getRemoteSocketAddress())) {
                return new DialResult.Refused(); // our own port was picked at random and met itself: nobody listens
            }
            Sockets.tune(raw);
            Socket talk;
            LineInput lines;
            Message answer;
            long deadline = deadline(answerMs);
            try (Fuse fuse = transport.fuse(raw, deadline)) {
                talk = transport.dialled(raw);
                lines = new LineInput(talk, Codec.MAX_LINE);
                answer = ask(talk, lines, deadline);
            }
            if (answer instanceof Message.Refused refused) {
                return new DialResult.Rejected(refused.reason());
            }
            if (!(answer instanceof Message.Welcome welcome)) {
                return new DialResult.NoAnswer("the answer to HELLO was no WELCOME");
            }
            String contradiction = transport.contradiction(talk, welcome.from().id());
            if (contradiction != null) { // before anything is believed: another id would prove a death
                throw new HandshakeFailed("tls_wrong_name", "it is not who it says it is: " + contradiction);
            }
            if (expected != null && !welcome.from().identity().equals(expected)) {
                return new DialResult.OtherPeer(welcome.from());
            }
            if (link) {
                long again = deadline(answerMs);
                try (Fuse fuse = transport.fuse(raw, again)) {
                    ask(talk, lines, again);
                }
            }
            talk.setSoTimeout(0);
            Connection connection = transport.connection(raw, talk, welcome.from());
            raw = null;
            return new DialResult.Up(connection);
        } catch (HandshakeFailed e) {
            return failed(host, port, e);
        } catch (SSLException e) {
            return TlsTransport.explained(e) instanceof HandshakeFailed told ? failed(host, port, told) : noAnswer(e);
        } catch (ConnectException e) {
            // The same exception also says "timed out": only the message tells them apart (attack F19).
            boolean refused = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT).contains("refused");
            return refused ? new DialResult.Refused() : new DialResult.NoAnswer(String.valueOf(e.getMessage()));
        } catch (IOException | WireException | IllegalArgumentException e) {
            return noAnswer(e);
        } finally {
            if (raw != null) {
                Sockets.close(raw);
            }
        }
    }

    private static long deadline(int ms) {
        return System.nanoTime() + ms * 1_000_000L;
    }

    private static DialResult noAnswer(Exception e) {
        return new DialResult.NoAnswer(e.getClass().getSimpleName() + ": " + e.getMessage());
    }

    /** Somebody is there, and it is nobody to talk to: that proves no death, and is for the operator. */
    private DialResult failed(String host, int port, HandshakeFailed e) {
        counters.count(e.counter());
        limitedLog.warn(e.counter(), "no connection to " + host + ":" + port + ": " + e.getMessage());
        return new DialResult.NoAnswer(e.getMessage());
    }

    private Message ask(Socket talk, LineInput lines, long deadline) throws IOException, WireException {
        talk.getOutputStream().write(hello);
        int first = lines.peek(deadline);
        transport.check(first);
        if (first < 0 || !lines.next(deadline)) {
            throw new IOException("hung up in the handshake");
        }
        return Codec.decode(lines.buffer(), lines.offset(), lines.length());
    }
}
