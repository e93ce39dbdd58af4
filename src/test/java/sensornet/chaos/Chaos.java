package sensornet.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** {@code scripts/chaos.sh}: exit code 0 if all guarantees held, 1 if not, 2 if it cannot run. */
final class Chaos {
    static final int PER_SECOND = 40;

    private Chaos() {
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        double minutes = 5;
        long seed = 1;
        String mode = "default";
        int perSecond = PER_SECOND;
        try {
            for (int i = 0; i < args.length; i += 2) {
                String value = args[i + 1];
                switch (args[i]) {
                    case "--minutes" -> minutes = Double.parseDouble(value);
                    case "--seed" -> seed = Long.parseLong(value);
                    case "--mode" -> mode = value;
                    case "--rate" -> perSecond = Integer.parseInt(value);
                    default -> throw new IllegalArgumentException(args[i]);
                }
            }
            if (!List.of("default", "quorum").contains(mode) || !(minutes >= 0.3 && minutes <= 10_000)
                    || perSecond < 1 || perSecond > 1000) {
                throw new IllegalArgumentException(String.join(" ", args));
            }
        } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
            fail("not understood: " + e.getMessage() + ". Usage: scripts/chaos.sh --minutes M (0.3 or more) --seed S "
                    + "[--mode default|quorum] [--rate READINGS_A_SECOND_AT_EACH_HOST]");
        }
        String impossible = Run.impossible();
        if (impossible != null) {
            fail(impossible);
        }
        Settings settings = prepare(seed, mode.equals("quorum"), Math.round(minutes * 60_000), perSecond);
        Run run = new Run(settings, line -> System.out.println(line));
        System.out.println("chaos run, seed " + seed + ", mode " + mode + ", " + minutes + " minutes, process "
                + ProcessHandle.current().pid());
        List<String> violations = run.go();
        run.summary().forEach(System.out::println);
        System.out.println("Report: " + run.reportFile());
        System.exit(violations.isEmpty() ? 0 : 1);
    }

    private static void fail(String line) {
        System.err.println("chaos: " + line);
        System.exit(2);
    }

    /** A directory of its own, and a jar of its own: a build meanwhile must not change what is running. */
    static Settings prepare(long seed, boolean quorum, long millis, int perSecond) throws IOException {
        Path jar = Path.of("target", "peer.jar");
        if (!Files.exists(jar)) {
            throw new IOException(jar + " is missing: run mvn package first");
        }
        Path dir = Path.of("target", "chaos", (quorum ? "quorum-" : "default-") + seed + "-"
                + ProcessHandle.current().pid()).toAbsolutePath();
        Report.delete(dir);
        Files.createDirectories(dir);
        Path copy = Files.copy(jar, dir.resolve("peer.jar"), StandardCopyOption.REPLACE_EXISTING);
        return new Settings(seed, quorum, millis, perSecond, copy, dir);
    }
}
