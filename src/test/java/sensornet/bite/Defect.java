package sensornet.bite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A deliberate mistake, as a patch of the product's own source: the product has no switches for it. The file:
 * <pre>
 * title: What the code does wrong
 * attack: which attack it lets in, or which guarantee it breaks
 * seed: 17            the seed that found it last, a hint
 * within: 2000        it has to be found within so many seeds
 * # free remarks
 * file: group/Round.java
 * &lt;&lt;&lt;&lt;
 * the exact old text, found exactly once
 * ====
 * the new text
 * &gt;&gt;&gt;&gt;
 * </pre>
 * with any number of such blocks; {@code file} stays until the next one.
 *
 * @param seed 0 = not known
 */
record Defect(String name, Path path, String title, String attack, long seed, long within, List<Edit> edits) {

    /** @param file below {@code src/main/java/sensornet} */
    record Edit(String file, String oldText, String newText) {
    }

    static List<Defect> readAll(Path directory) throws IOException {
        List<Defect> defects = new ArrayList<>();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".txt")).sorted().toList()) {
                defects.add(parse(file, Files.readString(file)));
            }
        }
        return defects;
    }

    static Defect parse(Path path, String text) {
        String name = path.getFileName().toString().replaceFirst("\\.txt$", "");
        Map<String, String> head = new LinkedHashMap<>();
        List<Edit> edits = new ArrayList<>();
        StringBuilder oldText = null;
        StringBuilder newText = null;
        for (String line : text.lines().toList()) {
            if (newText != null && line.equals(">>>>")) {
                edits.add(new Edit(head.get("file"), withoutLineEnd(oldText), withoutLineEnd(newText)));
                oldText = null;
                newText = null;
            } else if (newText != null) {
                newText.append(line).append('\n');
            } else if (oldText != null && line.equals("====")) {
                newText = new StringBuilder();
            } else if (oldText != null) {
                oldText.append(line).append('\n');
            } else if (line.equals("<<<<")) {
                oldText = new StringBuilder();
            } else if (line.matches("[a-z]+: .*")) {
                head.put(line.substring(0, line.indexOf(':')), line.substring(line.indexOf(':') + 2).strip());
            } else if (!line.isBlank() && !line.startsWith("#")) {
                throw new IllegalArgumentException(path + ": cannot read the line: " + line);
            }
        }
        if (oldText != null || edits.isEmpty() || !head.keySet().containsAll(List.of("title", "attack", "within", "file"))) {
            throw new IllegalArgumentException(path + ": title, attack, within, file or a whole <<<< ==== >>>> is missing");
        }
        return new Defect(name, path, head.get("title"), head.get("attack"),
                Long.parseLong(head.getOrDefault("seed", "0")), Long.parseLong(head.get("within")), edits);
    }

    /** So that a text may also end in the middle of a line. */
    private static String withoutLineEnd(StringBuilder text) {
        return text.isEmpty() ? "" : text.substring(0, text.length() - 1);
    }

    /**
     * The patched sources by file.
     *
     * @throws IllegalStateException if an old text is not there exactly once: the defect has to be written anew
     */
    Map<String, String> apply(Path sources) throws IOException {
        Map<String, String> patched = new LinkedHashMap<>();
        for (Edit edit : edits) {
            String source = patched.get(edit.file());
            if (source == null) {
                source = Files.readString(sources.resolve(edit.file()));
            }
            int at = source.indexOf(edit.oldText());
            if (at < 0 || source.indexOf(edit.oldText(), at + 1) >= 0) {
                throw new IllegalStateException("defect " + name + ": " + (at < 0 ? "not found" : "found more than once")
                        + " in " + edit.file() + ":\n" + edit.oldText());
            }
            patched.put(edit.file(), source.substring(0, at) + edit.newText()
                    + source.substring(at + edit.oldText().length()));
        }
        return patched;
    }

    /** The same file with another seed as the hint. */
    void rewriteSeed(long found) throws IOException {
        String text = Files.readString(path);
        Files.writeString(path, seed == 0 ? text.replaceFirst("(?m)^within: ", "seed: " + found + "\nwithin: ")
                : text.replaceFirst("(?m)^seed: .*$", "seed: " + found));
    }
}
