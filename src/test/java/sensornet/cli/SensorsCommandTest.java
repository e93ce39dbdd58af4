package sensornet.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sensornet.sensor.FakeSysfs;

class SensorsCommandTest {
    @TempDir
    Path dir;

    @Test
    void everySensorOfTheHostIsListedWithItsValueAndItsOption() throws Exception {
        host();
        assertEquals(List.of(
                "SENSOR                                     °C      %       hPa      OPTION",
                "iio bme280 at 1-0076                       21.370  46.333  1013.25  --sensor iio:1-0076",
                "iio attic (bme280) at 1-0077               -       -       -        --sensor iio:attic",
                "  temperature 130.000 °C is outside -40..85, all that bme280 can give: not recorded",
                "hwmon coretemp Package id 0 at coretemp.0  48.000  -       -        --sensor 'hwmon:coretemp/Package id 0'",
                "hwmon coretemp temp2 at coretemp.0         45.000  -       -        --sensor hwmon:coretemp/temp2",
                "hwmon it8728 temp1 at it87.656             -       -       -        --sensor hwmon:it8728"),
                run().lines().limit(7).toList());
        assertTrue(run().contains("  no temperature from it8728 temp1 at it87.656, asked 3 times: the chip reports a fault of its sensor"), run());
    }

    @Test
    void asJsonItIsAnArrayOfOneObjectALine() throws Exception {
        host();
        List<String> lines = run("--format", "json").lines().toList();
        assertEquals(5, lines.size());
        assertEquals("[{\"kind\":\"iio\",\"name\":\"bme280 at 1-0076\",\"temperature_C\":21.370,\"humidity\":46.333,\"pressure_hPa\":1013.25,"
                + "\"sensor\":\"iio:1-0076\"},", lines.get(0));
        assertTrue(lines.get(1).contains(",\"trouble\":\"temperature 130.000 °C is outside -40..85, all that bme280 can give: not recorded\","),
                lines.get(1));
        assertTrue(lines.get(4).endsWith("\"sensor\":\"hwmon:it8728\"}]"), lines.get(4));
    }

    @Test
    void aHungSensorIsSaidAndDoesNotHoldUpTheList() throws Exception {
        FakeSysfs sysfs = host();
        FakeSysfs.hanging(sysfs.iio(7, "1-0040", "hdc100x", "in_temp_input", "1"), "in_temp_input");
        String out = run();
        assertTrue(out.contains("--sensor iio:hdc100x\n  no reading: no answer within 5000 ms"), out);
        assertTrue(out.contains("21.370"), out);
    }

    @Test
    void aHostWithoutSensorsIsOneLineAndExitCodeOne() {
        String message = assertThrows(IOException.class, this::run).getMessage();
        assertTrue(message.startsWith("no sensor: there is no IIO device with a temperature, humidity or pressure in /sys/bus/iio/devices"),
                message);
    }

    @Test
    void anUnknownFormatIsBadUsage() {
        assertEquals("--format xml must be one of table, json",
                assertThrows(UsageException.class, () -> run("--format", "xml")).getMessage());
    }

    private FakeSysfs host() {
        FakeSysfs sysfs = new FakeSysfs(dir);
        sysfs.iio(0, "1-0076", "bme280", "in_temp_input", "21370", "in_humidityrelative_input", "46333", "in_pressure_input", "101.325");
        sysfs.iio(1, "1-0077", "bme280", "label", "attic", "in_temp_input", "130000");
        sysfs.hwmon(0, "coretemp.0", "coretemp", "temp1_input", "48000", "temp1_label", "Package id 0", "temp2_input", "45000");
        sysfs.hwmon(1, "it87.656", "it8728", "temp1_input", "-128000", "temp1_fault", "1");
        return sysfs;
    }

    private String run(String... args) throws UsageException, IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int code = Subcommands.execute(new SensorsCommand(dir), List.of(args), new PrintStream(out, true, StandardCharsets.UTF_8), System.err);
        assertEquals(0, code);
        return out.toString(StandardCharsets.UTF_8);
    }
}
