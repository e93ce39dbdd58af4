package sensornet.chaos;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads the files of all peers at the end, row by row, and compares them with each other and with the ledger. */
final class FinalCheck {
    private final Ledger ledger;
    private final Violations violations;
    /** How many of a source were found, and so the last of them. */
    private final Map<Ledger.Source, Integer> found = new HashMap<>();
    /** Of whom one is missing already that may be: those after it cannot be put in. */
    private final Set<Ledger.Source> broken = new HashSet<>();
    private final Map<Integer, Clock> clocks = new HashMap<>();
    private long rows;

    /** Between which times of day a host's peer can have stamped readings. */
    record Clock(Set<Long> offsetSeconds, Instant from, Instant to) {
        boolean allows(Instant time) {
            return offsetSeconds.stream().anyMatch(s -> !time.isBefore(from.plusSeconds(s).minus(SLACK))
                    && !time.isAfter(to.plusSeconds(s).plus(SLACK)));
        }

        private static final Duration SLACK = Duration.ofSeconds(5);
    }

    FinalCheck(Ledger ledger, Violations violations) {
        this.ledger = ledger;
        this.violations = violations;
    }

    /** Without it, times are not looked at. */
    void clock(int host, Clock clock) {
        clocks.put(host, clock);
    }

    /** @param dirs of all peers, which have ended or stand still */
    void check(List<Path> dirs) throws IOException {
        for (Path dir : dirs.subList(1, dirs.size())) {
            compare(dirs.get(0), dir);
        }
        read(dirs.get(0));
        for (Ledger.Source source : ledger.all()) {
            missing(source, found.getOrDefault(source, 0) + 1, ledger.highest(source));
        }
        for (long n = rows + 1; n <= ledger.lastRow(); n++) {
            if (ledger.rowAt(n) != 0) {
                violations.add("G7", "sequence " + n + " was " + Row.describe(ledger.rowAt(n)) + " and is gone");
            }
        }
    }

    long rows() {
        return rows;
    }

    // ---- G1, G6: the same bytes

    private void compare(Path one, Path other) throws IOException {
        Set<String> names = names(one);
        if (!names.equals(names(other))) {
            violations.add("G1", one + " has the files " + names + ", and " + other + " has " + names(other));
        }
        names.retainAll(names(other));
        for (String name : names) {
            long at = Files.mismatch(one.resolve(name), other.resolve(name));
            if (at >= 0) {
                violations.add("G1", one.resolve(name) + " and " + other.resolve(name) + " differ from byte " + at
                        + " on: " + lineAt(one.resolve(name), at) + " and " + lineAt(other.resolve(name), at));
            }
        }
    }

    private static Set<String> names(Path dir) throws IOException {
        try (Stream<Path> paths = Files.list(dir)) {
            return paths.map(p -> p.getFileName().toString()).filter(n -> n.endsWith(".csv"))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static String lineAt(Path file, long at) throws IOException {
        try (BufferedReader in = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
            long offset = 0;
            String line;
            while ((line = in.readLine()) != null) {
                offset += line.length() + 1;
                if (offset > at) {
                    return "\"" + line + "\"";
                }
            }
            return "its end";
        }
    }

    // ---- G1 to G4: all rows of one peer, in their order

    private final class Lines implements AutoCloseable {
        final BufferedReader in;
        final Path path;
        Row row;

        Lines(Path path) throws IOException {
            this.path = path;
            in = Files.newBufferedReader(path, StandardCharsets.ISO_8859_1);
            if (!Row.HEADER.equals(in.readLine())) {
                violations.add("files", path + " does not begin with the header");
            }
        }

        boolean next() throws IOException {
            String line = in.readLine();
            if (line == null) {
                return false;
            }
            try {
                byte[] bytes = line.getBytes(StandardCharsets.ISO_8859_1);
                Row next = Row.parse(bytes, 0, bytes.length);
                if (row != null && next.sequence() <= row.sequence()) {
                    violations.add("G1", path + ": sequence " + next.sequence() + " after " + row.sequence());
                }
                if (!path.getFileName().toString().equals(Row.sensor(next.host()) + ".csv")) {
                    violations.add("files", path + " holds a row of another sensor: " + line);
                }
                row = next;
            } catch (IllegalArgumentException e) {
                violations.add("G4", path + ": " + e.getMessage());
                return next();
            }
            return true;
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }

    private void read(Path dir) throws IOException {
        PriorityQueue<Lines> queue = new PriorityQueue<>((a, b) -> Long.compare(a.row.sequence(), b.row.sequence()));
        List<Lines> open = new ArrayList<>();
        try {
            for (String name : names(dir)) {
                Lines lines = new Lines(dir.resolve(name));
                open.add(lines);
                if (lines.next()) {
                    queue.add(lines);
                }
            }
            while (!queue.isEmpty()) {
                Lines lines = queue.remove();
                row(lines.row);
                if (lines.next()) {
                    queue.add(lines);
                }
            }
        } finally {
            for (Lines lines : open) {
                lines.close();
            }
        }
    }

    private void row(Row row) {
        if (row.sequence() != rows + 1) {
            violations.add("G1", "sequence " + row.sequence() + " follows " + rows);
        }
        rows = row.sequence();
        long before = ledger.rowAt(rows);
        if (before != 0 && before != row.reading()) {
            violations.add("G7", "sequence " + rows + " was " + Row.describe(before) + " and is now "
                    + Row.describe(row.reading()));
        }
        time(row);
        Ledger.Source source = ledger.source(row);
        if (source == null) {
            violations.add("G4", "a reading that was never fed: " + row);
            return;
        }
        int last = found.getOrDefault(source, 0);
        if (row.number() <= last) {
            violations.add(row.number() == last ? "G4" : "G2", "sequence " + rows + " holds " + Row.describe(
                    row.reading()) + " after its number " + last);
            return;
        }
        missing(source, last + 1, row.number() - 1);
        if (broken.contains(source)) {
            violations.add("G2", "sequence " + rows + " holds " + Row.describe(row.reading()) + ", but one before it "
                    + "is nowhere: the last that is there is number " + last);
        }
        if (row.number() > ledger.tried(source)) {
            violations.add("G4", "a reading that was never fed: " + row);
        }
        found.put(source, row.number());
    }

    private void time(Row row) {
        Clock clock = clocks.get(row.host());
        if (clock != null && row.number() % Row.STAMPED == 0 && !clock.allows(Instant.parse(row.time()))) {
            violations.add("time", "no clock of p" + row.host() + " ever said " + row.time() + ": " + row);
        }
    }

    // ---- G3, G5

    private void missing(Ledger.Source source, int from, int to) {
        for (int number = from; number <= to; number++) {
            String reason = ledger.reason(source, number);
            if (reason == null) {
                broken.add(source);
            } else if (!broken.contains(source) || ledger.isAlive(source)) {
                violations.add(ledger.isAlive(source) ? "G3" : "G5", "number " + number + " of p" + source.host
                        + " run " + source.run + " is missing, although it " + reason);
            }
        }
    }
}
