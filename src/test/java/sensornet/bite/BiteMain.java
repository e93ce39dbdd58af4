package sensornet.bite;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The command line of {@code scripts/bite.sh}: which seed finds which defect, and by what. */
final class BiteMain {
    private BiteMain() {
    }

    public static void main(String[] args) throws Exception {
        List<String> names = new ArrayList<>(Arrays.asList(args));
        boolean fresh = names.remove("--fresh");
        boolean write = names.remove("--write");
        long limit = 0;
        int at = names.indexOf("--seeds");
        if (at >= 0) {
            limit = Long.parseLong(names.remove(at + 1));
            names.remove(at);
        }
        if (names.stream().anyMatch(n -> n.startsWith("-"))) {
            System.err.println("usage: bite.sh [--fresh] [--write] [--seeds N] [NAME...]");
            System.exit(2);
        }
        int missed = 0;
        for (Defect defect : Defect.readAll(DefectsTest.DEFECTS)) {
            if (names.isEmpty() || names.contains(defect.name())) {
                long found = 0;
                try {
                    found = search(defect, fresh, limit > 0 ? limit : defect.within());
                } catch (IllegalStateException e) {
                    System.out.println(e.getMessage()); // has to be written anew: the others are still tried
                }
                missed += found == 0 ? 1 : 0;
                if (found > 0 && write && found != defect.seed()) {
                    defect.rewriteSeed(found);
                }
            }
        }
        System.exit(missed == 0 ? 0 : 1);
    }

    private static long search(Defect defect, boolean fresh, long limit) throws Exception {
        long start = System.nanoTime();
        try (Patched patched = Patched.with(defect)) {
            String broken = defect.seed() > 0 && !fresh ? patched.breaks(defect.seed()) : null;
            if (broken != null) {
                return say(defect, "seed " + defect.seed() + " as noted", broken, defect.seed(), start);
            }
            for (long seed = 1; seed <= limit; seed++) {
                broken = patched.breaks(seed);
                if (broken != null) {
                    return say(defect, seed + " seeds", broken, seed, start);
                }
            }
        }
        return say(defect, "NOT FOUND in " + limit + " seeds", "-", 0, start);
    }

    private static long say(Defect defect, String how, String broken, long seed, long start) {
        String text = broken.replaceAll("\\n.*", "");
        System.out.printf("%-36s %-22s %4.0f s  %s%n", defect.name(), how, (System.nanoTime() - start) / 1e9,
                text.substring(0, Math.min(150, text.length())));
        return seed;
    }
}
