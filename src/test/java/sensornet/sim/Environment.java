package sensornet.sim;

import java.util.function.Supplier;

/** What is simulated: which protocol, over which codec and which disks. */
record Environment(ProtocolUnderTest.Factory protocol, WireFormat wire, Supplier<SimDisk> disks) {
    /** The product. */
    static final Environment REAL = new Environment(RealProtocol::new, new CodecFormat(), StoreOnDisk::new);

    Environment with(ProtocolUnderTest.Factory other) {
        return new Environment(other, wire, disks);
    }
}
