package sensornet.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** One storm of the chaos run: {@code scripts/chaos.sh} makes longer ones, from other seeds, in both modes. */
class ChaosIT {
    private static final long SEED = Long.getLong("chaos.seed", 1);

    @Test
    void everyGuaranteeHoldsAfterAStorm() throws IOException, InterruptedException {
        String impossible = Run.impossible();
        if (impossible != null) {
            System.out.println("SKIPPED: " + impossible);
            Assumptions.abort(impossible);
        }
        Run run = new Run(Chaos.prepare(SEED, false, 40_000, Chaos.PER_SECOND), System.out::println);
        List<String> violations = run.go();
        assertEquals(List.of(), violations, () -> "see " + run.reportFile());
    }
}
