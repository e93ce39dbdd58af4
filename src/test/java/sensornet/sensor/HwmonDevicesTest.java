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

class HwmonDevicesTest {
    @TempDir
    Path dir;
    private FakeSysfs sysfs;

    @BeforeEach
    void tree() {
        sysfs = new FakeSysfs(dir);
    }

    @Test
    void eachTemperatureOfAChipIsASensorOfItsOwn() throws Exception {
        sysfs.hwmon(0, "coretemp.0", "coretemp", "temp1_input", "48000", "temp1_label", "Package id 0", "temp2_input", "45000",
                "temp2_label", "Core 0", "temp10_input", "46500", "temp1_crit", "100000", "in0_input", "1032");
        List<Device> all = finder().all();
        assertEquals(List.of("Package id 0", "Core 0", "temp10"), all.stream().map(Device::part).toList());
        assertEquals("48.000|", values(all.get(0)));
        assertEquals(List.of("p-Package-id-0", "p-Core-0", "p-temp10"), DeviceSources.ids("p", all));
    }

    @Test
    void theHumidityOfAnSht3xBelongsToItsTemperature() throws Exception {
        sysfs.hwmon(0, "1-0044", "sht3x", "temp1_input", "21370", "humidity1_input", "46333");
        assertEquals("21.370|46.333", values(finder().all().get(0)));
        assertEquals(List.of("p"), DeviceSources.ids("p", finder().all()));
    }

    @Test
    void chipsAreFoundByNameAddressAndLabel() {
        sysfs.hwmon(0, "coretemp.0", "coretemp", "temp1_input", "48000", "temp1_label", "Package id 0", "temp2_input", "45000");
        sysfs.hwmon(1, "nvme0", "nvme", "temp1_input", "38850", "temp1_label", "Composite");
        sysfs.hwmon(2, "nvme1", "nvme", "temp1_input", "35850", "temp1_label", "Composite");
        assertEquals(List.of("Package id 0", "temp2"), parts("coretemp"));
        assertEquals(List.of("Package id 0"), parts("coretemp/Package id 0"));
        assertEquals(List.of("Package id 0"), parts("coretemp/temp1"));
        assertEquals(List.of("Composite"), parts("nvme1"));
        assertEquals(List.of(), parts("hwmon0"));
        String path = dir.resolve("class/hwmon/hwmon0").toString();
        assertEquals(List.of("Package id 0", "temp2"), parts(path));
        assertEquals(List.of("temp2"), parts(path + "/temp2"));
        List<Device> all = finder().all();
        assertEquals(List.of("coretemp/Package id 0", "coretemp/temp2", "nvme0", "nvme1"), all.stream().map(d -> d.selector(all)).toList());
        assertEquals(List.of("p-coretemp-Package-id-0", "p-coretemp-temp2", "p-nvme-nvme0", "p-nvme-nvme1"),
                DeviceSources.ids("p", all));
    }

    @Test
    void aFaultThatTheChipReportsIsNoReading() throws Exception {
        Path chip = sysfs.hwmon(0, "it87.656", "it8728", "temp1_input", "-128000", "temp1_fault", "1");
        assertEquals("fault", trouble(finder().all().get(0), "fault"));
        FakeSysfs.write(chip, "temp1_fault", "0", "temp1_input", "31000");
        assertEquals("31.000|", values(finder().all().get(0)));
    }

    @Test
    void aSensorThatIsSwitchedOffGivesNothing() throws Exception {
        Path chip = sysfs.hwmon(0, "it87.656", "it8728", "temp1_input", "25000", "temp1_enable", "0");
        assertEquals("switched off", trouble(finder().all().get(0), "switched off"));
        FakeSysfs.write(chip, "temp1_enable", "1");
        assertEquals("25.000|", values(finder().all().get(0)));
    }

    @Test
    void chipsOfOldKernelsHaveTheirAttributesOneLevelDown() throws Exception {
        sysfs.oldHwmon(0, "w83627ehf.2576", "w83627dhg", "temp1_input", "38000", "temp1_label", "SYSTIN");
        Device device = finder().all().get(0);
        assertEquals("w83627dhg", device.chip());
        assertEquals("SYSTIN", device.part());
        assertEquals("38.000|", values(device));
    }

    private List<String> parts(String selector) {
        return DeviceSources.find(finder(), selector).stream().map(Device::part).toList();
    }

    private HwmonDevices finder() {
        return new HwmonDevices(dir, Sysfs::text);
    }

    private static String values(Device device) throws Exception {
        List<String> log = new ArrayList<>();
        Reading r = poll(device, log).read(Instant.EPOCH).get(0);
        assertEquals(List.of(), log);
        return r.temperature() + "|" + r.humidity();
    }

    private static String trouble(Device device, String words) throws Exception {
        List<String> log = new ArrayList<>();
        assertEquals(List.of(), poll(device, log).read(Instant.EPOCH));
        assertEquals(1, log.size());
        assertTrue(log.get(0).contains(words), log.get(0));
        return words;
    }

    private static DevicePoll poll(Device device, List<String> log) {
        return new DevicePoll("s", device, () -> null, HumidityUnit.MILLI_PERCENT, new Spells("s", log::add, log::add), ms -> { });
    }
}
