package sensornet.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.Model.CommandSpec;

/** What is generated from the options: help, completion, manual. */
class DocumentsTest {
    @TempDir
    Path dir;

    private static String run(String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream print = new PrintStream(out, true, StandardCharsets.UTF_8);
        int code = new PeerCommand(config -> 0, print, print).execute(List.of(args), Map.of());
        assertEquals(0, code, out.toString(StandardCharsets.UTF_8));
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void theManualNamesEveryOptionAndEveryCommand() {
        String page = run("man");
        for (Opt opt : Opt.values()) {
            assertTrue(page.contains("\n.B " + opt.flag.replace("-", "\\-")), opt.flag);
        }
        for (CommandSpec sub : Subcommands.specs()) {
            assertTrue(page.contains("\n.SS " + sub.name() + "\n"), sub.name());
        }
        assertTrue(page.startsWith(".TH PEER 1"));
        assertEquals("\\&.x \\- \\e", ManCommand.escaped(".x - \\"));
    }

    @Test
    void everyCommandsHelpLeadsWithAnExample() {
        for (CommandSpec sub : Subcommands.specs()) {
            List<String> help = run(sub.name(), "--help").lines().toList();
            assertTrue(help.get(2).matches("  (java -jar|alias) .*"), sub.name() + ": " + help);
        }
    }

    @Test
    void bashCompletesCommandsAndOptions() throws Exception {
        Path script = Files.writeString(dir.resolve("completion"), run("completion"));
        assertEquals("status", complete(script, "peer stat"));
        assertEquals("--heartbeat-interval --heartbeat-timeout", complete(script, "peer --heart"));
        assertEquals("--follow --format --from", complete(script, "peer tail --f"));
    }

    /** What bash would offer, sorted. */
    private static String complete(Path script, String line) throws Exception {
        String[] words = line.split(" ");
        String command = "compopt() { :; }; source " + script + "; COMP_WORDS=(" + line + "); COMP_CWORD=" + (words.length - 1) + "; COMP_LINE='" + line
                + "'; _complete_peer; printf '%s\\n' \"${COMPREPLY[@]}\" | sort | tr '\\n' ' '";
        Process bash = new ProcessBuilder("bash", "-c", command).redirectErrorStream(true).start();
        String out = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        bash.waitFor();
        return out;
    }
}
