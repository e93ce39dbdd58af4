package sensornet.bench;

import java.util.Collection;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Runs {@link Pieces}, in processes of JMH's own. */
final class Jmh {
    private static final TimeValue TIME = TimeValue.seconds(2);

    private Jmh() {
    }

    static void run(Results results, Scale scale) throws Exception {
        Options options = new OptionsBuilder().include(Pieces.class.getName()).forks(1)
                .warmupIterations(scale.jmhWarmUps()).warmupTime(TIME)
                .measurementIterations(scale.jmhMeasurements()).measurementTime(TIME)
                .timeout(TimeValue.minutes(1)).verbosity(VerboseMode.SILENT)
                .jvmArgs(Bench.HEAP, "-Dbench.dir=" + Bench.dir, "-Dlogback.configurationFile=bench-logback.xml").build();
        Collection<RunResult> runs = new Runner(options).run();
        for (RunResult run : runs) {
            String what = run.getParams().getParam("what");
            String row = what == null ? run.getPrimaryResult().getLabel() : what;
            results.put("jmh", row, "a reading", "ns", run.getPrimaryResult().getScore());
            results.put("jmh", row, "+-", "ns", run.getPrimaryResult().getScoreError());
            Bench.say("jmh %s: %.1f ns a reading", row, run.getPrimaryResult().getScore());
        }
    }
}
