package sensornet.sensor;

import java.io.IOException;

/** A source of readings. */
@FunctionalInterface
public interface SensorSource {

    /**
     * Feeds readings into the sink until there are no more. Runs on a thread of its own.
     *
     * @throws InterruptedException the peer stops
     * @throws IOException the source broke; that is logged, this sensor ends and the peer stays
     */
    void run(ReadingSink sink) throws InterruptedException, IOException;

    /**
     * The peer stops: ends what an interrupt does not reach, such as a program. Called once by another thread, before
     * {@link #run} is interrupted; takes at most half a second.
     */
    default void stop() {
    }
}
