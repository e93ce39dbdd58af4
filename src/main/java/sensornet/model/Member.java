package sensornet.model;

/** A peer and the one TCP address at which it is reached. */
public record Member(Identity identity, String host, int port) {
    public String id() {
        return identity.id();
    }

    public String address() {
        return host + ":" + port;
    }

    @Override
    public String toString() {
        return identity + "@" + address();
    }
}
