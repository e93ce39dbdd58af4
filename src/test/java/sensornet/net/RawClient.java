package sensornet.net;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import sensornet.model.Identity;
import sensornet.model.Member;
import sensornet.wire.Codec;
import sensornet.wire.Message;

/** A TCP client that says what a test wants it to say. */
final class RawClient implements AutoCloseable {
    final Socket socket = new Socket();
    private final LineInput lines = new LineInput(socket, Codec.MAX_LINE);

    RawClient(int port) throws IOException {
        socket.connect(new InetSocketAddress(Loopback.HOST, port), 5_000);
        socket.setSoTimeout(15_000);
    }

    static Message.Hello hello(String id, long incarnation) {
        return new Message.Hello(Message.VERSION, "sensors", new Member(new Identity(id, incarnation), "127.0.0.1", 9));
    }

    void say(Message message) throws IOException {
        socket.getOutputStream().write(Batch.framed(message));
    }

    void say(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The next line's message; null when the other side hung up. */
    Message hear() throws Exception {
        try {
            return lines.next(System.nanoTime() + 15_000_000_000L)
                    ? Codec.decode(lines.buffer(), lines.offset(), lines.length()) : null;
        } catch (java.net.SocketTimeoutException e) {
            throw e;
        } catch (IOException e) {
            return null; // reset: hung up as well
        }
    }

    boolean isHungUp() throws Exception {
        return hear() == null;
    }

    @Override
    public void close() {
        Sockets.close(socket);
    }
}
