package sensornet.sensor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SysfsTest {
    @TempDir
    Path dir;

    @Test
    void aLinkToTheRootIsWithoutAName() throws IOException {
        Path link = Files.createSymbolicLink(dir.resolve("device"), dir.getRoot());
        String name = Sysfs.realName(link);
        Files.delete(link); // JUnit warns of what leads out of its directory
        assertEquals("", name);
    }

    @Test
    void aLinkIsCalledAsWhatItLeadsTo() throws IOException {
        Files.createDirectories(dir.resolve("hardware"));
        Path link = Files.createSymbolicLink(dir.resolve("device"), dir.resolve("hardware"));
        assertEquals("hardware", Sysfs.realName(link));
    }
}
