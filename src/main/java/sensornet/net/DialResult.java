package sensornet.net;

import sensornet.model.Member;

/** How a dial ended. Only {@link Refused} and {@link OtherPeer} say anything about who is dead. */
sealed interface DialResult {

    /** The handshake is done. */
    record Up(Connection connection) implements DialResult {
    }

    /** "Connection refused" and nothing else: the host lives, and nobody listens there. */
    record Refused() implements DialResult {
    }

    /** Another peer, or another incarnation, answered than was expected there. */
    record OtherPeer(Member actual) implements DialResult {
    }

    /** A peer answered that it does not want us, and why. */
    record Rejected(String reason) implements DialResult {
    }

    /** Timed out, unreachable, hung up, not understood: proves nothing about anybody. */
    record NoAnswer(String why) implements DialResult {
    }
}
