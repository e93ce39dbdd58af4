package sensornet.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {

    /** The second process of the test below: takes the lock and waits for the end of its input. */
    static final class Holder {
        public static void main(String[] args) throws IOException {
            try (DataDirectory held = DataDirectory.lock(Path.of(args[0]))) {
                System.out.println("locked " + held.path());
                System.in.read();
            }
        }
    }

    @Test
    void aSecondProcessIsRefusedAndTouchesNothing(@TempDir Path dir) throws Exception {
        Path data = dir.resolve("a");
        Process holder = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                System.getProperty("java.class.path"), Holder.class.getName(), data.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT).start();
        try {
            assertEquals("locked " + data, holder.inputReader().readLine());
            Files.writeString(data.resolve("s1.csv"), "untouched");
            IOException e = assertThrows(IOException.class, () -> DataDirectory.lock(data));
            assertEquals("data directory " + data + " is in use by another process (pid " + holder.pid()
                    + "); stop that one, or choose another --peer-id or --data-dir", e.getMessage());
            assertEquals("untouched", Files.readString(data.resolve("s1.csv")));
            assertEquals(holder.pid() + "\n", Files.readString(data.resolve("lock")));
        } finally {
            holder.destroyForcibly().waitFor();
        }
        DataDirectory.lock(data).close();
    }

    @Test
    void theSameProcessIsRefusedToo(@TempDir Path dir) throws IOException {
        try (DataDirectory first = DataDirectory.lock(dir)) {
            assertEquals(dir, first.path());
            IOException e = assertThrows(IOException.class, () -> DataDirectory.lock(dir));
            assertTrue(e.getMessage().contains("is in use by another process (pid "), e.getMessage());
        }
        DataDirectory.lock(dir).close();
    }

    @Test
    void aDirectoryThatCannotBeIsOneClearLine(@TempDir Path dir) throws IOException {
        Path file = Files.writeString(dir.resolve("file"), "");
        IOException e = assertThrows(IOException.class, () -> DataDirectory.lock(file.resolve("a")));
        assertTrue(e.getMessage().startsWith("cannot write to data directory " + file.resolve("a") + " ("),
                e.getMessage());
        assertEquals(1, e.getMessage().lines().count());
    }
}
