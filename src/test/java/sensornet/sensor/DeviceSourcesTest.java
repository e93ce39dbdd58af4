package sensornet.sensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Devices in a made {@code /sys}, measured by running sensors. */
class DeviceSourcesTest {
    @TempDir
    Path dir;

    @Test
    void aLoneDeviceHasTheSensorsId() {
        new FakeSysfs(dir).iio(0, "1-0076", "bme280", "in_temp_input", "21370", "in_pressure_input", "101.3");
        try (Measuring measuring = new Measuring(dir, List.of("iio"))) {
            measuring.await("p|21.370||1013");
        }
    }

    @Test
    void severalDevicesAreOneSensorEach() {
        FakeSysfs sysfs = new FakeSysfs(dir);
        sysfs.iio(0, "1-0076", "bme280", "in_temp_input", "1000");
        sysfs.iio(1, "1-0077", "bme280", "in_temp_input", "2000");
        sysfs.iio(2, "4-0048", "tmp117", "in_temp_input", "3000");
        sysfs.iio(3, "4-0049", "tmp117", "in_temp_input", "4000", "label", "roof");
        try (Measuring measuring = new Measuring(dir, List.of("h=iio", "x=iio:roof"), "h-tmp117:temperature-offset=0.5")) {
            measuring.await("h-bme280-1-0076|1.000||");
            measuring.await("h-bme280-1-0077|2.000||");
            measuring.await("h-tmp117|3.500||");
            measuring.await("h-roof|4.000||");
            measuring.await("x|4.000||");
        }
    }

    @Test
    void whatTheChipCannotGiveIsNotRecorded() {
        Path device = new FakeSysfs(dir).iio(0, "1-0076", "bme280", "in_temp_input", "21370", "in_pressure_input", "0.0");
        try (Logged log = new Logged(); Measuring measuring = new Measuring(dir, List.of("iio"))) {
            measuring.await("p|21.370||");
            Eventually.until("many more", () -> measuring.taken().size() > 5);
            FakeSysfs.write(device, "in_pressure_input", "101.3");
            measuring.await("p|21.370||1013");
            assertEquals(1, log.count("WARN Sensor p: pressure 0 hPa is outside 300..1100, all that bme280 can give: not recorded"),
                    log.lines().toString());
            log.await("INFO Sensor p: pressure is good again (1013) after ");
        }
        try (Measuring measuring = new Measuring(dir, List.of("iio"), "pressure-range=0..2000")) {
            FakeSysfs.write(device, "in_pressure_input", "0.5");
            measuring.await("p|21.370||5");
        }
    }

    @Test
    void aHungDeviceHoldsUpNothingButItselfAndComesBack() throws Exception {
        FakeSysfs sysfs = new FakeSysfs(dir);
        Path hung = sysfs.iio(0, "1-0076", "bme280", "in_temp_input", "1000");
        sysfs.iio(1, "1-0077", "bmp280", "in_temp_input", "2000");
        FakeSysfs.hanging(hung, "in_temp_input");
        try (Logged log = new Logged(); Measuring measuring = new Measuring(dir, List.of("iio"), "p-bme280:time-limit=0.3S")) {
            log.await("WARN Sensor p-bme280: no reading: no answer within 300 ms; it is tried again at every interval");
            int before = measuring.taken().size();
            Eventually.until("the other one goes on", () -> measuring.taken().size() > before + 10);
            assertEquals(Set.of("p-bmp280|2.000||"), Set.copyOf(measuring.taken()));
            assertEquals(1, threads("sensor-p-bme280-read"), "no second read is begun while one hangs");
            assertEquals(1, log.count("WARN Sensor p-bme280: no reading"), log.lines().toString());
            try (OutputStream answer = Files.newOutputStream(hung.resolve("in_temp_input"))) {
                answer.write("1000\n".getBytes());
            }
            // The fifo hangs again at once; a file does not.
            Files.delete(hung.resolve("in_temp_input"));
            FakeSysfs.write(hung, "in_temp_input", "1500");
            measuring.await("p-bme280|1.500||");
            log.await("INFO Sensor p-bme280: reading is good again");
        }
    }

