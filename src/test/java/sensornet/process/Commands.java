package sensornet.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Assumptions;

/** Commands of the system that tests need: signals, mounts, network namespaces. */
final class Commands {
    private record Result(int code, String output) {
    }

    private Commands() {
    }

    /** Fails the test if the command does. */
    static void run(String... command) {
        Result result = execute(command);
        if (result.code != 0) {
            throw new AssertionError(String.join(" ", command) + ": " + result.output);
        }
    }

    /** For cleaning up, when there may be nothing to clean. */
    static void tryToRun(String... command) {
        execute(command);
    }

    /** Skips the test, and says why, where the command does not work: not root, or it is not there. */
    static void assumeWorks(String... command) {
        Result result;
        try {
            result = execute(command);
        } catch (UncheckedIOException e) {
            result = new Result(-1, e.getMessage());
        }
        if (result.code != 0) {
            String reason = "this test needs \"" + String.join(" ", command) + "\" to work: " + result.output;
            System.out.println("SKIPPED: " + reason);
            Assumptions.abort(reason);
        }
    }

    private static Result execute(String... command) {
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return new Result(process.waitFor(), output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
    }
}
