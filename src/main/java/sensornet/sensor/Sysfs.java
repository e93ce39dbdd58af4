package sensornet.sensor;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Attributes of the kernel's devices: small text files, whose read asks the device and may fail or hang as it does. */
final class Sysfs {
    /** Where the kernel shows its devices. */
    static final Path ROOT = Path.of("/sys");
    /** Of an attribute; no kernel writes more into one. */
    private static final int MAX = 4096;

    /** Reads the text of an attribute; a test has its own. */
    @FunctionalInterface
    interface Reader {
        String read(Path file) throws IOException;
    }

    private Sysfs() {
    }

    /** @throws IOException with one line that names the file */
    static String text(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return new String(in.readNBytes(MAX), StandardCharsets.UTF_8).strip();
        } catch (FileSystemException e) {
            throw e;
        } catch (IOException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        }
    }

    /** The text of an attribute that not every device has, or "". */
    static String textOrNone(Path file) {
        try {
            return Files.exists(file) ? text(file) : "";
        } catch (IOException e) {
            return "";
        }
    }

    /** @throws IOException it cannot be read, or is no number */
    static BigDecimal number(Reader reader, Path file) throws IOException {
        String text = reader.read(file);
        byte[] b = text.getBytes(StandardCharsets.UTF_8);
        if (!Numbers.isNumber(b, 0, b.length)) {
            throw new IOException(file + " holds " + Texts.shown(text) + ", which is no number");
        }
        try {
            return new BigDecimal(text);
        } catch (NumberFormatException e) {
            throw new IOException(file + " holds " + Texts.shown(text) + ", which is beyond all numbers");
        }
    }

    /** What is in a directory, sorted by name, numbers by their value; nothing if there is none. */
    static List<Path> list(Path dir, String glob) {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> paths = Files.newDirectoryStream(dir, glob)) {
            paths.forEach(found::add);
        } catch (IOException | DirectoryIteratorException e) {
            return List.of(); // not this kind of kernel, or it was unplugged just now
        }
        found.sort(Comparator.comparing((Path p) -> p.getFileName().toString().length())
                .thenComparing(p -> p.getFileName().toString()));
        return found;
    }

    /** The last part of where a link leads to, or "". */
    static String realName(Path link) {
        try {
            return Files.exists(link) ? name(link.toRealPath()) : "";
        } catch (IOException e) {
            return "";
        }
    }

    /** The last part of a path, or "" of the root, which has none. */
    static String name(Path path) {
        Path last = path.getFileName();
        return last == null ? "" : last.toString();
    }
}
