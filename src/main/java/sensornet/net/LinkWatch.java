package sensornet.net;

import java.io.IOException;
import java.nio.ByteBuffer;
import sensornet.model.Member;

/**
 * Reads the way back of a link, on which only signs of life come: so the end of the receiver is noticed at once, even
 * when nothing is being sent.
 *
 * <p>It also notices a connection that is stuck. After a partition of minutes TCP waits up to two more before it sends
 * again, though the network is back: when a sign of life is {@link #STUCK_MS} late, it dials beside the old connection,
 * and only a new one that is answered replaces it. A stopped or slow peer does not answer that dial either, so its
 * link stays; a dead one refuses it, and then the link has broken.
 */
final class LinkWatch {
    private static final int LOOK_MS = 500;
    private static final long STUCK_MS = 3_000;
    private static final long RETRY_MAX_MS = 4_000;

    private final Link link;
    private final Connection connection;
    private final Member to;
    private final Dialer dialer;
    private long retryMs = 1_000;
    private long notBefore = System.nanoTime();

    LinkWatch(Link link, Connection connection, Member to, Dialer dialer) {
        this.link = link;
        this.connection = connection;
        this.to = to;
        this.dialer = dialer;
    }

    void run() {
        ByteBuffer ignored = ByteBuffer.allocate(1_024);
        try {
            int signs = 0;
            while (signs >= 0 && !connection.isBroken()) {
                if (signs > 0) {
                    connection.pingedAt(0);
                    retryMs = 1_000;
                } else if (isStuck() && !redial()) {
                    break;
                }
                signs = connection.readSigns(ignored, LOOK_MS);
            }
        } catch (IOException e) {
            // reset, or closed by ourselves: either way it is over
        }
        link.broke(connection);
    }

    private boolean isStuck() {
        long pinged = connection.pingedAt();
        long now = System.nanoTime();
        return pinged != 0 && now - pinged > STUCK_MS * 1_000_000 && now - notBefore > 0;
    }

    /** False if the old connection is of no more use. */
    private boolean redial() {
        DialResult result = dialer.dial(to.host(), to.port(), to.identity(), true, Dialer.ANSWER_MS);
        if (result instanceof DialResult.Up up) {
            link.replace(connection, up.connection());
            return false;
        }
        notBefore = System.nanoTime() + retryMs * 1_000_000;
        retryMs = Math.min(RETRY_MAX_MS, retryMs * 2);
        return !(result instanceof DialResult.Refused || result instanceof DialResult.OtherPeer);
    }
}
