package sensornet.sim;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.slf4j.LoggerFactory;

/** The command line of {@code scripts/simulate.sh}. */
final class SimulationMain {
    private static final Set<String> OPTIONS = Set.of("--seeds", "--from", "--threads", "--max-failures", "--seed",
            "--trace", "--log");

    private SimulationMain() {
    }

    public static void main(String[] args) throws InterruptedException {
        Map<String, String> options = new HashMap<>();
        for (int i = 0; i < args.length; i++) {
            boolean flag = args[i].equals("--trace") || args[i].equals("--log");
            if (!OPTIONS.contains(args[i]) || !flag && i + 1 == args.length) {
                System.err.println("usage: simulate.sh --seeds N [--from S] [--threads T] [--max-failures F]"
                        + " | --seed S [--trace] [--log]");
                System.exit(2);
            }
            options.put(args[i].substring(2), flag ? "true" : args[++i]);
        }
        if (!options.containsKey("log")) {
            quiet();
        }
        System.exit(options.containsKey("seed") ? one(options) : sweep(options));
    }

    /** The protocol's log lines have no place in a sweep. */
    static void quiet() {
        ((ch.qos.logback.classic.Logger) LoggerFactory.getLogger("sensornet")).setLevel(
                ch.qos.logback.classic.Level.OFF);
    }

    private static int one(Map<String, String> options) {
        long seed = Long.parseLong(options.get("seed"));
        Plan plan = Plan.draw(seed);
        System.out.println("plan: " + plan.describe());
        boolean live = options.containsKey("trace");
        Outcome outcome = Outcome.of(seed, plan, Environment.REAL, true, live ? System.out : null);
        if (!live) {
            outcome.tail().forEach(System.out::println);
        }
        System.out.printf("seed %d: %s, trace hash %016x, %.1f s simulated%n", seed,
                outcome.violation() == null ? "all invariants hold" : "BREAKS " + outcome.violation().getMessage(),
                outcome.hash(), outcome.simulated() / 1e6);
        if (outcome.violation() != null && outcome.violation().getCause() != null) {
            outcome.violation().getCause().printStackTrace(System.out);
        }
        return outcome.violation() == null ? 0 : 1;
    }

    private static int sweep(Map<String, String> options) throws InterruptedException {
        long seeds = Long.parseLong(options.getOrDefault("seeds", "2000"));
        long from = Long.parseLong(options.getOrDefault("from", "1"));
        int threads = Integer.parseInt(options.getOrDefault("threads",
                String.valueOf(Runtime.getRuntime().availableProcessors())));
        int maxFailures = Integer.parseInt(options.getOrDefault("max-failures", "20"));
        Sweep sweep = new Sweep(Environment.REAL, threads);
        long start = System.nanoTime();
        long[] said = {start};
        Set<Long> told = new HashSet<>();
        sweep.run(from, seeds, maxFailures, s -> {
            synchronized (said) {
                s.found().stream().filter(f -> told.add(f.seed())).forEach(SimulationMain::tell);
                if (System.nanoTime() - said[0] > 5_000_000_000L) {
                    said[0] = System.nanoTime();
                    System.out.printf("%d of %d seeds, %d violations, %.0f s%n", s.seeds(), seeds, s.found().size(),
                            (said[0] - start) / 1e9);
                }
            }
        });
        Map<String, Integer> kinds = new LinkedHashMap<>();
        for (Outcome failure : sweep.found()) {
            tell(failure);
            kinds.merge(failure.violation().invariant(), 1, Integer::sum);
        }
        if (!sweep.found().isEmpty()) {
            System.out.println("\n" + sweep.found().get(0).report(Environment.REAL));
            System.out.println("by invariant: " + kinds);
        }
        System.out.println(sweep.summary());
        System.out.printf("seeds %d to %d in %.0f s%n", from, from + sweep.seeds() - 1,
                (System.nanoTime() - start) / 1e9);
        return sweep.found().isEmpty() ? 0 : 1;
    }

    private static void tell(Outcome failure) {
        String text = failure.violation().getMessage();
        System.out.println("seed " + failure.seed() + ": " + text.substring(0, Math.min(300, text.length()))
                .replaceAll("(?s)\n.*", ""));
    }
}
