package sensornet.bench;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The floor: the least that three processes must do to have one order of all readings in CSV files everywhere. The last
 * one numbers the blocks it gets and sends each to all. No acknowledgement, no view, no failure handling, no copy but
 * the CSV files: it guarantees nothing, and stops for good when one of them stops.
 *
 * <p>{@code FloorPeer id dataDirectory port id,id,...}: the last of the ids is the sequencer, on that port of loopback.
 */
final class FloorPeer {
    private static final long PATIENCE_NANOS = 20_000_000_000L;
    private final RowWriter rows;
    private final List<String> ids;
    private final List<OutputStream> members = new ArrayList<>();
    private long nextSequence = 1;

    private FloorPeer(Path dir, List<String> ids) throws IOException {
        this.ids = ids;
        rows = new RowWriter(dir, 64);
    }

    public static void main(String[] args) throws Exception {
        List<String> ids = Arrays.asList(args[3].split(","));
        FloorPeer peer = new FloorPeer(Path.of(args[1], args[0]), ids);
        int port = Integer.parseInt(args[2]);
        if (args[0].equals(ids.get(ids.size() - 1))) {
            peer.lead(port);
        } else {
            peer.follow(port);
        }
        Thread.currentThread().join();
    }

    private void ready() {
        System.out.println("Updated group view: view_id=1 leader=" + ids.get(ids.size() - 1) + " members=" + ids);
    }

    // ---- the sequencer

    private void lead(int port) throws IOException {
        try (ServerSocket server = new ServerSocket(port, 50, InetAddress.getLoopbackAddress())) {
            List<Socket> sockets = new ArrayList<>();
            while (sockets.size() < ids.size() - 1) {
                Socket socket = server.accept();
                socket.setTcpNoDelay(true);
                sockets.add(socket);
                members.add(socket.getOutputStream());
            }
            // One empty block tells everybody that all are here.
            order(new byte[0]);
            ready();
            for (Socket socket : sockets) {
                start("order", () -> receive(socket, (first, block) -> order(block)));
            }
            start("stdin", () -> read(this::order));
        }
    }

    private void order(byte[] block) throws IOException {
        int count = InputBlocks.countLines(block);
        try {
            synchronized (members) {
                byte[] frame = frame(nextSequence, block);
                for (OutputStream member : members) {
                    member.write(frame);
                }
                rows.put(block, 0, block.length, nextSequence);
                nextSequence += count;
            }
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    // ---- the others

    private void follow(int port) throws IOException {
        Socket socket = dial(port);
        socket.setTcpNoDelay(true);
        OutputStream out = socket.getOutputStream();
        start("rows-in", () -> receive(socket, (first, block) -> {
            if (block.length == 0) {
                ready();
                start("stdin", () -> read(lines -> out.write(frame(0, lines))));
            } else {
                rows.put(block, 0, block.length, first);
            }
        }));
    }

    /** The sequencer may not listen yet. */
    private static Socket dial(int port) throws IOException {
        long until = System.nanoTime() + PATIENCE_NANOS;
        while (true) {
            Socket socket = new Socket();
            try {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
                return socket;
            } catch (IOException e) {
                socket.close();
                if (System.nanoTime() > until) {
                    throw e;
                }
                Await.nap();
            }
        }
    }

    // ---- both

    private interface BlockSink {
        void take(byte[] block) throws IOException, InterruptedException;
    }

    private interface FrameSink {
        void take(long first, byte[] block) throws IOException, InterruptedException;
    }

    private interface Work {
        void run() throws Exception;
    }

    private static void read(BlockSink sink) throws IOException, InterruptedException {
        InputBlocks blocks = new InputBlocks(System.in);
        for (byte[] block = blocks.next(); block != null; block = blocks.next()) {
            sink.take(block);
        }
    }

    private static void receive(Socket socket, FrameSink sink) throws IOException, InterruptedException {
        DataInputStream in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), 128 * 1024));
        while (true) {
            long first = in.readLong();
            byte[] block = new byte[in.readInt()];
            in.readFully(block);
            sink.take(first, block);
        }
    }

    private static byte[] frame(long first, byte[] block) {
        return ByteBuffer.allocate(12 + block.length).putLong(first).putInt(block.length).put(block).array();
    }

    /** Whatever goes wrong ends the process: nobody is to measure half a group. */
    private static void start(String name, Work work) {
        new Thread(() -> {
            try {
                work.run();
            } catch (Exception e) {
                e.printStackTrace();
                Runtime.getRuntime().halt(1);
            }
        }, name).start();
    }
}
