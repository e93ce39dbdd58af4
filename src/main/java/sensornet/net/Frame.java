package sensornet.net;

import sensornet.wire.Message;

/** A message on its way out. Encoded when the first link writes it, and only once however many links send it. */
final class Frame {
    private final Message message;
    private byte[] line;

    Frame(Message message) {
        this.message = message;
    }

    Message message() {
        return message;
    }

    /** The line with its LF. Throws IllegalArgumentException for a message that cannot be written as one. */
    synchronized byte[] line() {
        if (line == null) {
            line = Batch.framed(message);
        }
        return line;
    }

    /** About what it takes in a queue, in bytes. */
    long size() {
        if (message instanceof Message.Append m) {
            return 400 + m.entries().run().size();
        } else if (message instanceof Message.SequencerRequest m) {
            return 400 + m.run().size();
        } else if (message instanceof Message.FetchedEntries m) {
            return 400 + m.entries().run().size();
        } else if (message instanceof Message.ViewChange m) {
            return 400 + 200L * m.view().members().size() + 100L * m.left().size();
        } else if (message instanceof Message.Level m) {
            return 400 + 200L * m.spans().size();
        } else if (message instanceof Message.Promise m) {
            return 400 + 200L * m.report().spans().size();
        } else if (message instanceof Message.AddedToNetwork m) {
            return 400 + 200L * m.offer().spans().size();
        } else if (message instanceof Message.Go m) {
            return 400 + 200L * m.offer().spans().size();
        }
        return 300;
    }
}
