package sensornet.http;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import sensornet.tls.SecretFiles;
import sensornet.tls.TlsException;

/** What opens the page to somebody without a certificate. Never shown; compared in a time that tells nothing. */
public final class HttpToken {
    static final int LEAST = 16;
    private final byte[] digest;

    private HttpToken(String token) {
        digest = digest(token);
    }

    /** @throws TlsException one line; too short a token could be guessed */
    public static HttpToken read(Path file) throws TlsException {
        String token = SecretFiles.line("--http-token-file", file);
        if (token.length() < LEAST || !token.matches("[!-~]+")) {
            throw new TlsException("--http-token-file " + file + " must hold at least " + LEAST
                    + " characters of ASCII without blanks, such as openssl rand -hex 24 gives");
        }
        return new HttpToken(token);
    }

    boolean matches(String guess) {
        return MessageDigest.isEqual(digest, digest(guess));
    }

    private static byte[] digest(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
