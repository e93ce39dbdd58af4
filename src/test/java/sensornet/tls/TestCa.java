package sensornet.tls;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A CA that makes any certificate a test wants, in a millisecond: the few lines of DER that an X.509 certificate is. */
public final class TestCa {
    private static final byte[] ECDSA_SHA256 = seq(oid(1, 2, 840, 10045, 4, 3, 2));
    private static final String PASSWORD = "correct horse battery";

    private final String name;
    private final KeyPair keys = keyPair();
    private final X509Certificate certificate;

    public TestCa(String name) {
        this.name = name;
        Instant now = Instant.now();
        certificate = certificate(name, keys, extension(true, oid(2, 5, 29, 19), seq(der(1, new byte[] {-1}))),
                now.minus(Duration.ofDays(1000)), now.plus(Duration.ofDays(1000)));
    }

    /** What a keystore is to be like. */
    public record Wish(String id, Instant from, Instant until, String uri, TestCa[] trusted) {
        public static Wish of(String id) {
            Instant now = Instant.now();
            return new Wish(id, now.minus(Duration.ofDays(1)), now.plus(Duration.ofDays(100)), "sensornet:" + id, null);
        }

        public Wish from(Instant instant) {
            return new Wish(id, instant, until, uri, trusted);
        }

        public Wish until(Instant instant) {
            return new Wish(id, from, instant, uri, trusted);
        }

        public Wish uri(String text) {
            return new Wish(id, from, until, text, trusted);
        }

        public Wish trusting(TestCa... cas) {
            return new Wish(id, from, until, uri, cas);
        }
    }

    /** A file and its password file. */
    public record Store(Path keystore, Path password) {
        public Tls load() throws TlsException {
            return Tls.load(keystore, password);
        }

        public String[] options() {
            return new String[] {"--tls-keystore", keystore.toString(), "--tls-password-file", password.toString()};
        }
    }

    public X509Certificate certificate() {
        return certificate;
    }

    /** For a client that trusts this CA and has no certificate. */
    public SSLContext browser() {
        try {
            KeyStore trusted = empty();
            trusted.setCertificateEntry("ca", certificate);
            TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
            factory.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, factory.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    public Tls tls(String id) {
        try {
            Path dir = Files.createTempDirectory("sensornet-tls");
            Store store = store(dir, Wish.of(id));
            Tls tls = store.load();
            Files.delete(store.keystore());
            Files.delete(store.password());
            Files.delete(dir);
            return tls;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    public Store store(Path dir, String id) {
        return store(dir, Wish.of(id));
    }

    public Store store(Path dir, Wish wish) {
        KeyPair own = keyPair();
        byte[] san = seq(der(0x86, wish.uri.getBytes(StandardCharsets.US_ASCII)), der(0x87, new byte[] {127, 0, 0, 1}));
        byte[] usages = seq(oid(1, 3, 6, 1, 5, 5, 7, 3, 1), oid(1, 3, 6, 1, 5, 5, 7, 3, 2));
        X509Certificate leaf = certificate(wish.id, own, concat(extension(true, oid(2, 5, 29, 19), seq()),
                extension(false, oid(2, 5, 29, 37), usages), extension(false, oid(2, 5, 29, 17), san)), wish.from, wish.until);
        try {
            KeyStore store = empty();
            store.setKeyEntry("peer", own.getPrivate(), PASSWORD.toCharArray(), new Certificate[] {leaf, certificate});
            TestCa[] trusted = wish.trusted == null ? new TestCa[] {this} : wish.trusted;
            for (int i = 0; i < trusted.length; i++) {
                store.setCertificateEntry("ca" + i, trusted[i].certificate);
            }
            return write(store, dir, wish.id);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    public static KeyStore empty() {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            return store;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    public static Store write(KeyStore store, Path dir, String name) {
        Path file = dir.resolve(name + ".p12");
        Path password = dir.resolve(name + ".password");
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, PASSWORD.toCharArray());
            Files.writeString(password, PASSWORD + "\n");
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
            Files.setPosixFilePermissions(password, PosixFilePermissions.fromString("rw-------"));
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
        return new Store(file, password);
    }

    static KeyPair keyPair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private X509Certificate certificate(String subject, KeyPair owner, byte[] extensions, Instant from, Instant until) {
        byte[] serial = new BigInteger(64, new SecureRandom()).add(BigInteger.ONE).toByteArray();
        byte[] body = seq(der(0xa0, der(2, new byte[] {2})), der(2, serial), ECDSA_SHA256, dn(name),
                seq(time(from), time(until)), dn(subject), owner.getPublic().getEncoded(), der(0xa3, seq(extensions)));
        try {
            Signature signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(keys.getPrivate());
            signature.update(body);
            byte[] all = seq(body, ECDSA_SHA256, der(3, concat(new byte[1], signature.sign())));
            return (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(all));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] dn(String commonName) {
        return seq(der(0x31, seq(oid(2, 5, 4, 3), der(12, commonName.getBytes(StandardCharsets.UTF_8)))));
    }

    private static byte[] time(Instant instant) {
        return der(24, DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'").withZone(ZoneOffset.UTC).format(instant)
                .getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] extension(boolean critical, byte[] oid, byte[] value) {
        return critical ? seq(oid, der(1, new byte[] {-1}), der(4, value)) : seq(oid, der(4, value));
    }

    private static byte[] oid(int... arcs) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(arcs[0] * 40 + arcs[1]);
        for (int i = 2; i < arcs.length; i++) {
            for (int shift = 28; shift > 0; shift -= 7) {
                if (arcs[i] >> shift > 0) {
                    out.write(0x80 | arcs[i] >> shift & 0x7f);
                }
            }
            out.write(arcs[i] & 0x7f);
        }
        return der(6, out.toByteArray());
    }

    private static byte[] seq(byte[]... parts) {
        return der(0x30, concat(parts));
    }

    private static byte[] der(int tag, byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        if (content.length >= 256) {
            out.write(0x82);
            out.write(content.length >> 8);
        } else if (content.length >= 128) {
            out.write(0x81);
        }
        out.write(content.length);
        out.writeBytes(content);
        return out.toByteArray();
    }

    private static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}
