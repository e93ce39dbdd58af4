package sensornet.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogTailTest {
    @TempDir
    Path dir;

    /** Killed before that, it may have cleared the journal and not the rows: what the next finds says nothing. */
    @Test
    void aPeerIsDoneWithItsDirectoryWhenItListens() throws IOException {
        Path log = dir.resolve("console.txt");
        LogTail tail = new LogTail(log);
        tail.poll();
        Files.writeString(log, "12:00:00.000 INFO  Peer - Peer ID: p5\n12:00:00.100 INFO  Store - data/p5: cleared 7 files\n");
        tail.poll();
        assertFalse(tail.isOpen());
        Files.writeString(log, "12:00:00.200 INFO  Peer - Listening on 10.0.0.5:5000, gro", StandardOpenOption.APPEND);
        tail.poll();
        assertFalse(tail.isOpen(), "half a line");
        Files.writeString(log, "up g, 0 readings from before in data/p5\n", StandardOpenOption.APPEND);
        tail.poll();
        assertTrue(tail.isOpen());
    }

    @Test
    void whatAPeerRecoveredIsRead() throws IOException {
        Path log = dir.resolve("console.txt");
        LogTail tail = new LogTail(log);
        assertEquals(-1, tail.recovered());
        Files.writeString(log, "INFO  Store - data/p5: recovered sequence 1..719058, 719000 of them committed, last view 7/p5/1f\n"
                + "INFO  Peer - Listening on 10.0.0.5:5000\n");
        tail.poll();
        assertEquals(719_058, tail.recovered());
        assertFalse(tail.startedEmpty());
    }
}
