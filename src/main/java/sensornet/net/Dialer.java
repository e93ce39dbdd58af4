package sensornet.net;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import java.util.Locale;
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

    private final InetAddress local;
    private final Member self;
    private final Counters counters;
    private final byte[] hello;

    Dialer(InetAddress local, Member self, String group, Counters counters) {
        this.local = local;
        this.self = self;
        this.counters = counters;
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
     * @param answerMs milliseconds to wait for each answer
     */
    DialResult dial(String host, int port, Identity expected, boolean link, int answerMs) {
        SocketChannel channel = null;
        try {
            channel = SocketChannel.open();
            Socket socket = channel.socket();
            InetSocketAddress to = new InetSocketAddress(InetAddress.getByName(host), port);
            socket.bind(new InetSocketAddress(local, 0));
            socket.connect(to, CONNECT_MS);
            if (socket.getLocalSocketAddress().equals(socket.getRemoteSocketAddress())) {
                return new DialResult.Refused(); // our own port was picked at random and met itself: nobody listens
            }
            Sockets.tune(socket);
            LineInput lines = new LineInput(socket, Codec.MAX_LINE);
            Message answer = ask(socket, lines, answerMs);
            if (answer instanceof Message.Refused refused) {
                return new DialResult.Rejected(refused.reason());
            }
            if (!(answer instanceof Message.Welcome welcome)) {
                return new DialResult.NoAnswer("the answer to HELLO was no WELCOME");
            }
            if (expected != null && !welcome.from().identity().equals(expected)) {
                return new DialResult.OtherPeer(welcome.from());
            }
            if (link) {
                ask(socket, lines, answerMs);
            }
            socket.setSoTimeout(0);
            Connection connection = new Connection(channel, welcome.from());
            channel = null;
            return new DialResult.Up(connection);
        } catch (ConnectException e) {
            // The same exception also says "timed out": only the message tells them apart (attack F19).
            boolean refused = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT).contains("refused");
            return refused ? new DialResult.Refused() : new DialResult.NoAnswer(String.valueOf(e.getMessage()));
        } catch (IOException | WireException | IllegalArgumentException e) {
            return new DialResult.NoAnswer(e.getClass().getSimpleName() + ": " + e.getMessage());
        } finally {
            if (channel != null) {
                Sockets.close(channel.socket());
            }
        }
    }

    private Message ask(Socket socket, LineInput lines, int answerMs) throws IOException, WireException {
        socket.getOutputStream().write(hello);
        if (!lines.next(System.nanoTime() + answerMs * 1_000_000L)) {
            throw new IOException("hung up in the handshake");
        }
        return Codec.decode(lines.buffer(), lines.offset(), lines.length());
    }
}
