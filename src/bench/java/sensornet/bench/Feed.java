package sensornet.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Pours a file into a process's stdin as fast as it takes it; on a thread of its own. */
final class Feed extends Thread {
    private final Node node;
    private final Path file;
    private final int times;

    Feed(Node node, Path file, int times) {
        super("feed-" + node.id);
        this.node = node;
        this.file = file;
        this.times = times;
        setDaemon(true);
        start();
    }

    @Override
    public void run() {
        byte[] buf = new byte[64 * 1024];
        OutputStream out = node.stdin;
        try {
            for (int i = 0; i < times; i++) {
                try (InputStream in = Files.newInputStream(file)) {
                    for (int n = in.read(buf); n >= 0; n = in.read(buf)) {
                        out.write(buf, 0, n);
                    }
                }
            }
            out.flush();
        } catch (IOException e) {
            // The process was ended; whoever waits for its rows finds out.
        }
    }
}
