package sensornet.sensor;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** One run of a command of the user's, through the system's shell, with nothing on its standard input. */
final class Program {
    /** What a program gets between the polite and the other signal: a radio wants to be put back. */
    private static final long GRACE_MILLIS = 300;
    private static final int MAX_ERROR = 500;

    private final Process process;
    private final Thread errors;
    private volatile String lastError = "";

    private Program(Process process, String threadName, Consumer<String> error) {
        this.process = process;
        errors = new Thread(() -> readErrors(error), threadName + "-stderr");
        errors.setDaemon(true);
        errors.start();
    }

    /**
     * Starts it.
     *
     * @param threadName of the thread that reads its stderr: that name and {@code -stderr}
     * @param error gets each line of stderr, cut to a length that fits into a log, on that thread
     */
    static Program start(String command, String threadName, Consumer<String> error) throws IOException {
        boolean windows = System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("windows");
        List<String> shell = windows ? List.of("cmd", "/c", command) : List.of("/bin/sh", "-c", command);
        Process process = new ProcessBuilder(shell).start();
        process.getOutputStream().close();
        return new Program(process, threadName, error);
    }

    InputStream stdout() {
        return process.getInputStream();
    }

    /** Whether it has ended within that time. */
    boolean ended(Duration limit) throws InterruptedException {
        return process.waitFor(limit.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Once it has ended: how, for people. */
    String ending() throws InterruptedException {
        errors.join(GRACE_MILLIS); // not for ever: a child of it may still have the pipe
        return "exit code " + process.exitValue() + (lastError.isEmpty() ? ", nothing on stderr"
                : ", stderr " + Texts.shown(lastError));
    }

    int exitCode() {
        return process.exitValue();
    }

    /** Ends it and all that it started: politely, and {@value #GRACE_MILLIS} ms later by force. Any thread. */
    void end() {
        // First the list: the children of a process that has ended are no longer known as its own.
        List<ProcessHandle> tree = Stream.concat(process.descendants(), Stream.of(process.toHandle())).toList();
        tree.forEach(ProcessHandle::destroy);
        long until = System.nanoTime() + GRACE_MILLIS * 1_000_000;
        try {
            for (ProcessHandle handle : tree) {
                while (handle.isAlive() && System.nanoTime() < until) {
                    Thread.sleep(5);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        tree.forEach(ProcessHandle::destroyForcibly);
    }

    private void readErrors(Consumer<String> error) {
        try (Reader in = new BufferedReader(new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8))) {
            StringBuilder line = new StringBuilder();
            for (int c = in.read(); c >= 0; c = in.read()) {
                if (c == '\n') {
                    tell(line, error);
                } else if (line.length() < MAX_ERROR) {
                    line.append((char) c);
                }
            }
            tell(line, error);
        } catch (IOException | UncheckedIOException e) {
            // the pipe ended with the process
        }
    }

    private void tell(StringBuilder line, Consumer<String> error) {
        String text = line.toString().strip();
        line.setLength(0);
        if (!text.isEmpty()) {
            lastError = text;
            error.accept(text);
        }
    }
}
