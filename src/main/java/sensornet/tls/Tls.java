package sensornet.tls;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;

/**
 * TLS 1.3 as this group speaks it: both ends show a certificate of the group's CA, and no other CA counts. All the work
 * is JSSE's, with its defaults. Immutable, any thread.
 */
public final class Tls {
    /** The first byte of what a TLS client says, and of how a TLS end says that it gives up. */
    public static final byte HANDSHAKE_RECORD = 0x16;
    public static final byte ALERT_RECORD = 0x15;
    private static final String[] PROTOCOLS = {"TLSv1.3"};

    private final SSLContext context;
    private final String name;
    private final Instant until;

    private Tls(SSLContext context, String name, Instant until) {
        this.context = context;
        this.name = name;
        this.until = until;
    }

    /** @throws TlsException one line: what is wrong with which file, and what to do */
    public static Tls load(Path keystore, Path passwordFile) throws TlsException {
        KeystoreFile file = KeystoreFile.read(keystore, passwordFile);
        try {
            GroupTrust trust = new GroupTrust(file.authorities());
            file.checkOwn(trust, keystore, Instant.now());
            KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            own.init(file.keys(), file.password());
            SSLContext context = SSLContext.getInstance("TLSv1.3");
            context.init(own.getKeyManagers(), new TrustManager[] {trust}, null);
            return new Tls(context, Names.of(file.chain().get(0)), file.until());
        } catch (CertificateException e) {
            throw new TlsException(keystore + ": " + e.getMessage(), e);
        } catch (GeneralSecurityException e) {
            throw new TlsException(keystore + " cannot be used: " + e.getMessage(), e);
        }
    }

    /** What the own certificate names: the id of the peer it was made for. */
    public String name() {
        return name;
    }

    /** The own certificate, or one that vouches for it, ends then. */
    public Instant until() {
        return until;
    }

    public SSLContext context() {
        return context;
    }

    /** For what cannot be done with the context alone. */
    public SSLParameters parameters() {
        SSLParameters parameters = context.getDefaultSSLParameters();
        parameters.setProtocols(PROTOCOLS);
        return parameters;
    }

    /** The dialling end, on a connected socket; the handshake is still to be done. */
    public SSLSocket client(Socket connected) throws IOException {
        // The address only finds a session again. It is compared with nothing: who dials compares the peer's id.
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(connected,
                connected.getInetAddress().getHostAddress(), connected.getPort(), true);
        socket.setSSLParameters(parameters());
        socket.setUseClientMode(true);
        return socket;
    }

    /**
     * The accepting end; the handshake is still to be done.
     *
     * @param consumed what was read from the socket already
     */
    public SSLSocket server(Socket accepted, InputStream consumed) throws IOException {
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(accepted, consumed, true);
        SSLParameters parameters = parameters();
        parameters.setNeedClientAuth(true);
        socket.setSSLParameters(parameters);
        socket.setUseClientMode(false);
        return socket;
    }

    /**
     * What the certificate of the other end names. A session may be resumed long after its handshake, so the time is
     * looked at again.
     *
     * @throws SSLPeerUnverifiedException it has shown none, or one that has expired since
     */
    public String peerName(SSLSession session) throws SSLPeerUnverifiedException {
        X509Certificate certificate = (X509Certificate) session.getPeerCertificates()[0];
        try {
            certificate.checkValidity();
            return Names.of(certificate);
        } catch (CertificateExpiredException e) {
            throw new SSLPeerUnverifiedException("the certificate of " + Names.shown(certificate) + " expired at "
                    + certificate.getNotAfter().toInstant() + ": give that peer a new one");
        } catch (CertificateException e) {
            throw new SSLPeerUnverifiedException(e.getMessage());
        }
    }
}
