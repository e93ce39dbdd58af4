package sensornet.bench;

import java.io.IOException;
import java.nio.file.Path;
import org.jgroups.BytesMessage;
import org.jgroups.JChannel;
import org.jgroups.Message;
import org.jgroups.Receiver;
import org.jgroups.View;
import org.jgroups.protocols.TransferQueueBundler;

/**
 * One member of a JGroups group with total order by SEQUENCER, written the way that is best for JGroups: senders wait
 * instead of dropping ({@code dropWhenFull(false)}), rows are written on a thread of their own. What it guarantees: one
 * order, and no loss while members live. Not safe delivery: a row is written as soon as it comes, whether or not
 * anybody else has it; and a member that joins gets no history.
 *
 * <p>{@code JGroupsPeer id dataDirectory tcp|nio readingsInAMessage}, with the properties {@code bench.port} and
 * {@code bench.hosts}.
 */
final class JGroupsPeer implements Receiver {
    private final RowWriter rows;
    private long sequence = 1;

    private JGroupsPeer(Path dir) throws IOException {
        rows = new RowWriter(dir, 16_384);
    }

    public static void main(String[] args) throws Exception {
        JGroupsPeer peer = new JGroupsPeer(Path.of(args[1], args[0]));
        JChannel channel = new JChannel("jgroups-" + args[2] + ".xml").name(args[0]).setReceiver(peer);
        ((TransferQueueBundler) channel.getProtocolStack().getTransport().getBundler()).dropWhenFull(false);
        channel.connect("bench");
        send(channel, Integer.parseInt(args[3]));
        Thread.currentThread().join();
    }

    /** So many readings into each message, or fewer when no more are there: it never waits for more. */
    private static void send(JChannel channel, int pack) throws Exception {
        InputBlocks blocks = new InputBlocks(System.in);
        for (byte[] block = blocks.next(); block != null; block = blocks.next()) {
            int from = 0;
            int held = 0;
            for (int i = 0; i < block.length; i++) {
                if (block[i] == '\n' && (++held == pack || i + 1 == block.length)) {
                    byte[] payload = new byte[i - from];
                    System.arraycopy(block, from, payload, 0, payload.length);
                    channel.send(new BytesMessage(null, payload));
                    from = i + 1;
                    held = 0;
                }
            }
        }
    }

    /** SEQUENCER delivers one after the other, but from more than one thread over its life. */
    @Override
    public synchronized void receive(Message message) {
        byte[] bytes = message.getArray();
        int from = message.getOffset();
        int to = from + message.getLength();
        long first = sequence++;
        for (int i = from; i < to; i++) {
            if (bytes[i] == '\n') {
                sequence++;
            }
        }
        try {
            rows.put(bytes, from, to, first);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void viewAccepted(View view) {
        System.out.println("Updated group view: view_id=" + view.getViewId().getId() + " leader=" + view.getCoord()
                + " members=" + view.getMembers());
    }
}
