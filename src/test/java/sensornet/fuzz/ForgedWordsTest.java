package sensornet.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sensornet.model.Member;
import sensornet.wire.Message;

/**
 * Every message there is, with every field forged, said to leader and members of a real group. No word of a stranger
 * changes a file or keeps the group from going on. Under a stolen name (which TLS prevents) it may do harm, but breaks no
 * invariant and does not end the group.
 */
class ForgedWordsTest {
    private static final Member EVIL = Script.PEERS.get(3);
    private static final int ROWS = 7;

    @BeforeAll
    static void quiet() {
        ((ch.qos.logback.classic.Logger) org.slf4j.LoggerFactory.getLogger("sensornet"))
                .setLevel(ch.qos.logback.classic.Level.OFF);
    }

    static Stream<Class<?>> everyMessage() {
        return Arrays.stream(Message.class.getPermittedSubclasses());
    }

    private static Trio group() {
        Trio trio = new Trio();
        trio.await("one group", trio::isOneGroup);
        trio.offer(0, 3);
        trio.offer(1, 2);
        trio.offer(2, 2);
        trio.await(ROWS + " rows", () -> trio.isLevel(ROWS));
        return trio;
    }

    @ParameterizedTest
    @MethodSource("everyMessage")
    void ofAStrangerChangesNoFileAndTheGroupGoesOn(Class<?> type) {
        Trio trio = group();
        String before = trio.peer(0).files();
        int n = 0;
        for (String line : Forged.lines(type, trio, EVIL)) {
            Message message = Forged.decode(line.getBytes(UTF_8));
            if (message != null) {
                for (int i = 0; i < 3; i++) {
                    trio.deliver(EVIL, trio.member(i).identity(), message);
                }
                if (n++ % 7 == 0) {
                    trio.step();
                }
                trio.restartTheStopped();
            }
        }
        trio.settle();
        trio.await("one group again", trio::isOneGroup);
        trio.await("the files that were", () -> trio.peer(1).files().equals(before));
        trio.offer(1, 1);
        trio.await("another row", () -> trio.isLevel(ROWS + 1));
    }

    @ParameterizedTest
    @MethodSource("everyMessage")
    void underAStolenNameBreaksNoInvariantAndTheGroupGoesOn(Class<?> type) {
        Trio trio = group();
        Random random = new Random(1);
        int n = 0;
        for (String line : Forged.lines(type, trio, trio.member(random.nextInt(3)))) {
            Message message = Forged.decode(line.getBytes(UTF_8));
            if (message != null) {
                n++;
                int victim = random.nextInt(3);
                trio.deliver(trio.member((victim + 1 + random.nextInt(2)) % 3), trio.member(victim).identity(), message);
                if (random.nextInt(5) == 0) {
                    trio.step();
                }
                trio.restartTheStopped();
            }
        }
        assertTrue(n > 0, "no sample of " + type);
        trio.settle();
        trio.restartTheStopped();
        trio.await("one group again", trio::isOneGroup);
        trio.offer(1, 1);
        trio.await("level", () -> trio.isOneGroup() && trio.isLevelAndSettled());
    }
}
