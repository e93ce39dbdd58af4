package sensornet.sensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DevicePollTest {
    @TempDir
    Path dir;
    private final List<String> log = new ArrayList<>();
    private final List<Long> pauses = new ArrayList<>();

    /** JUnit warns when it has to delete links that lead out of its directory. */
    @AfterEach
    void removeLinks() throws IOException {
        for (String attribute : List.of("in_temp_input", "in_pressure_input")) {
            Path file = dir.resolve("bus/iio/devices/iio:device0").resolve(attribute);
            if (Files.isSymbolicLink(file)) {
                Files.delete(file);
            }
        }
    }

    @Test
    void aReadThatFailsIsTriedAgain() throws Exception {
        FakeSysfs sysfs = new FakeSysfs(dir);
        sysfs.iio(0, "1-0076", "bme280", "in_temp_input", "0");
        Deque<String> answers = new ArrayDeque<>(List.of("EIO", "EIO", "21370"));
        DevicePoll poll = poll(file -> {
            String answer = answers.pop();
            if (answer.equals("EIO")) {
                throw new IOException(file + ": Input/output error");
            }
            return answer;
        });
        assertEquals("21.370", poll.read(Instant.EPOCH).get(0).temperature());
        assertEquals(List.of(50L, 50L), pauses);
        assertEquals(List.of(), log);
    }

    @Test
    void aReadThatKeepsFailingIsAnEventAndNeverAZero() throws Exception {
        FakeSysfs sysfs = new FakeSysfs(dir);
        Path device = sysfs.iio(0, "1-0076", "bme280", "in_temp_input", "21370", "in_pressure_input", "101.3");
        DevicePoll poll = poll(Sysfs::text);
        FakeSysfs.eio(device, "in_temp_input");
        Reading r = poll.read(Instant.EPOCH).get(0);
        assertEquals("|1013", r.temperature() + "|" + r.pressure(), "the other quantity is still true");
        FakeSysfs.eio(device, "in_pressure_input");
        assertEquals(List.of(), poll.read(Instant.EPOCH));
        assertEquals(List.of(), poll.read(Instant.EPOCH));
        assertEquals(2, log.size(), "once a spell: " + log);
        assertTrue(log.get(0).startsWith("Sensor attic: no temperature from bme280 at 1-0076, asked 3 times: "), log.get(0));
        assertTrue(log.get(0).endsWith("in_temp_input: Input/output error"), log.get(0));
    }

    @Test
    void theEndOfASpellIsSaidWithItsCount() throws Exception {
        FakeSysfs sysfs = new FakeSysfs(dir);
        Path device = sysfs.iio(0, "1-0076", "bme280", "in_temp_input", "x");
        DevicePoll poll = poll(Sysfs::text);
        poll.read(Instant.EPOCH);
        poll.read(Instant.EPOCH);
        FakeSysfs.write(device, "in_temp_input", "21370");
        assertEquals("21.370", poll.read(Instant.EPOCH).get(0).temperature());
        assertTrue(log.get(0).contains("in_temp_input holds 'x', which is no number"), log.get(0));
        assertEquals("Sensor attic: reading of temperature is good again (21.370) after 2 times", log.get(1));
    }

    @Test
    void anEmptyAttributeIsNoZero() throws Exception {
        new FakeSysfs(dir).iio(0, "1-0076", "bme280", "in_temp_input", "");
        assertEquals(List.of(), poll(Sysfs::text).read(Instant.EPOCH));
    }

    @Test
    void aDeviceThatIsGoneIsLookedForAndFoundUnderItsNewNumber() throws Exception {
        FakeSysfs sysfs = new FakeSysfs(dir);
        Path device = sysfs.iio(0, "1-0076", "bme280", "in_temp_input", "21370");
        IioDevices finder = new IioDevices(dir, Sysfs::text);
        DevicePoll poll = new DevicePoll("attic", finder.all().get(0), () -> finder.all().stream().findFirst().orElse(null),
                HumidityUnit.AUTO, new Spells("attic", log::add, log::add), pauses::add);
        FakeSysfs.remove(device);
        assertThrows(IOException.class, () -> poll.read(Instant.EPOCH));
        sysfs.iio(7, "1-0076", "bme280", "in_temp_input", "22000");
        assertEquals("22.000", poll.read(Instant.EPOCH).get(0).temperature());
    }

    private DevicePoll poll(Sysfs.Reader reader) {
        Device device = new IioDevices(dir, reader).all().get(0);
        return new DevicePoll("attic", device, () -> null, HumidityUnit.AUTO, new Spells("attic", log::add, log::add), pauses::add);
    }
}
