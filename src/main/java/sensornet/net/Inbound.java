package sensornet.net;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sensornet.model.Member;
import sensornet.wire.Codec;
import sensornet.wire.Message;
import sensornet.wire.WireException;

/**
 * One accepted connection and its reader thread. First line HELLO, answered WELCOME or REFUSED; then messages. A second
 * HELLO says "this connection is my link": it claims the sender's slot, see {@link Senders}; that and every later HELLO
 * is answered with WELCOME as a sign of life. Anything else that is not a message ends the connection.
 */
final class Inbound {
    /** A HELLO holds an id, a group and an address: strangers get no more room than that. */
    private static final int HANDSHAKE_LINE = 4_096;
    private static final int MAX_BATCH = 256;
    private static final Logger LOG = LoggerFactory.getLogger(Inbound.class);

    private final Listener owner;
    private final Socket socket;
    private final long generation;
    /** The reader's: what is talked through, {@link #socket} itself or TLS on top of it, and what comes from there. */
    private Socket talk;
    private LineInput lines;
    private Member from;
    private Senders.Slot slot;

    /** @param generation in the order of acceptance */
    Inbound(Listener owner, Socket socket, long generation) {
        this.owner = owner;
        this.socket = socket;
        this.generation = generation;
    }

    /** Ends the reader; any thread. */
    void close() {
        Sockets.close(socket);
    }

    void run() {
        try {
            Sockets.tune(socket);
            if (handshake()) {
                read();
            }
        } catch (HandshakeFailed e) {
            owner.counters.count(e.counter());
            owner.limitedLog.warn(e.counter(), "refused a connection from " + peer() + ": " + e.getMessage());
        } catch (SocketTimeoutException e) {
            owner.counters.count("handshake_timeout");
            owner.limitedLog.info("timeout", "closed a connection from " + peer() + ": no complete HELLO within "
                    + owner.limits.handshakeMs() + "ms");
        } catch (LineInput.LineTooLong e) {
            owner.counters.count("line_too_long");
            owner.limitedLog.warn("long", "closed a connection from " + peer() + ": it sent " + e.getMessage());
        } catch (WireException e) {
            owner.counters.count("undecodable_line");
            owner.limitedLog.warn("wire", "closed a connection from " + peer() + ": " + e.getMessage());
        } catch (IOException e) {
            LOG.debug("connection from {} ended: {}", peer(), e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            close();
            owner.done(this);
            if (slot != null) {
                owner.senders.leave(from.identity());
            }
        }
    }

    private String peer() {
        return from == null ? String.valueOf(socket.getRemoteSocketAddress()) : from.toString();
    }

    private boolean handshake() throws IOException, WireException {
        long deadline = System.nanoTime() + owner.limits.handshakeMs() * 1_000_000;
        try (Fuse fuse = owner.transport.fuse(socket, deadline)) {
            try {
                return handshake(deadline);
            } catch (IOException e) {
                throw fuse.isBurnt() ? new SocketTimeoutException("deadline") : e;
            }
        }
    }

    private boolean handshake(long deadline) throws IOException, WireException {
        talk = owner.transport.accepted(socket, deadline);
        if (talk == null) {
            return false;
        }
        lines = new LineInput(talk, HANDSHAKE_LINE);
        int firstByte = lines.peek(deadline);
        try {
            owner.transport.check(firstByte);
        } catch (HandshakeFailed e) {
            answer(new Message.Refused(owner.self.id() + " speaks no TLS")); // any text: TLS cannot read it, and says so
            throw e;
        }
        if (firstByte < 0 || !lines.next(deadline)) {
            return false;
        }
        Message first;
        try {
            first = Codec.decode(lines.buffer(), lines.offset(), lines.length());
        } catch (WireException e) {
            if (startsWithHello()) { // a later version's, perhaps: it is owed a reason
                answer(new Message.Refused(owner.self.id() + " speaks version " + Message.VERSION
                        + " of the protocol and cannot read your HELLO: run the same release everywhere"));
            }
            throw e;
        }
        if (!(first instanceof Message.Hello hello)) {
            throw new WireException("its first line is no HELLO");
        }
        String contradiction = owner.transport.contradiction(talk, hello.from().id());
        if (contradiction != null) {
            answer(new Message.Refused("you are not who you say you are: " + contradiction.replace("its", "your")));
            throw new HandshakeFailed("tls_wrong_name", "it is not who it says it is: " + contradiction);
        }
        String refusal = refusal(hello);
        if (refusal != null) {
            owner.counters.count("refused_hello");
            owner.limitedLog.info("refused", "refused " + hello.from() + ": " + refusal);
            answer(new Message.Refused(refusal));
            return false;
        }
        while (!owner.healthy.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0 || !Threads.sleep(50)) {
                owner.counters.count("unanswered_unhealthy");
                return false;
            }
        }
        slot = owner.senders.enter(hello.from().identity());
        if (slot == null) {
            owner.counters.count("refused_sender_limit");
            owner.limitedLog.warn("sender", "more than " + Senders.MAX_PER_SENDER + " connections of " + hello.from());
            return false;
        }
        from = hello.from();
        Thread.currentThread().setName("read-" + from.id());
        owner.handshakeDone(this);
        lines.limit(Codec.MAX_LINE);
        talk.setSoTimeout(0);
        answer(new Message.Welcome(owner.self));
        return true;
    }

