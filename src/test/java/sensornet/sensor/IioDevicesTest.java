package sensornet.sensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Attributes as the drivers of old and new kernels print them. */
class IioDevicesTest {
    @TempDir
    Path dir;
    private FakeSysfs sysfs;

    @BeforeEach
    void tree() {
        sysfs = new FakeSysfs(dir);
    }

    @Test
    void aBme280OfANewKernelGivesThousandthsAndKilopascals() throws Exception {
        sysfs.iio(0, "1-0076", "bme280", "in_temp_input", "21370", "in_humidityrelative_input", "46333", "in_pressure_input",
                "101.325378906");
        assertEquals("21.370|46.333|1013.25378906", values(HumidityUnit.AUTO));
    }

    @Test
    void aBme280OfAKernelBefore418GivesPercent() throws Exception {
        sysfs.iio(0, "1-0076", "bme280", "in_temp_input", "21370", "in_humidityrelative_input", "46.333007812", "in_pressure_input",
                "101.325378906");
        assertEquals("21.370|46.333007812|1013.25378906", values(HumidityUnit.AUTO));
    }

    @Test
    void anyValueOfEitherKindOfKernelIsUnderstood() throws Exception {
        for (String[] c : new String[][]{{"100", "100"}, {"100000", "100.000"}, {"101", "0.101"}, {"0", "0"}, {"8", "8"}, {"8000", "8.000"}}) {
            sysfs.iio(0, "1-0076", "bme280", "in_humidityrelative_input", c[0]);
            assertEquals("|" + c[1] + "|", values(HumidityUnit.AUTO), c[0]);
        }
    }

    @Test
    void theUnitOfHumidityCanBeGiven() throws Exception {
        sysfs.iio(0, "1-0076", "bme280", "in_humidityrelative_input", "95");
        assertEquals("|0.095|", values(HumidityUnit.MILLI_PERCENT));
        sysfs.iio(0, "1-0076", "bme280", "in_humidityrelative_input", "101.5");
        assertEquals("|101.5|", values(HumidityUnit.PERCENT));
    }

    @Test
    void aBmp280HasNoHumidityAndADht22NoPressure() throws Exception {
        sysfs.iio(0, "1-0076", "bmp280", "in_temp_input", "-5030", "in_pressure_input", "99.8");
        assertEquals("-5.030||998", values(HumidityUnit.AUTO));
        sysfs.iio(0, "dht11@4", "dht11@4", "in_temp_input", "21500", "in_humidityrelative_input", "46300");
        assertEquals("21.500|46.300|", values(HumidityUnit.AUTO));
    }

    @Test
    void driversThatGiveRawOffsetAndScaleOnlyWorkToo() throws Exception {
        // HTS221: whole numbers with a scale of nine decimals; the offset is added before the scale is applied.
        sysfs.iio(0, "1-005f", "hts221", "in_temp_raw", "452", "in_temp_offset", "1044.234567890", "in_temp_scale", "15.625000000",
                "in_humidityrelative_raw", "-8021", "in_humidityrelative_offset", "-6540.5", "in_humidityrelative_scale", "-3.250000000");
        assertEquals("23.379|47.325|", values(HumidityUnit.AUTO));
        // LPS22HB: kPa.
        sysfs.iio(0, "1-005c", "lps22hb", "in_pressure_raw", "4150000", "in_pressure_scale", "0.000024414", "in_temp_raw", "2150",
                "in_temp_scale", "10.000000000");
        assertEquals("21.500||1013.181", values(HumidityUnit.AUTO));
    }

    @Test
    void whatADriverHasScaledItselfIsTakenBeforeTheRawValue() throws Exception {
        sysfs.iio(0, "1-0076", "bme280", "in_temp_input", "21370", "in_temp_raw", "519888", "in_temp_scale", "1");
        assertEquals("21.370||", values(HumidityUnit.AUTO));
    }

    @Test
    void ofSeveralTemperaturesOneIsRecordedAndTheOthersAreNamed() throws Exception {
        // An infrared thermometer: scale and offset are those of all its channels.
        sysfs.iio(0, "1-005a", "mlx90614", "in_temp_ambient_raw", "14700", "in_temp_object_raw", "15000", "in_temp_scale", "20",
                "in_temp_offset", "-13657.500000");
        Device device = finder().all().get(0);
        assertEquals(List.of("in_temp_object_raw"), device.others());
        assertEquals("20.850||", values(HumidityUnit.AUTO));
    }

    @Test
    void devicesAreFoundByNameLabelOrAddressAndNotByNumber() {
        sysfs.iio(0, "1-0077", "bme280", "in_temp_input", "1000");
        sysfs.iio(1, "1-0076", "bme280", "in_temp_input", "2000", "label", "attic");
        sysfs.iio(2, "4-0048", "tmp117", "in_temp_input", "3000");
        assertEquals(List.of("1-0077", "1-0076"), addresses("bme280"));
        assertEquals(List.of("1-0076"), addresses("attic"));
        assertEquals(List.of("4-0048"), addresses("tmp117"));
        assertEquals(List.of("1-0077"), addresses("1-0077"));
        assertEquals(List.of(), addresses("iio:device0"));
        assertEquals(List.of("1-0077", "1-0076", "4-0048"), addresses(""));
        assertEquals(List.of("4-0048"), addresses(dir.resolve("bus/iio/devices/iio:device2").toString()));
    }

    @Test
    void whatMeasuresNeitherOfTheThreeIsNoSensor() {
        sysfs.iio(0, "1-0068", "mpu6050", "in_accel_x_raw", "17", "in_tempering_input", "1");
        sysfs.iio(10, "1-0076", "bme280", "in_temp_input", "1000");
        sysfs.iio(9, "1-0077", "bmp280", "in_temp_input", "1000");
        assertEquals(List.of("bmp280", "bme280"), finder().all().stream().map(Device::chip).toList());
        assertTrue(new IioDevices(dir.resolve("nowhere"), Sysfs::text).all().isEmpty());
    }

    @Test
    void theOptionThatSelectsADeviceIsTheShortestThatMeansNoOther() {
        sysfs.iio(0, "1-0077", "bme280", "in_temp_input", "1000");
        sysfs.iio(1, "1-0076", "bme280", "in_temp_input", "2000", "label", "attic");
        sysfs.iio(2, "4-0048", "tmp117", "in_temp_input", "3000");
        List<Device> all = finder().all();
        assertEquals(List.of("1-0077", "attic", "tmp117"), all.stream().map(d -> d.selector(all)).toList());
        for (Device d : all) {
            assertEquals(List.of(d.address()), addresses(d.selector(all)));
        }
    }

    private List<String> addresses(String selector) {
        return DeviceSources.find(finder(), selector).stream().map(Device::address).toList();
    }

    private IioDevices finder() {
        return new IioDevices(dir, Sysfs::text);
    }

    private String values(HumidityUnit unit) throws Exception {
        List<String> log = new ArrayList<>();
        DevicePoll poll = new DevicePoll("s", finder().all().get(0), () -> null, unit, new Spells("s", log::add, log::add), ms -> { });
        Reading r = poll.read(Instant.EPOCH).get(0);
        assertEquals(List.of(), log);
        return r.temperature() + "|" + r.humidity() + "|" + r.pressure();
    }
}
