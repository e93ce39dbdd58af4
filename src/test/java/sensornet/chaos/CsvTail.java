package sensornet.chaos;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Reads what came to the CSV files of one peer since the last time; a file that was cut or replaced from its start. */
final class CsvTail {
    private static final int MEMORY = 256;

    private static final class Followed {
        long offset;
        /** The bytes before the offset, by which it shows that the file was cut and has grown again. */
        byte[] before = {};
        long rows;
        long last;
        int failures;

        void again() {
            offset = 0;
            before = new byte[0];
            rows = 0;
            last = 0;
        }
    }

    private final Path dir;
    private final Violations violations;
    private final Map<String, Followed> files = new HashMap<>();

    CsvTail(Path dir, Violations violations) {
        this.dir = dir;
        this.violations = violations;
    }

    /** Reads on. The directory may not be there. */
    void poll(Consumer<Row> rows) throws IOException {
        Set<String> there = new HashSet<>();
        try (Stream<Path> paths = Files.list(dir)) {
            for (Path path : paths.filter(p -> p.toString().endsWith(".csv")).toList()) {
                String name = path.getFileName().toString();
                there.add(name);
                try {
                    read(path, files.computeIfAbsent(name, n -> new Followed()), rows);
                } catch (FileNotFoundException goneSinceItWasListed) {
                    there.remove(name);
                }
            }
        } catch (NoSuchFileException e) {
            // No peer has been here yet, or it has cleared its directory.
        }
        files.keySet().retainAll(there);
    }

    private void read(Path path, Followed file, Consumer<Row> rows) throws IOException {
        try (RandomAccessFile in = new RandomAccessFile(path.toFile(), "r")) {
            long length = in.length();
            if (length < file.offset || !sameBefore(in, file)) {
                file.again();
            }
            byte[] buffer = new byte[(int) Math.min(1 << 20, Math.max(0, length - file.offset))];
            while (file.offset < length) {
                in.seek(file.offset);
                int n = in.read(buffer, 0, buffer.length);
                int end = n;
                while (end > 0 && buffer[end - 1] != '\n') {
                    end--;
                }
                if (end <= 0) {
                    return;
                }
                if (!parse(path, file, buffer, end, rows)) {
                    return;
                }
                file.offset += end;
                file.before = Arrays.copyOfRange(buffer, Math.max(0, end - MEMORY), end);
            }
            file.failures = 0;
        }
    }

    private static boolean sameBefore(RandomAccessFile in, Followed file) throws IOException {
        byte[] now = new byte[file.before.length];
        in.seek(file.offset - now.length);
        int n = 0;
        while (n < now.length) {
            int more = in.read(now, n, now.length - n);
            if (more < 0) {
                return false; // it is being cut at this moment
            }
            n += more;
        }
        return Arrays.equals(now, file.before);
    }

    /** Returns false if this makes no sense: then the file was being cut just now, or it is wrong. */
    private boolean parse(Path path, Followed file, byte[] buffer, int end, Consumer<Row> rows) {
        int start = 0;
        if (file.offset == 0) {
            start = Row.HEADER.length() + 1;
            if (end < start || !new String(buffer, 0, start - 1, StandardCharsets.ISO_8859_1).equals(Row.HEADER)) {
                return wrong(file, "files", path + " does not begin with the header");
            }
        }
        for (int i = start; i < end; i++) {
            if (buffer[i] == '\n') {
                Row row;
                try {
                    row = Row.parse(buffer, start, i);
                } catch (IllegalArgumentException e) {
                    return wrong(file, "G4", path + ": " + e.getMessage());
                }
                if (row.sequence() <= file.last) {
                    return wrong(file, "G1", path + ": sequence " + row.sequence() + " after " + file.last);
                }
                file.last = row.sequence();
                file.rows++;
                rows.accept(row);
                start = i + 1;
            }
        }
        return true;
    }

    /** Only what is wrong twice, when the file is read again from its start, counts. */
    private boolean wrong(Followed file, String guarantee, String evidence) {
        if (++file.failures > 1) {
            violations.add(guarantee, evidence);
        }
        file.again();
        return false;
    }

    /** How many rows its files held when they were read last. */
    long rows() {
        return files.values().stream().mapToLong(f -> f.rows).sum();
    }

    /** The highest sequence number in them. */
    long last() {
        return files.values().stream().mapToLong(f -> f.last).max().orElse(0);
    }
}
