package sensornet.net;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import sensornet.model.Identity;
import sensornet.model.Member;

/**
 * A link that was idle says that nothing more comes; the receiver answers with the end of its side, the link's watch
 * closes the socket, and all that before the first call is back: then that call fails, and nothing has broken.
 */
class LinkHangUpTest {
    @Test
    void whoIsAnsweredWhileItHangsUpRaisesNoAlarm() throws Exception {
        try (Loopback loopback = new Loopback()) {
            Loopback.Peer b = loopback.start("b");
            Recorder seen = new Recorder();
            Counters counters = new Counters();
            Member self = new Member(new Identity("a", 1), "127.0.0.1", 9);
            Links links = new Links(new Dialer(Loopback.HOST, self, "sensors", counters, new Answered()), seen,
                    (address, reason) -> { }, 100);
            try {
                for (int i = 1; i <= 2; i++) {
                    links.send(b.self(), Loopback.number(i));
                    b.seen().await("a:ok" + i);
                    Await.until(() -> links.size() == 0, "the link closes");
                }
            } finally {
                links.close(0);
            }
            assertEquals(List.of(), seen.words());
            assertEquals(2, counters.get("link_up"));
            assertEquals(0, counters.get("link_broke"));
        }
    }

    /** In the clear, with connections whose watch is always faster than whoever hangs up. */
    private static final class Answered implements Transport {
        private final Transport plain = new PlainTransport();

        @Override
        public Socket open() throws IOException {
            return plain.open();
        }

        @Override
        public Fuse fuse(Socket raw, long deadline) {
            return plain.fuse(raw, deadline);
        }

        @Override
        public Socket dialled(Socket raw) throws IOException {
            return plain.dialled(raw);
        }

        @Override
        public Socket accepted(Socket raw, long deadline) throws IOException {
            return plain.accepted(raw, deadline);
        }

        @Override
        public void check(int firstByte) throws HandshakeFailed {
            plain.check(firstByte);
        }

        @Override
        public String contradiction(Socket talk, String id) throws HandshakeFailed {
            return plain.contradiction(talk, id);
        }

        @Override
        public Connection connection(Socket raw, Socket talk, Member remote) throws IOException {
            return new AnsweredConnection(plain.connection(raw, talk, remote));
        }
    }

    private static final class AnsweredConnection extends Connection {
        private final Connection inner;

        AnsweredConnection(Connection inner) {
            super(inner.remote());
            this.inner = inner;
        }

        @Override
        void becomeLink() throws IOException {
            inner.becomeLink();
        }

        @Override
        boolean writeNow(Batch batch) throws IOException {
            return inner.writeNow(batch);
        }

        @Override
        void write(Batch batch) throws IOException {
            inner.write(batch);
        }

        @Override
        int readSigns(ByteBuffer into, long ms) throws IOException {
            return inner.readSigns(into, ms);
        }

        @Override
        void endOutput() throws IOException {
            inner.endOutput();
            close();
            throw new IOException("Socket is closed");
        }

        @Override
        void closeSocket() {
            inner.closeSocket();
        }
    }
}
