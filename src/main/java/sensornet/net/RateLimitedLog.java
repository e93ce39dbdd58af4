package sensornet.net;

import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.event.Level;

/**
 * Lets one line per key and interval through and says with the next one how many it held back: what strangers send
 * must not fill the disk. Keys are constants of the code. Any thread.
 */
public final class RateLimitedLog {
    private static final class Spell {
        private long until;
        private long held;
    }

    private final Logger log;
    private final long intervalNanos;
    private final LongSupplier nanos;
    private final Map<String, Spell> spells = new HashMap<>();

    /** One line per key in ten seconds. */
    public RateLimitedLog(Logger log) {
        this(log, 10_000, System::nanoTime);
    }

    RateLimitedLog(Logger log, long intervalMs, LongSupplier nanos) {
        this.log = log;
        this.intervalNanos = intervalMs * 1_000_000;
        this.nanos = nanos;
    }

    public void warn(String key, String line) {
        log(Level.WARN, key, line);
    }

    public void info(String key, String line) {
        log(Level.INFO, key, line);
    }

    public void debug(String key, String line) {
        log(Level.DEBUG, key, line);
    }

    private void log(Level level, String key, String line) {
        long held;
        synchronized (spells) {
            long now = nanos.getAsLong();
            Spell spell = spells.get(key);
            if (spell == null) {
                spell = new Spell();
                spells.put(key, spell);
            } else if (now - spell.until < 0) {
                spell.held++;
                return;
            }
            spell.until = now + intervalNanos;
            held = spell.held;
            spell.held = 0;
        }
        log.atLevel(level).log(held == 0 ? line : line + " (and " + held + " more since the last such line)");
    }
}
