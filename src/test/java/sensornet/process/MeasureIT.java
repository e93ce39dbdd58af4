package sensornet.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import sensornet.sensor.FakeSysfs;

/** Peers that measure: devices of a made sysfs tree, and real programs. */
class MeasureIT {
    @RegisterExtension
    final Peers peers = new Peers();

    @Test
    void devicesAndProgramsOfThreeHostsAreInTheFilesOfAllThree() throws IOException {
        FakeSysfs sysfs = new FakeSysfs(peers.dir().resolve("sys"));
        Path attic = sysfs.iio(0, "1-0076", "bme280", "in_temp_input", "21370", "in_humidityrelative_input", "46.333007812",
                "in_pressure_input", "101.325378906");
        Path cpu = sysfs.hwmon(0, "coretemp.0", "coretemp", "temp1_input", "48000", "temp1_label", "Package id 0");
        Path count = peers.dir().resolve("count");
        // Twenty good runs; after that the bus is gone.
        Path read = script("read.sh", "echo x >> " + count, "test $(wc -l < " + count + ") -le 20 || { echo 'no bus' >&2; exit 5; }",
                "echo \"DATA|cellar||$(wc -l < " + count + ").50|60|1013.2\"");
        Path radio = script("radio.sh", "echo 'Found Rafael Micro R820T tuner' >&2",
                "for i in 1 2 3 4 5 6 7 8 9; do echo \"{\\\"time\\\" : \\\"2026-03-01 06:00:0$i\\\", \\\"model\\\" : \\\"Acurite-Tower\\\","
                        + " \\\"id\\\" : 11041, \\\"channel\\\" : \\\"B\\\", \\\"battery_ok\\\" : 1, \\\"temperature_C\\\" : -3.${i}00, \\\"humidity\\\" : 81}\"; done",
                "echo $$ > " + peers.dir().resolve("radio.pid"), "exec sleep 1000");

        PeerProcess p1 = peers.startQuick("p1", List.of("--sensor", "attic=iio:" + attic, "--sensor", "cpu=hwmon:" + cpu,
                "--sensor-option", "attic:temperature-offset=-0.7", "--sensor-interval", "100ms"));
        PeerProcess p2 = peers.startQuick("p2", List.of("--sensor", "x=exec:" + read, "--sensor-interval", "100ms"));
        PeerProcess p3 = peers.startQuick("p3", List.of("--sensor", "radio=follow:" + radio));
        List<PeerProcess> three = List.of(p1, p2, p3);
        Peers.awaitOneGroup(three);

        // What failed is said, and nothing is made up for it: then the stream stands still and can be compared.
        p2.awaitLogged("failed: exit code 5, stderr 'no bus'");
        Await.until("some rows of each device", () -> p3.csv().rowCount("attic") > 10 && p3.csv().rowCount("cpu") > 10);
        FakeSysfs.remove(attic);
        FakeSysfs.remove(cpu);
        p1.awaitLogged("Sensor attic: no reading: the device is not there");
        p1.awaitLogged("Sensor cpu: no reading: the device is not there");

        CsvFiles csv = Peers.awaitSame("all of it", three, c -> c.rowCount("cellar") == 20 && c.rowCount("Acurite-Tower-11041-B") == 9);
        assertEquals(Set.of("attic", "cpu", "cellar", "Acurite-Tower-11041-B"), csv.bySensor().keySet());
        assertEquals(Set.of("20.670,46.333007812,1013.25378906"), values(csv, "attic"));
        assertEquals(Set.of("48.000,,"), values(csv, "cpu"));
        assertEquals("20.50,60,1013.2", csv.readings("cellar").get(19).replaceFirst(".*?,", ""));
        assertEquals("-3.900,81,", csv.readings("Acurite-Tower-11041-B").get(8).replaceFirst(".*?,", ""));
        assertTrue(p3.log().stream().anyMatch(l -> l.contains("Sensor radio: stderr: 'Found Rafael Micro R820T tuner'")));

        long pid = Long.parseLong(Files.readString(peers.dir().resolve("radio.pid")).strip());
        assertTrue(ProcessHandle.of(pid).isPresent());
        p3.terminate();
        assertEquals(0, p3.exitCode());
        Await.until("the program of p3 ends with it", () -> ProcessHandle.of(pid).map(p -> !p.isAlive()).orElse(true));
    }

    @Test
    void aHungDeviceHoldsUpNeitherTheOthersNorTheLeave() throws IOException {
        FakeSysfs sysfs = new FakeSysfs(peers.dir().resolve("sys"));
        Path hung = sysfs.iio(0, "1-0076", "bme280", "in_temp_input", "21370");
        Path good = sysfs.iio(1, "1-0077", "bme280", "in_temp_input", "19000");
        FakeSysfs.hanging(hung, "in_temp_input");
        PeerProcess p1 = peers.startQuick("p1", List.of("--sensor", "hung=iio:" + hung, "--sensor", "good=iio:" + good,
                "--sensor-interval", "50ms", "--sensor-option", "hung:time-limit=300ms"));
        p1.awaitLogged("Sensor hung: no reading: no answer within 300 ms");
        int rows = p1.csv().rowCount("good");
        Await.until("the other one goes on", () -> p1.csv().rowCount("good") > rows + 10);
        assertEquals(Set.of("good"), p1.csv().bySensor().keySet());
        long began = System.nanoTime();
        p1.terminate();
        assertEquals(0, p1.exitCode());
        assertTrue(System.nanoTime() - began < 6_000_000_000L, "the leave waited for the device");
    }

    private static Set<String> values(CsvFiles csv, String sensor) {
        return new TreeSet<>(csv.readings(sensor).stream().map(r -> r.replaceFirst(".*?,", "")).toList());
    }

    private Path script(String name, String... lines) throws IOException {
        Path file = Files.writeString(peers.dir().resolve(name), "#!/bin/sh\n" + String.join("\n", lines) + "\n");
        assertTrue(file.toFile().setExecutable(true));
        return file;
    }
}
