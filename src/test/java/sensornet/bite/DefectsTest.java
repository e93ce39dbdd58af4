package sensornet.bite;

import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The sweep bites: it finds each of these deliberate defects. One that it does not find is a fault or an invariant
 * that the simulation lacks. {@code scripts/bite.sh} looks for better seeds after the simulation has changed.
 */
class DefectsTest {
    static final Path DEFECTS = Path.of("src/test/resources/defects");
    /** A change of the protocol moves all noted seeds: how far to look in a build before it is left to the script. */
    private static final long STALE_SEEDS = 100;

    @TestFactory
    Stream<DynamicTest> theSweepFinds() throws IOException {
        return Defect.readAll(DEFECTS).stream().map(d -> DynamicTest.dynamicTest(d.name(), () -> find(d)));
    }

    private static void find(Defect defect) throws Exception {
        try (Patched patched = Patched.with(defect)) {
            if (defect.seed() > 0 && patched.breaks(defect.seed()) != null) {
                return;
            }
            long bound = Math.min(defect.within(), STALE_SEEDS);
            for (long seed = 1; seed <= bound; seed++) {
                if (patched.breaks(seed) != null) {
                    return; // the hint is stale, the sweep still finds it
                }
            }
            assumeTrue(defect.within() <= bound, "the noted seed does not find it any more, nor do 1.." + bound
                    + "; its bound is " + defect.within() + ": run scripts/bite.sh --write " + defect.name());
        }
        fail("no seed of 1.." + defect.within() + " finds: " + defect.title() + " (" + defect.attack() + ")");
    }

    /** What the seeds find is the defect, and not the product. */
    @Test
    void withoutDefectTheSameSeedsBreakNothing() throws Exception {
        try (Patched patched = Patched.nothing()) {
            for (Defect defect : Defect.readAll(DEFECTS)) {
                if (defect.seed() > 0) {
                    assertNull(patched.breaks(defect.seed()), "seed " + defect.seed() + " of " + defect.name());
                }
            }
        }
    }

    @Test
    void defectWhoseTextIsNotInTheSourceExactlyOnceIsAnError() throws IOException {
        assertTrue(Defect.readAll(DEFECTS).size() >= 15);
        for (String old : List.of("no such line", "    }")) {
            Defect defect = Defect.parse(Path.of("rotten.txt"), "title: t\nattack: a\nwithin: 1\n"
                    + "file: model/Run.java\n<<<<\n" + old + "\n====\nnew\n>>>>\n");
            assertThrows(IllegalStateException.class, () -> defect.apply(Patched.SOURCES));
        }
    }
}
