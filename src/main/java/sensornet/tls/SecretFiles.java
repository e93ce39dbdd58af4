package sensornet.tls;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;

/** Reads files that hold secrets. What is in them is in no message. */
public final class SecretFiles {
    private static final int MOST_BYTES = 1 << 20;

    private SecretFiles() {
    }

    /**
     * The bytes.
     *
     * @param option that names the file, for the message
     * @throws TlsException one line
     */
    static byte[] bytes(String option, Path file) throws TlsException {
        try {
            if (Files.isDirectory(file)) {
                throw new TlsException(option + " " + file + " is a directory: give the name of a file");
            }
            if (Files.size(file) > MOST_BYTES) {
                throw new TlsException(option + " " + file + " is larger than " + (MOST_BYTES >> 20)
                        + " MiB: is the name right?");
            }
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw new TlsException(option + " " + file + " does not exist: is the name right?"
                    + " (scripts/make-certs.sh makes keystores and their password files)", e);
        } catch (AccessDeniedException e) {
            throw new TlsException(option + " " + file + " cannot be read (access denied): it must belong to the user"
                    + " that runs this", e);
        } catch (TlsException e) {
            throw e;
        } catch (IOException e) {
            throw new TlsException(option + " " + file + " cannot be read: " + e, e);
        }
    }

    /** The first line without blanks around it; empty lines after it are nobody's, more text is an error. */
    public static String line(String option, Path file) throws TlsException {
        String text = new String(bytes(option, file), StandardCharsets.UTF_8).strip();
        if (text.isEmpty()) {
            throw new TlsException(option + " " + file + " is empty: it must hold one line");
        }
        if (text.chars().anyMatch(Character::isISOControl)) {
            throw new TlsException(option + " " + file + " must hold one line of text and nothing else");
        }
        return text;
    }

    /** Whether others than its owner can read it, as far as this system tells. */
    public static boolean isOpenToOthers(Path file) {
        try {
            Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
            return permissions.contains(PosixFilePermission.OTHERS_READ);
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }
}
