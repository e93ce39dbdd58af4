package sensornet.sensor;

import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Readings from standard input, one a line; see {@link LinePump}. Their numbers are the user's word and are not judged. */
final class StdinSource implements SensorSource {
    static final int MAX_LINE = LinePump.MAX_LINE;
    private static final Logger LOG = LoggerFactory.getLogger(StdinSource.class);

    private final LinePump pump;

    StdinSource(InputStream in, Clock clock) {
        pump = new LinePump("stdin", in, new StdinParser(clock));
    }

    @Override
    public void run(ReadingSink sink) throws InterruptedException, IOException {
        pump.run(sink);
        LOG.info("stdin: end of input after {} lines: {} readings taken, {} bad lines skipped; the peer stays",
                pump.lines(), pump.taken(), pump.badLines());
    }
}
