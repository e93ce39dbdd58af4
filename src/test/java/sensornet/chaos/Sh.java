package sensornet.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Commands of the system. */
final class Sh {
    record Result(int code, String output) {
    }

    private Sh() {
    }

    /** @throws IllegalStateException naming the command and what it said */
    static String run(String... command) {
        Result result = tryToRun(command);
        if (result.code != 0) {
            throw new IllegalStateException(String.join(" ", command) + ": " + result.output);
        }
        return result.output;
    }

    static Result tryToRun(String... command) {
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return new Result(process.waitFor(), output);
        } catch (IOException e) {
            return new Result(-1, e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new IOException("interrupted in " + String.join(" ", command)));
        }
    }
}
