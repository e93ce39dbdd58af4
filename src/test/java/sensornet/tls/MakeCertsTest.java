package sensornet.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code scripts/make-certs.sh}, with the real keytool. */
class MakeCertsTest {
    @TempDir
    Path temp;

    private record Ended(int code, String output) {
    }

    private static Ended make(String... args) throws Exception {
        List<String> command = new ArrayList<>(List.of("bash", "scripts/make-certs.sh"));
        command.addAll(Arrays.asList(args));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("PATH", Path.of(System.getProperty("java.home"), "bin") + ":" + System.getenv("PATH"));
        builder.environment().put("JDK_JAVA_OPTIONS", "");
        builder.environment().put("JAVA_TOOL_OPTIONS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC");
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), output);
    }

    private static Tls load(Path dir, String id) throws TlsException {
        return Tls.load(dir.resolve(id + ".p12"), dir.resolve(id + ".password"));
    }

    @Test
    void makesACaAndAKeystoreForEachPeerAndLaterMoreOfTheSameCa() throws Exception {
        Path dir = temp.resolve("with blank");
        Ended made = make("--days", "40", dir.toString(), "attic=192.0.2.7,attic.lan");
        assertEquals(0, made.code, made.output);
        Tls attic = load(dir, "attic");
        assertEquals("attic", attic.name());
        byte[] first = Files.readAllBytes(dir.resolve("attic.p12"));
        byte[] ca = Files.readAllBytes(dir.resolve("ca.p12"));

        // A second run renews, and takes one more CA into what is trusted.
        Files.copy(dir.resolve("ca.pem"), dir.resolve("trust-next.pem"));
        made = make(dir.toString(), "attic");
        assertEquals(0, made.code, made.output);
        assertNotEquals(Arrays.hashCode(first), Arrays.hashCode(Files.readAllBytes(dir.resolve("attic.p12"))));
        assertEquals(Arrays.hashCode(ca), Arrays.hashCode(Files.readAllBytes(dir.resolve("ca.p12"))));
        assertTrue(load(dir, "attic").until().isAfter(attic.until()));
        KeystoreFile file = KeystoreFile.read(dir.resolve("attic.p12"), dir.resolve("attic.password"));
        assertEquals(2, file.authorities().size());

        try (Stream<Path> files = Files.list(dir)) {
            for (Path f : files.toList()) {
                assertFalse(f.getFileName().toString().startsWith(".new"), "left behind: " + f);
                if (!f.endsWith("trust-next.pem")) {
                    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(f)), f.toString());
                }
            }
        }
    }

    @Test
    void badUsageIsOneLineAndNoPasswordStandsOnACommandLine() throws Exception {
        Ended ended = make(temp.toString(), "../evil");
        assertEquals(2, ended.code);
        assertTrue(ended.output.contains("'../evil' is no peer id"), ended.output);
        assertEquals(2, make(temp.toString(), "ca").code);
        assertEquals(2, make("--days", "x", temp.toString(), "a").code);
        assertEquals(2, make(temp.toString()).code);
        String script = Files.readString(Path.of("scripts/make-certs.sh"));
        assertFalse(script.matches("(?s).*-(storepass|keypass) .*"), "-storepass:file instead");
        try (Stream<Path> files = Files.list(temp)) {
            assertEquals(0, files.count());
        }
    }
}
