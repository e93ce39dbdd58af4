package sensornet.tls;

import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import javax.security.auth.x500.X500Principal;

/**
 * Whose certificate it is: the common name is the peer's id. The same id may stand as the URI {@code sensornet:ID} among
 * the alternative names, and then must not contradict. Host names and addresses are there for browsers only.
 */
final class Names {
    private static final String SCHEME = "sensornet:";
    private static final int URI = 6;
    private static final int MOST_SHOWN = 100;

    private Names() {
    }

    /** @throws CertificateException there is not exactly one name */
    static String of(X509Certificate certificate) throws CertificateException {
        List<String> names = new ArrayList<>();
        try {
            LdapName subject = new LdapName(certificate.getSubjectX500Principal().getName(X500Principal.RFC2253));
            for (Rdn rdn : subject.getRdns()) {
                if (rdn.getType().equalsIgnoreCase("CN")) {
                    names.add(String.valueOf(rdn.getValue()));
                }
            }
        } catch (InvalidNameException e) {
            throw new CertificateException("the subject " + shown(certificate) + " cannot be read", e);
        }
        if (names.size() != 1) {
            throw new CertificateException("the subject " + shown(certificate) + " must hold one common name, the peer's id");
        }
        String name = names.get(0);
        Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
        for (List<?> alternative : alternatives == null ? List.<List<?>>of() : alternatives) {
            if (alternative.get(0).equals(URI) && alternative.get(1).toString().startsWith(SCHEME)
                    && !alternative.get(1).toString().equals(SCHEME + name)) {
                throw new CertificateException("the certificate of " + shown(certificate) + " names another peer among its"
                        + " alternative names");
            }
        }
        return name;
    }

    /** For a log line, whatever a stranger has written into it. */
    static String shown(X509Certificate certificate) {
        String text = certificate.getSubjectX500Principal().getName().replaceAll("[^ -~]", "?");
        return text.length() > MOST_SHOWN ? text.substring(0, MOST_SHOWN) + "..." : text;
    }
}
