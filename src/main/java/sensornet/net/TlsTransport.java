package sensornet.net;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSocket;
import sensornet.model.Member;
import sensornet.tls.Tls;
import sensornet.tls.Untrusted;

/** Mutual TLS: a host without a certificate of the group's CA never gets as far as the protocol. */
final class TlsTransport implements Transport {
    /** A fatal handshake_failure: who speaks no TLS finds out that this end does, and nothing more. */
    private static final byte[] ALERT = {Tls.ALERT_RECORD, 3, 3, 0, 2, 2, 40};

    private final Tls tls;

    TlsTransport(Tls tls) {
        this.tls = tls;
    }

    @Override
    public Socket open() {
        return new Socket();
    }

    @Override
    public Fuse fuse(Socket raw, long deadline) {
        return Fuse.lit(raw, deadline);
    }

    @Override
    public Socket dialled(Socket raw) throws IOException {
        return shaken(tls.client(raw));
    }

    @Override
    public Socket accepted(Socket raw, long deadline) throws IOException {
        long leftMs = (deadline - System.nanoTime()) / 1_000_000;
        if (leftMs <= 0) {
            throw new SocketTimeoutException("deadline");
        }
        raw.setSoTimeout((int) leftMs);
        int first = raw.getInputStream().read();
        if (first < 0) {
            return null;
        }
        if (first != Tls.HANDSHAKE_RECORD) {
            raw.getOutputStream().write(ALERT);
            raw.getInputStream().skip(raw.getInputStream().available()); // closed with bytes unread the alert may be lost
            throw noTls();
        }
        raw.setSoTimeout(0); // the fuse has the deadline
        return shaken(tls.server(raw, new ByteArrayInputStream(new byte[] {(byte) first})));
    }

    private static HandshakeFailed noTls() {
        return new HandshakeFailed("tls_mismatch", "it speaks no TLS: start it with --tls-keystore, or this one without");
    }

    private static SSLSocket shaken(SSLSocket socket) throws IOException {
        try {
            socket.startHandshake();
            return socket;
        } catch (SSLException e) {
            throw explained(e);
        }
    }

    /** What JSSE says, for people; unchanged if the other end only went away. */
    static IOException explained(SSLException e) {
        String text = String.valueOf(e.getMessage());
        Untrusted untrusted = Untrusted.in(e);
        if (untrusted != null) {
            return new HandshakeFailed(untrusted.kind() == Untrusted.Kind.FOREIGN ? "tls_foreign" : "tls_expired",
                    untrusted.getMessage());
        }
        for (Throwable t = e.getCause(); t != null; t = t.getCause()) {
            if (t instanceof EOFException || t instanceof SocketException || t instanceof SocketTimeoutException) {
                return e;
            }
        }
        if (text.contains("Empty client certificate chain")) {
            return new HandshakeFailed("tls_no_certificate", "it has no certificate of this group's CA");
        }
        if (text.contains("nrecognized SSL message")) {
            return noTls();
        }
        if (text.startsWith("Received fatal alert: ")) {
            return new HandshakeFailed("tls_rejected", "it does not take this peer's certificate ("
                    + text.substring("Received fatal alert: ".length()) + "): is that of its CA, and has neither expired?");
        }
        return new HandshakeFailed("tls_failed", "the TLS handshake failed: " + text);
    }

    @Override
    public void check(int firstByte) {
        // it came through TLS
    }

    @Override
    public String contradiction(Socket talk, String id) throws HandshakeFailed {
        try {
            String name = tls.peerName(((SSLSocket) talk).getSession());
            return name.equals(id) ? null : "its certificate names '" + name + "' and not '" + id + "'";
        } catch (SSLPeerUnverifiedException e) {
            throw new HandshakeFailed("tls_expired", e.getMessage());
        }
    }

    @Override
    public Connection connection(Socket raw, Socket talk, Member remote) throws IOException {
        return new TlsConnection(raw, (SSLSocket) talk, remote);
    }
}
