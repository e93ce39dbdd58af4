package sensornet.tls;

import java.security.cert.CertificateException;

/** Another's certificate does not do; the message says whose, and why. */
public final class Untrusted extends CertificateException {
    /** What is wrong with it. */
    public enum Kind { EXPIRED, NOT_YET_VALID, FOREIGN }

    private static final long serialVersionUID = 1;
    private final Kind kind;

    Untrusted(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }

    /** What went wrong in a handshake, if it was this; else null. */
    public static Untrusted in(Throwable e) {
        for (Throwable t = e; t != null; t = t.getCause()) {
            if (t instanceof Untrusted untrusted) {
                return untrusted;
            }
        }
        return null;
    }
}
