package sensornet.sensor;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The source {@code follow:COMMAND}: a program that keeps running and prints a reading a line. When it ends it is started
 * again, later each time (see {@link Backoff}). Its lines are read only as fast as the group takes them, so that a full
 * pipe slows it down.
 */
final class FollowSource implements SensorSource {
    private static final Logger LOG = LoggerFactory.getLogger(FollowSource.class);
    private static final Duration STDERR_WINDOW = Duration.ofSeconds(10);
    /** How long the end of a program may lag behind the end of its output. */
    private static final Duration ENDING = Duration.ofSeconds(1);

    /** Waits; a test has its own. */
    interface Sleep {
        void millis(long millis) throws InterruptedException;
    }

    private final String sensor;
    private final String command;
    /** Null: it may be silent as long as it likes. */
    private final Duration silence;
    private final ProgramLines lines;
    private final Spells spells;
    private final Sleep sleep;
    private final Backoff backoff = new Backoff();
    private final SensorProgram runs;

    FollowSource(String sensor, String command, Duration silence, Clock clock, SensorOptions options, Sleep sleep) {
        this.sensor = sensor;
        this.command = command;
        this.silence = silence;
        this.spells = new Spells(sensor, LOG::warn, LOG::info);
        this.lines = new ProgramLines(sensor, clock, new Gate(sensor, sensor, () -> Ranges.PROGRAM, options, spells), LOG::info);
        this.runs = new SensorProgram(sensor, command,
                new LimitedLog("Sensor " + sensor + ": stderr: ", LOG::info, System::nanoTime, STDERR_WINDOW));
        this.sleep = sleep;
    }

    static SensorSource of(Sources.Setup s) {
        return new FollowSource(s.sensor(), s.argument(), s.options().timeLimit(s.sensor(), s.sensor()), s.clock(), s.options(),
                Thread::sleep);
    }

    @Override
    public void run(ReadingSink sink) throws InterruptedException, IOException {
        while (true) {
            long began = System.nanoTime();
            Program program = runs.start();
            if (program == null) {
                return;
            }
            LinePump pump = new LinePump("Sensor " + sensor, program.stdout(), lines);
            Thread watch = silence == null ? null : watch(program, pump);
            String ending;
            try {
                ending = follow(program, pump, sink);
            } finally {
                if (watch != null) {
                    watch.interrupt();
                }
            }
            if (runs.isStopped()) {
                return;
            }
            Duration pause = backoff.after(Duration.ofNanos(System.nanoTime() - began));
            LOG.warn("Sensor {}: {} ended ({}) after {} s, {} lines: {} readings, {} bad; it is started again in {} s", sensor,
                    Texts.shown(command), ending, (System.nanoTime() - began) / 1_000_000_000, pump.lines(), pump.taken(),
                    pump.badLines(), pause.toSeconds());
            sleep.millis(pause.toMillis());
        }
    }

    private static String follow(Program program, LinePump pump, ReadingSink sink) throws InterruptedException {
        try {
            pump.run(sink);
        } catch (IOException e) {
            // The pipe broke: it is ended as one that has ended.
            LOG.debug("reading a program's output", e);
        }
        if (program.ended(ENDING)) {
            return program.ending();
        }
        program.end();
        program.ended(ENDING);
        return "its output ended and it did not, so it was ended";
    }

    /** A receiver may hang without ending; a user who knows how long silence can last says so. */
    private Thread watch(Program program, LinePump pump) {
        Thread watch = new Thread(() -> {
            try {
                while (pump.silentNanos() < silence.toNanos()) {
                    Thread.sleep(Math.max(1, Math.min(1000, silence.toMillis() / 4)));
                }
                LOG.warn("Sensor {}: {} has been silent for its time-limit of {} ms and is ended", sensor, Texts.shown(command),
                        silence.toMillis());
                program.end();
            } catch (InterruptedException e) {
                // it has ended by itself
            }
        }, "sensor-" + sensor + "-watch");
        watch.setDaemon(true);
        watch.start();
        return watch;
    }

    @Override
    public void stop() {
        spells.end();
        runs.stop();
        if (lines.withoutValues() > 0) {
            LOG.info("Sensor {}: {} lines held no quantity", sensor, lines.withoutValues());
        }
    }
}
