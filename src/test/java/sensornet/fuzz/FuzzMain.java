package sensornet.fuzz;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** See {@code scripts/fuzz.sh}. */
final class FuzzMain {
    private FuzzMain() {
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        double minutes = 10;
        List<FuzzTarget> targets = new ArrayList<>();
        for (int i = 0; i < args.length; i++) {
            if (args[i].equals("--minutes")) {
                minutes = Double.parseDouble(args[++i]);
            } else {
                targets.add(FuzzTarget.valueOf(args[i].toUpperCase(Locale.ROOT)));
            }
        }
        if (targets.isEmpty()) {
            targets.addAll(List.of(FuzzTarget.values()));
        }
        boolean found = false;
        for (FuzzTarget target : targets) {
            long seconds = Math.max(1, (long) (minutes * 60 / targets.size()));
            System.out.println(target.label() + ": " + seconds + " s");
            Jazzer.Outcome outcome = Jazzer.run(target, Path.of("target/fuzz", target.label()),
                    Path.of("src/test/resources/fuzz", target.label()), seconds);
            found |= outcome.exit() != 0;
            System.out.println(outcome.exit() == 0 ? last(outcome.output()) : "FOUND, exit code " + outcome.exit() + "\n"
                    + outcome.output());
        }
        System.exit(found ? 1 : 0);
    }

    private static String last(String output) {
        return output.lines().filter(l -> l.startsWith("stat::number_of_executed_units") || l.startsWith("Done ")
                || l.contains("DONE")).reduce("", (a, b) -> a + "  " + b + "\n");
    }
}
