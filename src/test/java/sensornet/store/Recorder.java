package sensornet.store;

import java.util.ArrayList;
import java.util.List;
import sensornet.journal.StoreEvents;

/** Collects what a store answers. */
class Recorder implements StoreEvents {
    final List<CutResult> cuts = new ArrayList<>();
    final List<ReadResult> reads = new ArrayList<>();
    final List<KeptResult> kepts = new ArrayList<>();
    final List<String> failures = new ArrayList<>();
    volatile long stored;

    @Override
    public void onStored(long operations) {
        stored = operations;
    }

    @Override
    public void onCut(CutResult result) {
        cuts.add(result);
    }

    @Override
    public void onRead(ReadResult result) {
        reads.add(result);
    }

    @Override
    public void onKept(KeptResult result) {
        kepts.add(result);
    }

    @Override
    public void onStoreFailed(String reason) {
        synchronized (failures) {
            failures.add(reason);
        }
    }

    CutResult lastCut() {
        return cuts.get(cuts.size() - 1);
    }

    ReadResult lastRead() {
        return reads.get(reads.size() - 1);
    }

    KeptResult lastKept() {
        return kepts.get(kepts.size() - 1);
    }
}
