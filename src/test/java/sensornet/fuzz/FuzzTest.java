package sensornet.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every target on all seeds and earlier findings, and a few seconds of new inputs; {@code scripts/fuzz.sh} for more. */
class FuzzTest {
    private static final long SECONDS = Long.getLong("fuzz.seconds", 4);

    @TempDir
    Path directory;

    @ParameterizedTest
    @EnumSource
    void seedsAndEarlierFindingsHoldNoSurprise(FuzzTarget target) throws Exception {
        int n = 0;
        for (byte[] seed : target.seeds.get()) {
            once(target, "seed " + n++, seed);
        }
        for (Path finding : Jazzer.findings(target)) {
            once(target, finding.toString(), Files.readAllBytes(finding));
        }
    }

    private static void once(FuzzTarget target, String what, byte[] input) {
        try {
            target.once.accept(input);
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError(target.label() + ", " + what, e);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aFewSecondsOfNewInputsFindNothing(FuzzTarget target) throws Exception {
        Jazzer.Outcome outcome = Jazzer.run(target, directory, directory.resolve("found"), SECONDS);
        assumeFalse(outcome.isUnavailable(), "Jazzer does not run on this system: " + outcome.output());
        assertEquals(0, outcome.exit(), outcome.output());
    }
}
