package sensornet.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sensornet.PeerConfig;
import sensornet.tls.TestCa;
import sensornet.tls.TestCa.Store;

class TlsOptionsTest {
    private static final TestCa CA = new TestCa("group");

    @TempDir
    Path dir;
    private PeerConfig seen;

    private String run(int code, List<String> args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream print = new PrintStream(out, true, StandardCharsets.UTF_8);
        seen = null;
        System.setProperty("logback.configurationFile", "logback-test.xml");
        try {
            int got = new PeerCommand(config -> {
                seen = config;
                return 0;
            }, print, print).execute(args, Map.of());
            assertEquals(code, got, out.toString(StandardCharsets.UTF_8));
        } finally {
            System.clearProperty("logback.configurationFile");
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    private static List<String> with(Store store, String... more) {
        List<String> args = new ArrayList<>(List.of(store.options()));
        args.addAll(List.of(more));
        return args;
    }

    private void fails(int code, String words, List<String> args) {
        String line = run(code, args);
        assertEquals(1, line.lines().count(), line);
        assertTrue(line.startsWith("peer: ") && line.contains(words), line);
    }

    @Test
    void theCertificateNamesThePeer() {
        Store store = CA.store(dir, "attic");
        run(0, with(store, "--keep-data"));
        assertEquals("attic", seen.peerId());
        assertEquals(List.of(), seen.warnings(), "the id is fixed by the certificate");
        assertEquals("attic", seen.tls().name());
        run(0, with(store, "--peer-id", "attic"));
        fails(2, "--peer-id cellar is not the name in the certificate of --tls-keystore " + store.keystore()
                + ", which is for 'attic'", with(store, "--peer-id", "cellar"));
        fails(2, "holds a certificate whose name is none for a peer", with(CA.store(dir, "Mr X")));
    }

    @Test
    void bothOptionsOrNeitherAndATokenOnlyBesideThem() throws Exception {
        Store store = CA.store(dir, "attic");
        fails(2, "needs --tls-password-file beside it", List.of("--tls-keystore", store.keystore().toString()));
        fails(2, "needs --tls-keystore beside it", List.of("--tls-password-file", store.password().toString()));
        Path token = Files.writeString(dir.resolve("token"), "0123456789abcdef\n");
        fails(2, "needs --tls-keystore: without TLS the token", List.of("--http-token-file", token.toString()));
        run(0, with(store, "--http-token-file", token.toString()));
        Path weak = Files.writeString(dir.resolve("weak"), "12345\n");
        fails(1, "at least 16 characters", with(store, "--http-token-file", weak.toString()));
        fails(1, "none does not exist", with(store, "--http-token-file", dir.resolve("none").toString()));
        fails(2, "needs --tls-password-file", List.of("status", "--tls-keystore", store.keystore().toString()));
    }

    @Test
    void aFileThatCannotBeUsedIsExitCodeOne() {
        Store store = CA.store(dir, "attic");
        fails(1, "does not open", with(new Store(store.keystore(), write("wrong"))));
        fails(1, "does not exist", with(new Store(dir.resolve("x"), store.password())));
        fails(1, "expired at", with(CA.store(dir, TestCa.Wish.of("old").until(java.time.Instant.now().minusSeconds(9)))));
    }

    private Path write(String text) {
        try {
            return Files.writeString(dir.resolve("written"), text);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void noSecretIsShown() throws Exception {
        Store store = CA.store(dir, "attic");
        Path token = Files.writeString(dir.resolve("token"), "0123456789abcdef\n");
        String table = run(0, with(store, "--http-token-file", token.toString(), "--print-config"));
        assertTrue(table.contains(store.keystore().toString()) && table.contains(token.toString()), table);
        assertTrue(table.lines().anyMatch(l -> l.matches("--peer-id +attic +the certificate")), table);
        run(0, with(store, "--http-token-file", token.toString()));
        for (String text : List.of(table, seen.toString())) {
            assertFalse(text.contains("0123456789abcdef"), text);
            assertFalse(text.contains(Files.readString(store.password()).strip()), text);
        }
    }
}
