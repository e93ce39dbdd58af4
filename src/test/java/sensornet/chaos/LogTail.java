package sensornet.chaos;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads on in the log of one process, and keeps what counts. Under its own monitor. */
final class LogTail {
    private static final Pattern FAILED = Pattern.compile("Peer (\\S+) failed$");
    private static final Pattern RECOVERED = Pattern.compile("recovered sequence 1\\.\\.(\\d+), (\\d+) of them");
    /** From here on, until the next view, this peer has what others have not, and the other way round. */
    private static final Pattern LEAVES = Pattern.compile(
            "Leaving the view led by|Merging into the group of|is not in the group's view|Cut \\d+ readings");
    private static final int CHUNK = 1 << 16;

    /** With whom a peer was level from some time on: the members of a view, or nobody. Nanoseconds of this process. */
    record Company(List<String> members, long seenNanos) {
    }

    private final Path path;
    private long offset;
    private final List<ViewLine> views = new ArrayList<>();
    private final List<Company> company = new ArrayList<>();
    private final List<String> failed = new ArrayList<>();
    private final List<String> bad = new ArrayList<>();
    private long recovered = -1;
    private int merges;
    private int elections;
    private boolean empty;
    private boolean open;

    LogTail(Path path) {
        this.path = path;
    }

    synchronized void poll() throws IOException {
        if (!Files.exists(path)) {
            return;
        }
        try (RandomAccessFile in = new RandomAccessFile(path.toFile(), "r")) {
            byte[] buffer = new byte[CHUNK];
            while (true) {
                in.seek(offset);
                int n = in.read(buffer);
                int end = Math.max(0, n);
                while (end > 0 && buffer[end - 1] != '\n') {
                    end--;
                }
                if (end == 0) {
                    // A line longer than the chunk is no line of ours, but must not hold up the rest.
                    offset += n == CHUNK ? CHUNK : 0;
                    return;
                }
                new String(buffer, 0, end, StandardCharsets.ISO_8859_1).lines().forEach(this::line);
                offset += end;
            }
        }
    }

    private void line(String line) {
        ViewLine view = ViewLine.parse(line);
        if (LEAVES.matcher(line).find()) {
            company.add(new Company(List.of(), System.nanoTime()));
        }
        if (view != null) {
            views.add(view);
            company.add(new Company(view.members(), System.nanoTime()));
        } else if (FAILED.matcher(line).find()) {
            failed.add(line);
        } else if (line.contains(" ERROR ") || line.contains("OutOfMemoryError")) {
            bad.add(line);
        } else if (line.contains("Merging into the group of")) {
            merges++;
        } else if (line.contains("became the Group Leader via election")) {
            elections++;
        } else if (line.contains("no history here, starting empty")) {
            empty = true;
        } else if (line.contains("Listening on ")) {
            open = true;
        } else {
            Matcher m = RECOVERED.matcher(line);
            if (m.find()) {
                recovered = Long.parseLong(m.group(1));
            }
        }
    }

    synchronized List<ViewLine> views() {
        return List.copyOf(views);
    }

    /** All of it since the beginning. */
    synchronized List<Company> company() {
        return List.copyOf(company);
    }

    /** Null before the first. */
    synchronized ViewLine lastView() {
        return views.isEmpty() ? null : views.get(views.size() - 1);
    }

    synchronized List<String> failed() {
        return List.copyOf(failed);
    }

    /** Lines that nobody should ever see. */
    synchronized List<String> bad() {
        return List.copyOf(bad);
    }

    /** How far its journal was at its start; -1 if it has not said so. */
    synchronized long recovered() {
        return recovered;
    }

    synchronized boolean startedEmpty() {
        return empty;
    }

    /** Whether it is done with what it found in its directory: cleared it, or recovered what was there. */
    synchronized boolean isOpen() {
        return open;
    }

    synchronized int merges() {
        return merges;
    }

    synchronized int elections() {
        return elections;
    }
}
