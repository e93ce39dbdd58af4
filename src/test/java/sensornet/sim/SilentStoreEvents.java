package sensornet.sim;

import sensornet.journal.StoreEvents;

/** Nobody is left to hear what the disk answers. */
class SilentStoreEvents implements StoreEvents {
    static final SilentStoreEvents INSTANCE = new SilentStoreEvents();

    @Override
    public void onStored(long operations) {
    }

    @Override
    public void onCut(CutResult result) {
    }

    @Override
    public void onRead(ReadResult result) {
    }

    @Override
    public void onKept(KeptResult result) {
    }

    @Override
    public void onStoreFailed(String reason) {
    }
}
