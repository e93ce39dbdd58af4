package sensornet.sensor;

import java.io.IOException;

/**
 * The program of one sensor, started again and again, one at a time. When the sensor stops it is ended, and no other is
 * started. Any thread.
 */
final class SensorProgram {
    private final String sensor;
    private final String command;
    private final LimitedLog errors;
    private Program running;
    private boolean stopped;

    /** @param errors for what the program prints on its stderr */
    SensorProgram(String sensor, String command, LimitedLog errors) {
        this.sensor = sensor;
        this.command = command;
        this.errors = errors;
    }

    /** Null once the sensor has stopped. */
    synchronized Program start() throws IOException {
        if (stopped) {
            return null;
        }
        running = Program.start(command, "sensor-" + sensor, this::error);
        return running;
    }

    synchronized boolean isStopped() {
        return stopped;
    }

    /** What a shell says of being ended by us is of no interest. */
    private synchronized void error(String line) {
        if (!stopped) {
            errors.line(line);
        }
    }

    void stop() {
        Program program;
        synchronized (this) {
            stopped = true;
            errors.end();
            program = running;
        }
        if (program != null) {
            program.end();
        }
    }
}
