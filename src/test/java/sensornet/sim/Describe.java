package sensornet.sim;

import sensornet.journal.StoreOp;
import sensornet.model.Entries;
import sensornet.model.Run;
import sensornet.wire.Message;

/** Messages and operations as short lines of the trace. */
final class Describe {
    private Describe() {
    }

    static String message(Message message) {
        return switch (kind(message)) {
            case "SequencerRequest" -> {
                Message.SequencerRequest m = (Message.SequencerRequest) message;
                yield "SequencerRequest " + m.view() + " " + run(m.run());
            }
            case "Append" -> {
                Message.Append m = (Message.Append) message;
                yield "Append " + m.view() + " committed=" + m.committed() + " " + entries(m.entries());
            }
            case "FetchedEntries" -> {
                Message.FetchedEntries m = (Message.FetchedEntries) message;
                yield "FetchedEntries " + m.context() + " " + entries(m.entries());
            }
            default -> message.toString();
        };
    }

    static String kind(Message message) {
        return message.getClass().getSimpleName();
    }

    static String op(StoreOp op) {
        if (op instanceof StoreOp.Append a) {
            return "Append " + entries(a.entries());
        }
        return op.toString();
    }

    static int code(StoreOp op) {
        return op.getClass().getSimpleName().hashCode() + (op instanceof StoreOp.Append a ? (int) a.entries().first()
                : op instanceof StoreOp.Commit c ? (int) c.upTo() : op instanceof StoreOp.Cut c ? (int) c.to() : 0);
    }

    private static String entries(Entries e) {
        return e.first() + ".." + e.last() + " " + run(e.run());
    }

    private static String run(Run run) {
        return run.origin() + "#" + run.firstN() + ".." + run.lastN();
    }
}
