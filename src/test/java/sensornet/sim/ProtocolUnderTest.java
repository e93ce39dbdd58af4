package sensornet.sim;

import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import sensornet.group.Effects;
import sensornet.group.PeerEvents;
import sensornet.group.Settings;
import sensornet.journal.Recovered;
import sensornet.model.Member;
import sensornet.model.View;

/** The protocol of one peer as the simulation drives it: the real one, a fake, or one with a deliberate defect. */
interface ProtocolUnderTest extends PeerEvents {
    void start();

    void onTick();

    boolean offer(byte[] payloads, int count);

    void leave();

    /** The installed view, or null. */
    View view();

    /** The installed view while it is in force, that is while nothing higher was promised; or null. */
    View activeView();

    /** For people: one line about the state. */
    String describe();

    /** Builds one for every start of a peer. */
    interface Factory {
        ProtocolUnderTest create(Settings settings, Member self, Recovered recovered, Effects effects,
                                 LongSupplier nowMs, RandomGenerator random);
    }
}
