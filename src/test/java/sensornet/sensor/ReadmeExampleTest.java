package sensornet.sensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's section on adding a source is code that people will copy. */
class ReadmeExampleTest {
    @TempDir
    Path dir;

    @Test
    void theSourceOfTheReadmeCompilesAndItsLineFitsIntoSources() throws Exception {
        String readme = Files.readString(Path.of("README.md"));
        String section = readme.substring(readme.indexOf("## Adding a sensor source"), readme.indexOf("## Windows and macOS"));
        List<String> code = new ArrayList<>();
        Matcher block = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL).matcher(section);
        while (block.find()) {
            code.add(block.group(1));
        }
        assertEquals(2, code.size(), "a class, and a line for Sources");
        String sources = Files.readString(Path.of("src/main/java/sensornet/sensor/Sources.java"))
                .replace("KNOWN = List.of(\n", "KNOWN = List.of(\n" + code.get(1));
        Files.writeString(dir.resolve("BoardSource.java"), code.get(0));
        Files.writeString(dir.resolve("Sources.java"), sources);

        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter messages = new StringWriter();
        boolean compiled = compiler.getTask(messages, null, null, List.of("-Xlint:all", "-Werror", "-proc:none", "-d", dir.toString(), "-cp",
                System.getProperty("java.class.path")), null, compiler.getStandardFileManager(null, null, null)
                .getJavaFileObjects(dir.resolve("BoardSource.java"), dir.resolve("Sources.java"))).call();
        assertEquals("", messages.toString());
        assertTrue(compiled);
    }

    @Test
    void anAddedSourceHasRetriesADeadlineRangesAndOptions() throws Exception {
        List<String> log = new ArrayList<>();
        int[] asked = {0};
        PolledSource.Poll board = now -> {
            if (++asked[0] < 3) {
                throw new java.io.IOException("busy");
            }
            return List.of(new Reading("board", Timestamps.format(now), asked[0] == 3 ? "48.0" : "2000", "", ""));
        };
        Spells spells = new Spells("board", log::add, log::add);
        PolledSource.Poll guarded = new GuardedPoll("board", Retry.poll(board), SensorOptions.TIME_LIMIT,
                new Gate("board", "board", () -> Ranges.PROGRAM, SensorOptions.NONE, spells), spells);
        assertEquals("48.0", guarded.read(Measuring.CLOCK.instant()).get(0).temperature());
        assertEquals(List.of(), guarded.read(Measuring.CLOCK.instant()));
        assertEquals(List.of("Sensor board: temperature 2000 °C is outside -100..1000, all that a program can give: not recorded"), log);
        guarded.stop();
    }
}
