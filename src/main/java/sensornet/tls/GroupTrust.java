package sensornet.tls;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * JSSE's own check against the group's CA, with nothing taken away; it only says whose certificate it was and what to do.
 * Hosts are not compared with what the certificate names: it names a peer id, that is compared with what the peer says
 * of itself (HELLO, WELCOME), and an id may move to another address.
 */
final class GroupTrust extends X509ExtendedTrustManager {
    private interface Check {
        void run() throws CertificateException;
    }

    private final X509ExtendedTrustManager delegate;

    /** @param authorities holds the CAs and nothing else; the JDK's own list is not asked */
    GroupTrust(KeyStore authorities) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
        factory.init(authorities);
        X509ExtendedTrustManager found = null;
        for (TrustManager manager : factory.getTrustManagers()) {
            if (manager instanceof X509ExtendedTrustManager x509) {
                found = x509;
            }
        }
        if (found == null) {
            throw new GeneralSecurityException("this Java has no X.509 trust manager");
        }
        delegate = found;
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
        told(chain, () -> delegate.checkClientTrusted(chain, type));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
        told(chain, () -> delegate.checkServerTrusted(chain, type));
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        told(chain, () -> delegate.checkClientTrusted(chain, type, socket));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        told(chain, () -> delegate.checkServerTrusted(chain, type, socket));
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        told(chain, () -> delegate.checkClientTrusted(chain, type, engine));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        told(chain, () -> delegate.checkServerTrusted(chain, type, engine));
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return delegate.getAcceptedIssuers();
    }

    private static void told(X509Certificate[] chain, Check check) throws CertificateException {
        try {
            check.run();
        } catch (CertificateException e) {
            throw chain == null || chain.length == 0 ? e : new Untrusted(kind(e), why(chain[0], e), e);
        }
    }

    private static Untrusted.Kind kind(CertificateException e) {
        for (Throwable t = e; t != null; t = t.getCause()) {
            if (t instanceof CertificateExpiredException) {
                return Untrusted.Kind.EXPIRED;
            } else if (t instanceof CertificateNotYetValidException) {
                return Untrusted.Kind.NOT_YET_VALID;
            }
        }
        return Untrusted.Kind.FOREIGN;
    }

    private static String why(X509Certificate certificate, CertificateException e) {
        String whose = "the certificate of " + Names.shown(certificate);
        return switch (kind(e)) {
            case EXPIRED -> whose + " expired at " + certificate.getNotAfter().toInstant() + ": give that peer a new one";
            case NOT_YET_VALID -> whose + " is valid only from " + certificate.getNotBefore().toInstant()
                    + ": are the clocks of both hosts right?";
            case FOREIGN -> whose + " is none of this group's CA, or not meant for this (" + e.getMessage() + ")";
        };
    }
}
