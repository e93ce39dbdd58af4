package sensornet.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.UnrecoverableKeyException;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * A PKCS12 file that was read and checked: one key with its certificate, and the CAs of the group. Several CAs are
 * possible, so that one can be replaced by another while the group runs.
 *
 * @param keys the file as it is
 * @param authorities the CAs alone
 * @param chain the own certificate, then those that vouch for it
 * @param password of the key
 */
record KeystoreFile(KeyStore keys, KeyStore authorities, List<X509Certificate> chain, char[] password) {

    /** @throws TlsException one line: what is wrong with which file, and what to do */
    static KeystoreFile read(Path file, Path passwordFile) throws TlsException {
        byte[] bytes = SecretFiles.bytes("--tls-keystore", file);
        char[] password = SecretFiles.line("--tls-password-file", passwordFile).toCharArray();
        try {
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(new ByteArrayInputStream(bytes), password);
            List<X509Certificate> chain = chain(keys, file);
            return new KeystoreFile(keys, authorities(keys, chain, file), chain, password);
        } catch (TlsException e) {
            throw e;
        } catch (IOException e) {
            throw e.getCause() instanceof UnrecoverableKeyException
                    ? new TlsException("the password in " + passwordFile + " does not open " + file
                            + ": give the password file that was made with it", e)
                    : new TlsException(file + " is no PKCS12 keystore (" + e.getMessage()
                            + "): scripts/make-certs.sh makes one", e);
        } catch (GeneralSecurityException e) {
            throw new TlsException(file + " cannot be used: " + e.getMessage(), e);
        }
    }

    private static List<X509Certificate> chain(KeyStore keys, Path file) throws GeneralSecurityException, TlsException {
        List<String> own = new ArrayList<>();
        for (String alias : Collections.list(keys.aliases())) {
            if (keys.isKeyEntry(alias)) {
                own.add(alias);
            }
        }
        if (own.size() != 1) {
            throw new TlsException(file + " holds " + (own.isEmpty() ? "no key" : own.size() + " keys")
                    + ": it must hold the key and the certificate of this one peer");
        }
        Certificate[] chain = keys.getCertificateChain(own.get(0));
        return Arrays.stream(chain == null ? new Certificate[0] : chain).map(X509Certificate.class::cast).toList();
    }

    /** The certificates that stand alone in the file; if none does (files made by OpenSSL) the root of the own chain. */
    private static KeyStore authorities(KeyStore keys, List<X509Certificate> chain, Path file)
            throws GeneralSecurityException, IOException {
        List<X509Certificate> found = new ArrayList<>();
        for (String alias : Collections.list(keys.aliases())) {
            if (keys.isCertificateEntry(alias)) {
                found.add((X509Certificate) keys.getCertificate(alias));
            }
        }
        if (found.isEmpty() && chain.size() > 1) {
            found.add(chain.get(chain.size() - 1));
        }
        if (found.isEmpty()) {
            throw new TlsException(file + " holds no CA: the certificate of the group's CA must be in it, as the one that"
                    + " is trusted");
        }
        KeyStore authorities = KeyStore.getInstance("PKCS12");
        authorities.load(null, null);
        for (X509Certificate ca : found) {
            if (ca.getBasicConstraints() < 0) {
                throw new TlsException(file + " holds " + Names.shown(ca) + " as trusted, which is no CA: put the"
                        + " certificate of the group's CA there");
            }
            authorities.setCertificateEntry("ca" + authorities.size(), ca);
        }
        return authorities;
    }

    /** That others will take it: a peer that nobody lets in finds out now and not in the middle of the night. */
    void checkOwn(GroupTrust trust, Path file, Instant now) throws TlsException {
        X509Certificate own = chain.get(0);
        String whose = "the certificate of " + Names.shown(own) + " in " + file;
        if (own.getNotAfter().toInstant().isBefore(now)) {
            throw new TlsException(whose + " expired at " + own.getNotAfter().toInstant()
                    + ": make a new one (scripts/make-certs.sh) and start again");
        }
        if (own.getNotBefore().toInstant().isAfter(now)) {
            throw new TlsException(whose + " is valid only from " + own.getNotBefore().toInstant() + ", and the clock here says "
                    + now + ": set the clock");
        }
        try {
            X509Certificate[] all = chain.toArray(X509Certificate[]::new);
            trust.checkClientTrusted(all, "UNKNOWN");
            trust.checkServerTrusted(all, "UNKNOWN");
        } catch (CertificateException e) {
            throw new TlsException(file + ": " + e.getMessage() + ": no other peer would take it", e);
        }
    }

    /** When the first of the own certificates ends. */
    Instant until() {
        return chain.stream().map(c -> c.getNotAfter().toInstant()).min(Instant::compareTo).orElseThrow();
    }

    @Override
    public String toString() {
        return "KeystoreFile"; // a record would print its password's address at best
    }
}
