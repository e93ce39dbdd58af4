package sensornet.sensor;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Properties;

/** When this program was made: the time of its git commit, so that a build of one commit is always the same. */
final class BuildTime {
    private BuildTime() {
    }

    /** Null if it is not known, as in a build outside of git. */
    static Instant get() {
        Properties properties = new Properties();
        try (InputStream in = BuildTime.class.getResourceAsStream("/version.properties")) {
            if (in != null) {
                properties.load(in);
            }
        } catch (IOException e) {
            return null;
        }
        return parse(properties.getProperty("time", ""));
    }

    static Instant parse(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            return null;
        }
    }
}
