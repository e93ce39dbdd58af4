package sensornet.chaos;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What is left of a run: a file beside its directory, which itself stays only if something was wrong. */
final class Report {
    private final Settings settings;
    private final List<String> story = new ArrayList<>();
    private final Map<String, String> figures = new LinkedHashMap<>();
    private List<Host> survivors = List.of();

    Report(Settings settings) {
        this.settings = settings;
    }

    void story(String line) {
        story.add(line);
    }

    void figure(String name, String value) {
        figures.put(name, value);
    }

    void survivors(List<Host> hosts) {
        survivors = List.copyOf(hosts);
    }

    /** Who ran at the end. */
    List<Host> survivors() {
        return survivors;
    }

    Path file() {
        return settings.dir().resolveSibling(settings.dir().getFileName() + "-report.txt");
    }

    void write(List<String> violations, boolean keep) throws IOException {
        List<String> lines = new ArrayList<>();
        lines.add("chaos run, seed " + settings.seed() + ", mode " + settings.mode() + ", " + settings.millis() / 1000
                + " s of plan time, " + settings.perSecond() + " readings/s at each host");
        lines.add("again: scripts/chaos.sh --minutes " + settings.millis() / 60_000.0 + " --seed " + settings.seed()
                + " --mode " + settings.mode());
        lines.add("peers: " + String.join(" ", settings.peerOptions()));
        lines.add("");
        lines.add(violations.isEmpty() ? "Nothing was violated." : "VIOLATED:");
        violations.forEach(v -> lines.add("  " + v));
        if (keep) {
            lines.add("Logs and data: " + settings.dir());
        }
        lines.add("");
        figures.forEach((name, value) -> lines.add(name + ": " + value));
        lines.add("");
        lines.add("What was done, by plan time:");
        lines.addAll(story);
        Files.write(file(), lines, StandardCharsets.UTF_8);
        if (!keep) {
            delete(settings.dir());
        }
    }

    /** The lines of the report before the story. */
    List<String> summary() throws IOException {
        List<String> all = Files.readAllLines(file(), StandardCharsets.UTF_8);
        return all.subList(0, all.indexOf("What was done, by plan time:"));
    }

    static void delete(Path dir) throws IOException {
        if (!Files.exists(dir)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(dir)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
