package sensornet.status;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The last reading of every sensor, read from the ends of the CSV files when somebody asks, and only of those that have
 * grown. With many sensors it looks less often, so that it never takes more than a few percent of a processor. Memory
 * is a line per sensor. Any thread; who asks while another looks gets that one's result.
 */
public final class SensorTable {
    private static final String SUFFIX = ".csv";
    private static final int TAIL_BYTES = 1024;
    private static final long LEAST_NANOS = 500_000_000L;
    /** The pause after a look is so many times as long as the look. */
    private static final int PAUSE_FACTOR = 20;

    /** A sensor's newest row; the three quantities are as they stand there, or empty. */
    public record Last(String id, long sequence, String timestamp, String temperature, String humidity,
                       String pressure) {
    }

    private record Known(long size, Last last) {
    }

    private final Path directory;
    private Map<String, Known> known = new HashMap<>();
    private List<Last> sensors = List.of();
    private long nextLook = System.nanoTime();

    /** @param directory of the peer; its CSV files may come, grow and go */
    public SensorTable(Path directory) {
        this.directory = directory;
    }

    /** In the order of their ids. */
    public synchronized List<Last> sensors() {
        long start = System.nanoTime();
        if (start - nextLook >= 0) {
            try {
                look();
            } catch (IOException | DirectoryIteratorException e) {
                throw new UncheckedIOException("cannot read " + directory,
                        e instanceof IOException io ? io : ((DirectoryIteratorException) e).getCause());
            } finally {
                long end = System.nanoTime();
                nextLook = end + Math.max(LEAST_NANOS, PAUSE_FACTOR * (end - start));
            }
        }
        return sensors;
    }

    private void look() throws IOException {
        Map<String, Known> now = new HashMap<>();
        List<Last> all = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*" + SUFFIX)) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                String id = name.substring(0, name.length() - SUFFIX.length());
                Known k = known.get(id);
                try {
                    long size = Files.size(file);
                    if (k == null || k.size != size) {
                        k = new Known(size, last(id, file, size));
                    }
                } catch (NoSuchFileException e) {
                    continue; // a cut took its last row
                }
                if (k.last != null) {
                    now.put(id, k);
                    all.add(k.last);
                }
            }
        }
        all.sort(Comparator.comparing(Last::id));
        known = now;
        sensors = List.copyOf(all);
    }

    /** The last whole line, or null if that is none of a reading. */
    private static Last last(String id, Path file, long size) throws IOException {
        ByteBuffer tail = ByteBuffer.allocate((int) Math.min(TAIL_BYTES, size));
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long at = size - tail.capacity();
            while (tail.hasRemaining() && channel.read(tail, at + tail.position()) > 0) {
                // until it is full, or the file became shorter
            }
        }
        String text = new String(tail.array(), 0, tail.position(), StandardCharsets.ISO_8859_1);
        int end = text.lastIndexOf('\n');
        int start = end <= 0 ? -1 : text.lastIndexOf('\n', end - 1);
        String[] fields = start < 0 ? new String[0] : text.substring(start + 1, end).split(",", -1);
        if (fields.length != 6 || !fields[0].matches("\\d{1,18}")) {
            return null;
        }
        return new Last(id, Long.parseLong(fields[0]), fields[1], fields[3], fields[4], fields[5]);
    }
}
