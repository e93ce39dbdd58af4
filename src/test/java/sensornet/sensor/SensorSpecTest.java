package sensornet.sensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SensorSpecTest {

    @Test
    void aLoneSensorHasThePeersId() {
        assertEquals(List.of(new SensorSpec("attic", "mock")), SensorSpec.parseAll(List.of("mock"), "attic"));
        assertEquals(List.of(new SensorSpec("roof", "mock")), SensorSpec.parseAll(List.of("roof=mock"), "attic"));
    }

    @Test
    void severalWithoutIdsAreNumbered() {
        assertEquals(List.of(new SensorSpec("attic-1", "mock"), new SensorSpec("roof", "mock"), new SensorSpec("attic-3", "stdin")),
                SensorSpec.parseAll(List.of("mock", "roof=mock", "stdin"), "attic"));
    }

    @Test
    void mistakesAreOneLine() {
        assertEquals("there is no source 'mok': known are mock, iio[:NAME|PATH], hwmon[:CHIP[/LABEL]|PATH], exec:COMMAND, follow:COMMAND, stdin, none", refusal("mok"));
        assertEquals("there is no source '': known are mock, iio[:NAME|PATH], hwmon[:CHIP[/LABEL]|PATH], exec:COMMAND, follow:COMMAND, stdin, none", refusal(""));
        assertEquals("the sensor id 'A' is there twice: every sensor needs its own", refusal("a=mock", "A=mock"));
        assertEquals("a peer can have the source 'stdin' only once", refusal("a=stdin", "b=stdin"));
        assertTrue(refusal("a b=mock").startsWith("sensor id 'a b' must be"));
        assertTrue(refusal("=mock").startsWith("sensor id '' must be"));
        assertTrue(assertThrows(IllegalArgumentException.class,
                () -> SensorSpec.parseAll(List.of("mock", "mock"), "x".repeat(64))).getMessage().contains("must be 1-64"));
    }

    @Test
    void whatStandsBehindTheFirstColonBelongsToTheSource() {
        assertEquals(new SensorSpec("attic", "iio", "bme280", SensorOptions.NONE), SensorSpec.parse("attic=iio:bme280", "p"));
        assertEquals(new SensorSpec("p", "iio", "/sys/bus/iio/devices/iio:device0", SensorOptions.NONE),
                SensorSpec.parse("iio:/sys/bus/iio/devices/iio:device0", "p"));
        assertEquals(new SensorSpec("p", "exec", "A=1 ./read.sh x=y,z", SensorOptions.NONE), SensorSpec.parse("exec:A=1 ./read.sh x=y,z", "p"));
        assertEquals(new SensorSpec("radio", "follow", "rtl_433 -F json -f 433.92M", SensorOptions.NONE),
                SensorSpec.parse("radio=follow:rtl_433 -F json -f 433.92M", "p"));
    }

    @Test
    void aSourceThatNeedsACommandOrTakesNoneSaysSo() {
        assertEquals("the source exec needs more: exec:COMMAND", refusal("exec"));
        assertEquals("the source follow needs more: follow:COMMAND", refusal("follow: "));
        assertEquals("the source mock takes nothing behind its name, and not ':bme280'", refusal("mock:bme280"));
        assertEquals("there is nothing behind the colon of 'iio:'", refusal("iio:"));
    }

    @Test
    void anOptionThatNoSensorCanHaveIsRefused() {
        assertEquals("the source mock takes no temperature-offset: it takes none", refusedOption("a:temperature-offset=1", "a=mock"));
        assertEquals("there is no sensor 'b': this peer has a", refusedOption("b:temperature-offset=1", "a=mock"));
        assertEquals("the source exec takes no humidity-unit: it takes temperature-offset, humidity-offset, pressure-offset,"
                + " temperature-range, humidity-range, pressure-range, time-limit", refusedOption("a:humidity-unit=percent", "a=exec:x"));
        // A program reports ids of its own, so that it may be the one meant.
        assertEquals("b", SensorSpec.withOption(SensorSpec.parseAll(List.of("a=follow:x", "c=mock"), "p"), "b:temperature-offset=1",
                t -> Duration.ZERO).get(0).options().all().get(0).sensor());
    }

    private static String refusedOption(String option, String... texts) {
        return assertThrows(IllegalArgumentException.class, () -> SensorSpec.withOption(SensorSpec.parseAll(List.of(texts), "p"), option,
                t -> Duration.ZERO)).getMessage();
    }

    @Test
    void everySensorRunsOnAThreadNamedAfterIt() throws Exception {
        BlockingQueue<String> threads = new LinkedBlockingQueue<>();
        try (Sensors sensors = Sensors.start(SensorSpec.parseAll(List.of("roof=mock", "none", "stdin"), "p"), Duration.ofHours(1),
                (b, n) -> threads.add(Thread.currentThread().getName()),
                new Sensors.World(new ByteArrayInputStream("s,,1,,".getBytes()), Clock.systemUTC(), null, Sysfs.ROOT))) {
            List<String> seen = List.of(threads.poll(10, TimeUnit.SECONDS), threads.poll(10, TimeUnit.SECONDS));
            assertTrue(seen.contains("sensor-roof") && seen.contains("sensor-p-3"), seen.toString());
        }
    }

    @Test
    void closingStopsASensorWhoseSinkBlocks() throws Exception {
        BlockingQueue<Thread> inPut = new LinkedBlockingQueue<>();
        Sensors sensors = Sensors.start(SensorSpec.parseAll(List.of("mock"), "p"), Duration.ofMillis(1), (b, n) -> {
            inPut.add(Thread.currentThread());
            new java.util.concurrent.CountDownLatch(1).await();
        });
        Thread thread = inPut.poll(10, TimeUnit.SECONDS);
        sensors.close();
        thread.join(10_000);
        assertEquals(Thread.State.TERMINATED, thread.getState());
    }

    private static String refusal(String... texts) {
        return assertThrows(IllegalArgumentException.class, () -> SensorSpec.parseAll(List.of(texts), "p")).getMessage();
    }
}
