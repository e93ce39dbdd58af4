package sensornet.sim;

import sensornet.wire.Message;

/** Messages of one kind from one peer to another, as a named scenario speaks of them; null stands for any. */
record Flow(Class<? extends Message> kind, String from, String to) {

    static Flow flow(Class<? extends Message> kind, String from, String to) {
        return new Flow(kind, from, to);
    }

    /** Everything on that link. */
    static Flow all(String from, String to) {
        return new Flow(null, from, to);
    }

    boolean matches(Message message, String sender, String receiver) {
        return (kind == null || kind.isInstance(message)) && (from == null || from.equals(sender))
                && (to == null || to.equals(receiver));
    }

    @Override
    public String toString() {
        return (kind == null ? "anything" : kind.getSimpleName()) + " from " + (from == null ? "anybody" : from) + " to "
                + (to == null ? "anybody" : to);
    }
}
