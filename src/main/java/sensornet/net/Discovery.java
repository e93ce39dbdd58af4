package sensornet.net;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.util.concurrent.ArrayBlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sensornet.group.PeerEvents;
import sensornet.model.Member;
import sensornet.wire.Codec;
import sensornet.wire.Message;

/**
 * NEW_PEER_REQUEST by subnet-directed broadcast, and answers to WHO_IS_THERE: a thread that receives and one that sends, each with a raw datagram
 * socket. All peers of a host share the port. When a socket fails, because the interface went away, it is opened
 * again every second until that works.
 */
final class Discovery implements AutoCloseable {
    private static final int MAX_DATAGRAM = 4_096;
    private static final int MAX_QUEUED = 16;
    private static final long REOPEN_MS = 1_000;
    private static final Logger LOG = LoggerFactory.getLogger(Discovery.class);

    private final InetAddress bind;
    private final InetSocketAddress broadcast;
    private final Counters counters;
    private final PeerEvents events;
    private final DatagramFilter filter;
    /** A datagram to be sent. */
    private record Outgoing(byte[] line, InetSocketAddress to) {
    }

    private final ArrayBlockingQueue<Outgoing> outgoing = new ArrayBlockingQueue<>(MAX_QUEUED);
    private final Member self;
    private final String group;
    /** What is said of this peer's page to who asks; null: nobody is answered yet. */
    private volatile String http;
    private volatile boolean closed;
    private volatile DatagramSocket receiving;
    private volatile DatagramSocket sending;
    private Thread receiver;
    private Thread sender;

    Discovery(InetAddress bind, InetSocketAddress broadcast, String group, Member self, PeerEvents events,
              Counters counters) {
        this.bind = bind;
        this.broadcast = broadcast;
        this.events = events;
        this.self = self;
        this.group = group;
        this.counters = counters;
        this.filter = new DatagramFilter(group, self, counters, new RateLimitedLog(LOG));
    }

    /** @throws NetException one line, if the port cannot be had at the start: later failures are waited out */
    void start() throws NetException {
        try {
            receiving = openReceiving();
        } catch (IOException e) {
            throw new NetException("cannot receive broadcasts on UDP port " + broadcast.getPort() + ": "
                    + e.getMessage() + ": stop the program that has the port, or choose another --broadcast-port");
        }
        receiver = Threads.start("discovery-receive", this::receive);
        sender = Threads.start("discovery-send", this::send);
    }

    /** Queues a datagram, or drops it: the next one comes in a moment. Never blocks. */
    void broadcast(Message.NewPeerRequest request) {
        if (!outgoing.offer(new Outgoing(Codec.encode(request), broadcast))) {
            counters.count("broadcast_dropped");
        }
    }

    /** From now on who asks is answered; empty where there is no page. */
    void answerWith(String address) {
        http = address;
    }

    /** An answer is never longer than its question, and of all datagrams the first to be dropped. */
    private void answer(int questionLength, InetSocketAddress asker) {
        String address = http;
        if (address == null) {
            return;
        }
        byte[] line = Codec.encode(new Message.Here(Message.VERSION, group, self, address));
        if (line.length > questionLength) {
            counters.count("question_too_short");
        } else if (outgoing.size() > MAX_QUEUED / 2 || !outgoing.offer(new Outgoing(line, asker))) {
            counters.count("answer_dropped");
        }
    }

    private void receive() {
        DatagramPacket packet = new DatagramPacket(new byte[MAX_DATAGRAM], MAX_DATAGRAM);
        boolean failing = false;
        while (!closed) {
            try {
                DatagramSocket socket = receiving;
                if (socket == null) {
                    socket = openReceiving();
                    receiving = socket;
                    if (closed) {
                        socket.close();
                        return;
                    }
                }
                if (failing) {
                    failing = false;
                    LOG.info("receiving broadcasts again");
                }
                packet.setLength(MAX_DATAGRAM);
                socket.receive(packet);
                handle(packet);
            } catch (IOException e) {
                close(receiving);
                receiving = null;
                if (closed) {
                    return;
                }
                counters.count("discovery_receive_failed");
                if (!failing) {
                    failing = true;
                    LOG.warn("cannot receive broadcasts: {}; trying again every {}ms", e.getMessage(), REOPEN_MS);
                }
                Threads.sleep(REOPEN_MS);
            }
        }
    }

    private void handle(DatagramPacket packet) {
        try {
            InetSocketAddress source = (InetSocketAddress) packet.getSocketAddress();
            Message message = filter.accept(packet.getData(), packet.getLength(), source, System.nanoTime());
            if (message instanceof Message.NewPeerRequest request) {
                events.onDatagram(request);
            } else if (message != null) {
                answer(packet.getLength(), source);
            }
        } catch (RuntimeException e) {
            counters.count("handler_failed");
            LOG.error("handling a datagram failed", e);
        }
    }

    private void send() {
        boolean failing = false;
        while (!closed) {
            try {
                Outgoing next = outgoing.take();
                if (sending == null) {
                    sending = openSending();
                }
                sending.send(new DatagramPacket(next.line(), next.line().length, next.to()));
                if (failing) {
                    failing = false;
                    LOG.info("broadcasts to {} are sent again", broadcast);
                    close(receiving); // not every system goes on receiving when an interface returns: open it anew
                }
            } catch (IOException e) {
                close(sending);
                sending = null;
                if (closed) {
                    return;
                }
                counters.count("broadcast_failed");
                if (!failing) {
                    failing = true;
                    LOG.warn("cannot broadcast to {}: {}; trying again every {}ms", broadcast, e.getMessage(),
                            REOPEN_MS);
                }
                Threads.sleep(REOPEN_MS);
                outgoing.clear();
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                counters.count("broadcast_failed");
                LOG.error("a discovery datagram could not be sent", e);
            }
        }
    }

    /**
     * Bound to the broadcast address itself where the system has that, so that only broadcasts come in and several
     * sockets get each of them; Windows and macOS only know the wildcard.
     */
    private DatagramSocket openReceiving() throws IOException {
        try {
            return open(broadcast);
        } catch (IOException e) {
            LOG.debug("no socket on {} ({}): taking the wildcard address", broadcast, e.getMessage());
            return open(new InetSocketAddress(broadcast.getPort()));
        }
    }

    boolean isBoundToBroadcast() {
        DatagramSocket socket = receiving;
        return socket != null && broadcast.getAddress().equals(socket.getLocalAddress());
    }

    private DatagramSocket openSending() throws IOException {
        return open(new InetSocketAddress(bind, 0)); // bound, so that datagrams leave by the chosen interface only
    }

    private static DatagramSocket open(InetSocketAddress local) throws IOException {
        // Not DatagramChannel.open(INET): the JDK lets no pure IPv4 socket have 127.255.255.255.
        DatagramSocket socket = new DatagramSocket(null);
        try {
            socket.setReuseAddress(true);
            socket.setBroadcast(true);
            if (socket.supportedOptions().contains(StandardSocketOptions.SO_REUSEPORT)) {
                socket.setOption(StandardSocketOptions.SO_REUSEPORT, true);
            }
            socket.bind(local);
            return socket;
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    private static void close(DatagramSocket socket) {
        if (socket != null) {
            socket.close();
        }
    }

    @Override
    public void close() {
        closed = true;
        close(receiving);
        close(sending);
        if (receiver != null) {
            sender.interrupt();
            Threads.join(200, receiver, sender);
        }
    }
}
