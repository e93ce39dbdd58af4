package sensornet.sim;

import java.util.List;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import sensornet.group.Effects;
import sensornet.group.Settings;
import sensornet.journal.Recovered;
import sensornet.journal.StoreOp;
import sensornet.model.Entries;
import sensornet.model.History;
import sensornet.model.Identity;
import sensornet.model.Member;
import sensornet.model.Run;
import sensornet.model.View;
import sensornet.model.ViewId;
import sensornet.model.ViewMark;
import sensornet.wire.Message;

/** For testing the stage, not the play: every peer leads a group of one, and says so on the network. */
final class FakeProtocol extends SilentStoreEvents implements ProtocolUnderTest {
    private final Settings settings;
    private final Member self;
    private final Recovered recovered;
    private final Effects effects;
    private final RandomGenerator random;
    private View view;
    private long offered;
    private long n;
    private long last;
    private long lastOperation;
    private long committed;

    FakeProtocol(Settings settings, Member self, Recovered recovered, Effects effects, LongSupplier now,
                 RandomGenerator random) {
        this.settings = settings;
        this.self = self;
        this.recovered = recovered;
        this.effects = effects;
        this.random = random;
        this.last = recovered.log().last();
        this.committed = recovered.log().committed();
    }

    private void store(StoreOp op) {
        offered++;
        effects.store(op);
    }

    @Override
    public void start() {
        ViewId id = new ViewId(recovered.promised().epoch() + 1, self.identity());
        view = new View(id, List.of(self), settings.options().quorum() == 1);
        store(new StoreOp.Promised(id, History.FULL));
        store(new StoreOp.Mark(new ViewMark(id, last + 1)));
    }

    @Override
    public void onTick() {
        if (random.nextInt(10) == 0) {
            effects.broadcast(new Message.NewPeerRequest(Message.VERSION, "sim", self, new sensornet.model.Standing(
                    view.id(), last), view.id().epoch(), true));
        }
    }

    @Override
    public boolean offer(byte[] payloads, int count) {
        if (!view.quorate()) {
            return false;
        }
        store(new StoreOp.Append(new Entries(last + 1, new Run(self.identity(), n + 1, count, payloads))));
        n += count;
        last += count;
        lastOperation = offered;
        return true;
    }

    @Override
    public void onStored(long operations) {
        if (operations >= lastOperation && committed < last) {
            committed = last;
            store(new StoreOp.Commit(last));
        }
    }

    @Override
    public void onStoreFailed(String reason) {
        effects.stop(1, reason);
    }

    @Override
    public void leave() {
        effects.stop(0, "left");
    }

    @Override
    public void onMessage(Member from, Message message) {
    }

    @Override
    public void onDatagram(Message.NewPeerRequest request) {
        effects.send(request.from(), new Message.Busy());
    }

    @Override
    public void onLinkRestored(Identity peer) {
    }

    @Override
    public void onKilled(Identity peer) {
    }

    @Override
    public void onProbe(Identity peer, ProbeResult result) {
    }

    @Override
    public View view() {
        return view;
    }

    @Override
    public View activeView() {
        return view;
    }

    @Override
    public String describe() {
        return "fake, last " + last;
    }
}
