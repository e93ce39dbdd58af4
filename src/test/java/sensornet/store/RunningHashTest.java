package sensornet.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RunningHashTest {
    private final Random random = new Random(6);

    @Test
    void isThePolynomialThatAPlainLoopComputes() {
        for (int round = 0; round < 50_000; round++) {
            byte[] bytes = bytes(random.nextInt(60));
            if (round % 3 == 0) {
                Arrays.fill(bytes, (byte) 0xff); // the largest sums
            }
            int from = random.nextInt(bytes.length + 1);
            int to = from + random.nextInt(bytes.length - from + 1);
            long start = random.nextLong();
            long expected = start;
            for (int i = from; i < to; i++) {
                expected = expected * RunningHash.P + (bytes[i] & 0xff);
            }
            expected = expected * RunningHash.P + ';';
            assertEquals(expected, RunningHash.add(start, bytes, from, to));
        }
    }

    @Test
    void isTheSameWhereverRunsAreCut() {
        for (int round = 0; round < 10_000; round++) {
            byte[] bytes = bytes(2 + random.nextInt(60));
            int cut = random.nextInt(bytes.length);
            bytes[cut] = ';';
            long whole = RunningHash.add(RunningHash.START, bytes, 0, bytes.length);
            long first = RunningHash.add(RunningHash.START, bytes, 0, cut);
            assertEquals(whole, RunningHash.add(first, bytes, cut + 1, bytes.length));
        }
    }

    @Test
    void seesEveryChangeOfCharactersThatAreNear() {
        int changed = 0;
        for (int round = 0; round < 200_000; round++) {
            byte[] text = new byte[40];
            for (int i = 0; i < text.length; i++) {
                text[i] = printable();
            }
            byte[] other = text.clone();
            int at = random.nextInt(text.length - 8);
            for (int i = at; i < at + 8; i++) {
                other[i] = random.nextBoolean() ? printable() : other[i];
            }
            if (!Arrays.equals(text, other)) {
                changed++;
                assertNotEquals(RunningHash.add(0, text, 0, text.length), RunningHash.add(0, other, 0, other.length));
            }
        }
        assertTrue(changed > 100_000, "only " + changed + " changes");
    }

    @Test
    void noTwoPairsOfCharactersHaveTheSameHash() {
        Set<Long> hashes = new HashSet<>();
        for (byte a = '!'; a <= '~'; a++) {
            for (byte b = '!'; b <= '~'; b++) {
                assertTrue(hashes.add(RunningHash.add(0, new byte[] {a, b}, 0, 2)), "pair " + (char) a + (char) b);
            }
        }
    }

    private byte printable() {
        return (byte) ('!' + random.nextInt('~' - '!' + 1));
    }

    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }
}
