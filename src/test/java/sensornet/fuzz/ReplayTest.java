package sensornet.fuzz;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import sensornet.fuzz.Trio.Word;

/**
 * A recorded conversation is said again, to whom and under the name it was said: doubled, backwards, shuffled, later, in
 * the view in which it was said and in the next ones. No guarantee breaks: each reading once, in files that are the same.
 */
class ReplayTest {
    private Trio trio;
    private List<Word> recorded;
    private int rows;

    @BeforeAll
    static void quiet() {
        ForgedWordsTest.quiet();
    }

    private void record() {
        trio = new Trio();
        trio.await("one group", trio::isOneGroup);
        rows = 0;
        for (int i = 0; i < 3; i++) {
            offer(i, 3);
        }
        trio.await("rows", () -> trio.isLevel(rows));
        for (int i = 0; i < 20; i++) {
            trio.step();
        }
        recorded = new ArrayList<>(trio.words);
    }

    private void offer(int index, int readings) {
        trio.offer(index, readings);
        rows += readings;
    }

    private void say(Word word) {
        for (int i = 0; i < 3; i++) {
            if (trio.member(i).id().equals(word.to().id())) {
                trio.deliver(word.from(), trio.member(i).identity(), word.message());
            }
        }
    }

    private void goesOn() {
        trio.settle();
        trio.await("one group", trio::isOneGroup);
        for (int i = 0; i < 3; i++) {
            offer(i, 1);
        }
        trio.await(rows + " rows, the same everywhere", () -> trio.isLevel(rows));
    }

    @Test
    void everyWordDoubled() {
        record();
        for (Word word : recorded) {
            say(word);
            say(word);
            trio.settle();
        }
        goesOn();
    }

    @Test
    void theWholeConversationAgainAndBackwards() {
        record();
        recorded.forEach(this::say);
        goesOn();
        Collections.reverse(recorded);
        recorded.forEach(this::say);
        goesOn();
    }

    @Test
    void shuffledWhileReadingsComeAndTimeGoesBy() {
        for (int seed = 1; seed <= 10; seed++) {
            record();
            Random random = new Random(seed);
            for (int times = 0; times < 3; times++) {
                Collections.shuffle(recorded, random);
                for (Word word : recorded) {
                    say(word);
                    if (random.nextInt(10) == 0) {
                        trio.step();
                    }
                    if (random.nextInt(40) == 0) {
                        offer(random.nextInt(3), 1);
                    }
                }
            }
            goesOn();
        }
    }

    @Test
    void inTheViewsThatCameAfter() {
        for (int seed = 1; seed <= 5; seed++) {
            record();
            Random random = new Random(seed);
            trio.kill(2);
            trio.await("two", trio::isOneGroup);
            recorded.forEach(this::say);
            trio.await("two still", trio::isOneGroup);
            trio.restart(2); // with an empty disk: it hears, early and late, what was said to its former life
            Collections.shuffle(recorded, random);
            for (Word word : recorded) {
                say(word);
                if (random.nextInt(5) == 0) {
                    trio.step();
                }
            }
            goesOn();
        }
    }
}
