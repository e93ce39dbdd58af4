package sensornet.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs Jazzer on one target, in a process of its own: it instruments classes and ends the process at a finding. */
final class Jazzer {
    static final String MAIN = "com.code_intelligence.jazzer.Jazzer";
    private static final Path FINDINGS = Path.of("src/test/resources/fuzz");

    private Jazzer() {
    }

    /**
     * @param exit 0 if nothing was found
     * @param output the end of what it said
     */
    record Outcome(int exit, String output) {
        /** It could not even begin: no native library for this system, or agents are not allowed. */
        boolean isUnavailable() {
            return exit != 0 && (output.contains("UnsatisfiedLinkError") || output.contains("AttachNotSupported")
                    || output.contains("ClassNotFoundException: " + MAIN));
        }
    }

    static List<Path> findings(FuzzTarget target) {
        Path directory = FINDINGS.resolve(target.label());
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (var files = Files.list(directory)) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * @param directory gets the corpus
     * @param found where a finding goes
     */
    static Outcome run(FuzzTarget target, Path directory, Path found, long seconds) throws IOException, InterruptedException {
        Path corpus = Files.createDirectories(directory.resolve("corpus"));
        Path seeds = Files.createDirectories(directory.resolve("seeds"));
        Files.createDirectories(found);
        int n = 0;
        for (byte[] seed : target.seeds.get()) {
            Files.write(seeds.resolve("seed-" + n++), seed);
        }
        for (Path finding : findings(target)) {
            Files.copy(finding, seeds.resolve(finding.getFileName()), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        }
        Path log = directory.resolve("log");
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=4", "-cp", System.getProperty("java.class.path"),
                MAIN, "--target_class=" + target.type.getName(), "--instrumentation_includes=sensornet.**",
                "--custom_hook_includes=sensornet.**", "--reproducer_path=" + directory,
                "-artifact_prefix=" + found + "/", "-max_total_time=" + seconds, "-max_len=" + target.maxLength,
                "-timeout=20", "-rss_limit_mb=0", "-print_final_stats=1", "-seed=1", corpus.toString(),
                seeds.toString()));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
        try {
            if (!process.waitFor(seconds + 120, TimeUnit.SECONDS)) {
                return new Outcome(-1, "did not end\n" + tail(log));
            }
            return new Outcome(process.exitValue(), tail(log));
        } finally {
            process.destroyForcibly();
        }
    }

    private static String tail(Path log) throws IOException {
        List<String> lines = Files.readAllLines(log, java.nio.charset.StandardCharsets.ISO_8859_1);
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 60), lines.size()));
    }
}