    @Test
    void theLeaveOfThePeerDoesNotWaitForAHungDevice() {
        Path hung = new FakeSysfs(dir).iio(0, "1-0076", "bme280", "in_temp_input", "1000");
        FakeSysfs.hanging(hung, "in_temp_input");
        Measuring measuring = new Measuring(dir, List.of("iio"));
        Eventually.until("it hangs", () -> threads("sensor-p-read") == 1);
        long began = System.nanoTime();
        measuring.close();
        assertTrue(System.nanoTime() - began < 5_000_000_000L);
        assertEquals(0, threads("sensor-p"), "the sensor has ended, though its read has not");
    }

    @Test
    void aDeviceThatComesLaterIsTakenThen() {
        FakeSysfs sysfs = new FakeSysfs(dir);
        sysfs.iio(0, "1-0077", "bmp280", "in_temp_input", "2000");
        try (Logged log = new Logged(); Measuring measuring = new Measuring(dir, List.of("iio:bme280"))) {
            log.await("WARN Sensor p: no device is iio:bme280 now; there are bmp280 at 1-0077.");
            sysfs.iio(1, "1-0076", "bme280", "in_temp_input", "90000", "in_pressure_input", "101.3");
            measuring.await("p|||1013");
            log.await("WARN Sensor p: temperature 90.000 °C is outside -40..85, all that bme280 can give");
        }
    }

    @Test
    void aDeviceThatWasUnpluggedIsFoundUnderItsNewNumberAndNotConfusedWithItsLike() {
        FakeSysfs sysfs = new FakeSysfs(dir);
        Path device = sysfs.iio(0, "1-0076", "bme280", "in_temp_input", "1000");
        sysfs.iio(1, "1-0077", "bme280", "in_temp_input", "2000");
        try (Logged log = new Logged(); Measuring measuring = new Measuring(dir, List.of("iio"))) {
            measuring.await("p-bme280-1-0076|1.000||");
            FakeSysfs.remove(device);
            log.await("WARN Sensor p-bme280-1-0076: no reading: the device is not there");
            sysfs.iio(5, "1-0076", "bme280", "in_temp_input", "1500");
            measuring.await("p-bme280-1-0076|1.500||");
            assertFalse(measuring.taken().contains("p-bme280-1-0076|2.000||"));
        }
    }

    @Test
    void twoSensorsOfOneIdAreSaid() {
        FakeSysfs sysfs = new FakeSysfs(dir);
        sysfs.iio(0, "1-0076", "bme280", "in_temp_input", "1000");
        sysfs.iio(1, "4-0048", "tmp117", "in_temp_input", "3000");
        try (Logged log = new Logged(); Measuring measuring = new Measuring(dir, List.of("h=iio", "H-tmp117=none"))) {
            log.await("WARN Two sensors are called H-tmp117, and their readings share one file: give one of them another id");
        }
    }

    @Test
    void hwmonChipsAreSensorsAndAreSelectedByChipAndLabel() {
        FakeSysfs sysfs = new FakeSysfs(dir);
        sysfs.hwmon(0, "coretemp.0", "coretemp", "temp1_input", "48000", "temp1_label", "Package id 0", "temp2_input", "45000",
                "temp2_label", "Core 0");
        sysfs.hwmon(1, "nvme0", "nvme", "temp1_input", "65261850", "temp1_label", "Composite");
        try (Logged log = new Logged(); Measuring measuring = new Measuring(dir, List.of("cpu=hwmon:coretemp/Package id 0", "h=hwmon"))) {
            measuring.await("cpu|48.000||");
            measuring.await("h-coretemp-Core-0|45.000||");
            log.await("WARN Sensor h-nvme: temperature 65261.850 °C is outside -100..250, all that a hwmon chip can give");
            Set<String> sensors = new TreeSet<>(measuring.taken().stream().map(r -> r.replaceAll("\\|.*", "")).toList());
            assertEquals(Set.of("cpu", "h-coretemp-Core-0", "h-coretemp-Package-id-0"), sensors);
        }
    }

    private static long threads(String name) {
        return Thread.getAllStackTraces().keySet().stream().filter(t -> t.getName().equals(name) && t.isAlive()).count();
    }
}
