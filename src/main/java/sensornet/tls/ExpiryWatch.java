package sensornet.tls;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Says once a day that the own certificate ends soon: an end that nobody saw coming stops a whole group. */
public final class ExpiryWatch implements AutoCloseable {
    static final Duration BEFORE = Duration.ofDays(30);

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(r -> {
        Thread thread = new Thread(r, "certificate-watch");
        thread.setDaemon(true);
        return thread;
    });

    /** Tells at once, if there is something to tell, and then every day. */
    public ExpiryWatch(Tls tls, Consumer<String> warn) {
        tell(tls, warn);
        timer.scheduleAtFixedRate(() -> tell(tls, warn), 1, 1, TimeUnit.DAYS);
    }

    private static void tell(Tls tls, Consumer<String> warn) {
        String line = warning(tls.name(), tls.until(), Instant.now());
        if (line != null) {
            warn.accept(line);
        }
    }

    /** The line for that moment, or null. */
    static String warning(String name, Instant until, Instant now) {
        if (now.isAfter(until)) {
            return "The certificate of " + name + " expired at " + until + ": connections that stand go on, no new one will"
                    + " be made; make a new certificate (scripts/make-certs.sh) and restart this peer";
        }
        Duration left = Duration.between(now, until);
        if (left.compareTo(BEFORE) > 0) {
            return null;
        }
        return "The certificate of " + name + " ends at " + until + ", in " + (left.toDays() > 0 ? left.toDays() + " days"
                : left.toHours() + " hours") + ": make a new one (scripts/make-certs.sh) and restart this peer before";
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
