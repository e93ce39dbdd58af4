package sensornet.sensor;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The source {@code exec:COMMAND}: a program that is run at every interval and prints a reading, or several. One that
 * fails, prints nothing or does not end in time has given no reading, whatever it has printed. Not tried again before the
 * next interval: a program that fails mostly has its reason. Of one thread, but for {@link #stop}.
 */
final class ExecPoll implements PolledSource.Poll {
    private static final Logger LOG = LoggerFactory.getLogger(ExecPoll.class);
    /** More than a program has to say about one moment. */
    private static final int MAX_OUTPUT = 64 * 1024;
    /** For ending a program and reading its last lines, on top of its own limit. */
    private static final Duration SLACK = Duration.ofSeconds(5);
    /** A program that complains at every interval shall not fill the log with it. */
    private static final Duration STDERR_WINDOW = Duration.ofHours(1);
    private static final long PIPE_MILLIS = 500;

    private final String sensor;
    private final String command;
    private final Duration limit;
    private final ProgramLines lines;
    private final Spells spells;
    private final SensorProgram runs;

    ExecPoll(String sensor, String command, Duration limit, ProgramLines lines, Spells spells, LimitedLog errors) {
        this.sensor = sensor;
        this.command = command;
        this.limit = limit;
        this.lines = lines;
        this.spells = spells;
        this.runs = new SensorProgram(sensor, command, errors);
    }

    static SensorSource source(Sources.Setup s) {
        Duration given = s.options().timeLimit(s.sensor(), s.sensor());
        Duration limit = given == null ? SensorOptions.TIME_LIMIT : given;
        Spells spells = new Spells(s.sensor(), LOG::warn, LOG::info);
        Gate gate = new Gate(s.sensor(), s.sensor(), () -> Ranges.PROGRAM, s.options(), spells);
        ExecPoll poll = new ExecPoll(s.sensor(), s.argument(), limit, new ProgramLines(s.sensor(), s.clock(), gate, LOG::info), spells,
                new LimitedLog("Sensor " + s.sensor() + ": stderr: ", LOG::info, System::nanoTime, STDERR_WINDOW));
        return new PolledSource(new GuardedPoll(s.sensor(), poll, limit.plus(SLACK), gate, spells), s.interval(), s.clock());
    }

    @Override
    public List<Reading> read(Instant now) throws IOException, InterruptedException {
        Program program = runs.start();
        if (program == null) {
            throw new IOException("the peer stops");
        }
        try {
            Output output = new Output(program.stdout());
            Thread reader = new Thread(output, "sensor-" + sensor + "-stdout");
            reader.setDaemon(true);
            reader.start();
            if (!program.ended(limit)) {
                program.end();
                throw new IOException(Texts.shown(command) + " did not end within " + limit.toMillis() + " ms and was ended");
            }
            reader.join(PIPE_MILLIS); // not for ever: a child of it may still have the pipe
            if (program.exitCode() != 0) {
                throw new IOException(Texts.shown(command) + " failed: " + program.ending());
            }
            return readings(output.text(), program);
        } catch (InterruptedException e) {
            program.end();
            throw e;
        }
    }

    private List<Reading> readings(String text, Program program) throws IOException, InterruptedException {
        List<Reading> readings = new ArrayList<>();
        boolean understood = true;
        for (String line : text.lines().toList()) {
            try {
                Reading reading = lines.reading(line);
                if (reading != null) {
                    readings.add(reading);
                }
            } catch (IllegalArgumentException e) {
                understood = false;
                spells.bad("its output", "a line that is no reading was skipped: " + e.getMessage());
            }
        }
        if (text.isBlank()) {
            throw new IOException(Texts.shown(command) + " printed nothing: " + program.ending());
        }
        if (understood) {
            spells.good("its output", "every line is understood");
        }
        return readings;
    }

    @Override
    public void stop() {
        runs.stop();
    }

    /** Reads all of it, so that the program is never held up, and keeps what may be a reading. */
    private static final class Output implements Runnable {
        private final InputStream in;
        private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
        private boolean more;

        Output(InputStream in) {
            this.in = in;
        }

        @Override
        public void run() {
            try {
                byte[] some = new byte[8192];
                for (int n = in.read(some); n >= 0; n = in.read(some)) {
                    keep(some, n);
                }
            } catch (IOException e) {
                // the pipe ended with the process
            }
        }

        private synchronized void keep(byte[] some, int n) {
            more |= kept.size() + n > MAX_OUTPUT;
            if (!more) {
                kept.write(some, 0, n);
            }
        }

        synchronized String text() throws IOException {
            if (more) {
                throw new IOException("it printed more than " + MAX_OUTPUT + " bytes");
            }
            return kept.toString(StandardCharsets.UTF_8);
        }
    }
}
