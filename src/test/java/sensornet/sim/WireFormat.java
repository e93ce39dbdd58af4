package sensornet.sim;

import sensornet.wire.Message;

/** Every simulated message goes through this: the real codec. */
interface WireFormat {
    byte[] encode(Message message);

    Message decode(byte[] line);
}
