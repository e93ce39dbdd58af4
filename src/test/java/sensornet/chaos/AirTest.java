package sensornet.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AirTest {
    private static final long MS = 1_000_000;
    private static final int FRAMES = 10_000;

    private final SplittableRandom random = new SplittableRandom(1);

    private List<Long> many(Air air) {
        return IntStream.range(0, FRAMES).boxed().flatMap(i -> air.arrivals(0, 0, false, random).stream()).toList();
    }

    @Test
    void clearAirChangesNothingAndACutLetsNothingThrough() {
        assertEquals(List.of(5L), Air.CLEAR.arrivals(5, 5, true, random));
        assertEquals(List.of(), Air.CUT.arrivals(5, 5, true, random));
        assertEquals(List.of(), Air.CUT.arrivals(5, 5, false, random));
    }

    @Test
    void broadcastsAndFramesToOneHostAreCutApart() {
        assertEquals(1, Air.NO_UNICAST.arrivals(0, 0, true, random).size());
        assertEquals(0, Air.NO_UNICAST.arrivals(0, 0, false, random).size());
        assertEquals(0, Air.NO_BROADCAST.arrivals(0, 0, true, random).size());
        assertEquals(1, Air.NO_BROADCAST.arrivals(0, 0, false, random).size());
    }

    @Test
    void framesAreLostDoubledDelayedAndReorderedAsOftenAsItSays() {
        assertEquals(7_000, many(new Air(0, 0, 0.3, 0, 0, 0, true, true)).size(), 300);
        assertEquals(13_000, many(new Air(0, 0, 0, 0.3, 0, 0, true, true)).size(), 300);
        List<Long> delayed = many(new Air(100, 50, 0, 0, 0, 0, true, true));
        assertTrue(delayed.stream().allMatch(at -> at >= 100 * MS && at < 150 * MS));
        assertEquals(3_000, many(new Air(100, 0, 0, 0, 0.3, 0, true, true)).stream().filter(at -> at == 0).count(),
                300);
    }

    @Test
    void aSlowLinkIsBusyAndDropsWhatWaitsTooLong() {
        Air slow = new Air(0, 0, 0, 0, 0, 1_000, true, true);
        assertEquals(8 * MS, slow.busy(1_000));
        assertEquals(1, slow.arrivals(0, Air.QUEUE_MS * MS, false, random).size());
        assertEquals(0, slow.arrivals(0, Air.QUEUE_MS * MS + 1, false, random).size());
    }

    @Test
    void theWorstOfAllFaultsCountsUntilItEnds() {
        Weather weather = new Weather(3);
        List<Weather.Way> way = List.of(new Weather.Way(1, 2));
        weather.begin(1, way, new Air(10, 0, 0.5, 0, 0, 900, true, true));
        weather.begin(2, way, new Air(20, 0, 0.1, 0, 0, 300, true, false));
        assertEquals(new Air(20, 0, 0.5, 0, 0, 300, true, false), weather.between(1, 2));
        assertEquals(Air.CLEAR, weather.between(2, 1));
        weather.end(1);
        assertEquals(new Air(20, 0, 0.1, 0, 0, 300, true, false), weather.between(1, 2));
        weather.end(2);
        assertEquals(Air.CLEAR, weather.between(1, 2));
    }
}
