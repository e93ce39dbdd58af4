package sensornet.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sensornet.tls.TestCa.Store;
import sensornet.tls.TestCa.Wish;

/** What is taken from a keystore, and the line for what is wrong with one. */
class TlsFilesTest {
    private static final TestCa CA = new TestCa("group");
    private static final Instant NOW = Instant.now();

    @TempDir
    Path dir;

    private static void refuses(Store store, String words) {
        String line = assertThrows(TlsException.class, store::load).getMessage();
        assertTrue(line.contains(words), line);
        assertFalse(line.contains("\n") || line.contains("battery"), line);
    }

    private KeyStore open(Store store) throws Exception {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        keys.load(new ByteArrayInputStream(Files.readAllBytes(store.keystore())), password(store));
        return keys;
    }

    private static char[] password(Store store) throws Exception {
        return Files.readString(store.password()).strip().toCharArray();
    }

    @Test
    void theCertificateGivesTheNameAndTheEnd() throws Exception {
        Instant until = Instant.parse("2031-02-03T04:05:06Z");
        assertEquals("attic", CA.store(dir, "attic").load().name());
        assertTrue(CA.store(dir, "attic").load().until().isBefore(NOW.plus(Duration.ofDays(101))));
        assertEquals(CA.certificate().getNotAfter().toInstant(), CA.store(dir, Wish.of("b").until(until)).load().until(),
                "the CA ends before: nobody can be let in then either");
    }

    @Test
    void aFileThatCannotBeUsedIsOneLineThatSaysWhatToDo() throws Exception {
        Store good = CA.store(dir, "good");
        refuses(new Store(dir.resolve("none.p12"), good.password()), "none.p12 does not exist");
        refuses(new Store(good.keystore(), dir.resolve("none")), "--tls-password-file " + dir.resolve("none") + " does not exist");
        refuses(new Store(dir, good.password()), "is a directory");
        refuses(new Store(good.keystore(), Files.writeString(dir.resolve("wrong"), "wrong")), "does not open");
        refuses(new Store(good.keystore(), Files.writeString(dir.resolve("empty"), "\n")), "is empty");
        refuses(new Store(good.keystore(), Files.writeString(dir.resolve("two"), "a\nb\n")), "must hold one line");
        refuses(new Store(Files.writeString(dir.resolve("text"), "-----BEGIN"), good.password()), "is no PKCS12 keystore");
        Path large = dir.resolve("large");
        Files.write(large, new byte[2 << 20]);
        refuses(new Store(large, good.password()), "larger than 1 MiB");
    }

    @Test
    void aKeystoreWithoutKeyOrWithoutCaIsRefused() throws Exception {
        Store good = CA.store(dir, "good");
        KeyStore noKey = open(good);
        noKey.deleteEntry("peer");
        refuses(TestCa.write(noKey, dir, "noKey"), "holds no key");
        KeyStore twoKeys = open(good);
        KeyStore other = open(CA.store(dir, "other"));
        twoKeys.setKeyEntry("more", other.getKey("peer", password(good)), password(good), other.getCertificateChain("peer"));
        refuses(TestCa.write(twoKeys, dir, "twoKeys"), "holds 2 keys");
        KeyStore noCa = open(good);
        noCa.deleteEntry("ca0");
        noCa.setKeyEntry("peer", noCa.getKey("peer", password(good)), password(good),
                Arrays.copyOf(noCa.getCertificateChain("peer"), 1));
        refuses(TestCa.write(noCa, dir, "noCa"), "holds no CA");
        KeyStore leaf = open(good);
        leaf.setCertificateEntry("friend", other.getCertificate("peer"));
        refuses(TestCa.write(leaf, dir, "leaf"), "CN=other as trusted, which is no CA");
    }

    @Test
    void whereNoCaStandsAloneTheRootOfTheOwnChainIsTrusted() throws Exception {
        Store good = CA.store(dir, "good");
        KeyStore likeOpenSsl = open(good);
        likeOpenSsl.deleteEntry("ca0");
        Store store = TestCa.write(likeOpenSsl, dir, "openssl");
        assertEquals("good", store.load().name());
        KeyStore authorities = KeystoreFile.read(store.keystore(), store.password()).authorities();
        List<Certificate> trusted = Collections.list(authorities.aliases()).stream().map(a -> {
            try {
                return authorities.getCertificate(a);
            } catch (java.security.KeyStoreException e) {
                throw new IllegalStateException(e);
            }
        }).toList();
        assertEquals(List.of((Certificate) CA.certificate()), trusted);
    }

    @Test
    void anOwnCertificateThatNobodyWouldTakeIsFoundAtTheStart() {
        refuses(CA.store(dir, Wish.of("old").until(NOW.minusSeconds(60))), "CN=old in " + dir.resolve("old.p12") + " expired at");
        refuses(CA.store(dir, Wish.of("young").from(NOW.plus(Duration.ofDays(1)))), "set the clock");
        refuses(CA.store(dir, Wish.of("lost").trusting(new TestCa("other"))), "no other peer would take it");
        refuses(CA.store(dir, Wish.of("a").uri("sensornet:b")), "names another peer");
    }

    @Test
    void theEndIsToldThirtyDaysBeforeAndAfterwards() {
        assertNull(ExpiryWatch.warning("a", NOW.plus(Duration.ofDays(31)), NOW));
        assertTrue(ExpiryWatch.warning("a", NOW.plus(Duration.ofDays(29)).plusSeconds(1), NOW).contains("in 29 days"));
        assertTrue(ExpiryWatch.warning("a", NOW.plusSeconds(7_300), NOW).contains("in 2 hours"));
        assertTrue(ExpiryWatch.warning("a", NOW.minusSeconds(1), NOW).contains("expired at"));
    }

    @Test
    void onlyTheCaOfTheFileIsTrustedAndNotThoseOfTheJdk() throws Exception {
        Tls tls = CA.store(dir, "a").load();
        Store store = CA.store(dir, "a");
        KeystoreFile file = KeystoreFile.read(store.keystore(), store.password());
        X509Certificate[] accepted = new GroupTrust(file.authorities()).getAcceptedIssuers();
        assertEquals(List.of(CA.certificate()), List.of(accepted));
        assertEquals(List.of("TLSv1.3"), List.of(tls.parameters().getProtocols()));
    }
}