    private boolean startsWithHello() {
        return new String(lines.buffer(), lines.offset(), Math.min(5, lines.length()), StandardCharsets.US_ASCII)
                .equals("HELLO");
    }

    /** Null if the dialler is welcome. */
    private String refusal(Message.Hello hello) {
        if (hello.version() != Message.VERSION) {
            return owner.self.id() + " speaks version " + Message.VERSION + " of the protocol, you speak version "
                    + hello.version() + ": run the same release everywhere";
        }
        if (!hello.group().equals(owner.group)) {
            return owner.self.id() + " is in group '" + owner.group + "', you are in group '" + hello.group()
                    + "': check --group";
        }
        return null;
    }

    /** What has come by the time the last of it was handled is handled as one: the busier the link, the larger the batches. */
    private void read() throws IOException, WireException, InterruptedException {
        List<Message> batch = new ArrayList<>();
        while (lines.next(0)) {
            Message message = decode(batch);
            if (!(message instanceof Message.Hello)) {
                batch.add(message);
            }
            boolean batchEnds = message instanceof Message.Hello || batch.size() == MAX_BATCH || !lines.hasNext();
            if (batchEnds && !batch.isEmpty() && !deliver(batch)) {
                return;
            }
            if (message instanceof Message.Hello hello && !claim(hello)) {
                return;
            }
        }
    }

    /** What is no message ends the connection, but not before what came in front of it was handled. */
    private Message decode(List<Message> before) throws WireException {
        try {
            return Codec.decode(lines.buffer(), lines.offset(), lines.length());
        } catch (WireException e) {
            deliver(before);
            throw e;
        }
    }

    private boolean claim(Message.Hello again) throws IOException, WireException, InterruptedException {
        if (!again.from().identity().equals(from.identity())) {
            throw new WireException("HELLO of " + again.from() + " on its connection");
        }
        if (!owner.senders.claim(slot, generation, this::close)) {
            owner.counters.count("claim_denied");
            return false;
        }
        if (owner.healthy.getAsBoolean()) {
            answer(new Message.Welcome(owner.self));
        }
        return true;
    }

    private boolean deliver(List<Message> batch) {
        try {
            if (owner.senders.deliver(slot, generation, () -> owner.events.onMessages(from, batch))) {
                batch.clear();
                return true;
            }
            owner.counters.count("retired_reader");
        } catch (RuntimeException e) {
            // The rest of this connection may build on the message that was not handled: end it, the sender repeats.
            owner.counters.count("handler_failed");
            LOG.error("handling {} messages of {} failed", batch.size(), from, e);
        }
        return false;
    }

    private void answer(Message message) throws IOException {
        talk.getOutputStream().write(Batch.framed(message));
    }
}
