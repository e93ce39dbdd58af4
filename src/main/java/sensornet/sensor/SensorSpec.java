package sensornet.sensor;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * One {@code --sensor}.
 *
 * @param id the sensor's id (readings of {@code stdin} carry their own)
 * @param source one of the names in {@link Sources}
 */
public record SensorSpec(String id, String source) {

    /** @throws IllegalArgumentException with one line */
    public SensorSpec {
        SensorIds.check("sensor id", id);
        if (Sources.named(source) == null) {
            throw new IllegalArgumentException("there is no source " + Texts.shown(source) + ": known are " + Sources.names());
        }
    }

    /**
     * Reads {@code [ID=]SOURCE}.
     *
     * @throws IllegalArgumentException with one line
     */
    public static SensorSpec parse(String text, String defaultId) {
        int equals = text.indexOf('=');
        return equals < 0 ? new SensorSpec(defaultId, text)
                : new SensorSpec(text.substring(0, equals), text.substring(equals + 1));
    }

    /**
     * Reads all of a peer's sensors. A lone one without an id has the peer's; of several, number i has
     * {@code <peer id>-<i>}.
     *
     * @throws IllegalArgumentException with one line, also if two have one id or a source cannot be there twice
     */
    public static List<SensorSpec> parseAll(List<String> texts, String peerId) {
        List<SensorSpec> specs = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        Set<String> once = new HashSet<>();
        for (int i = 0; i < texts.size(); i++) {
            SensorSpec spec = parse(texts.get(i), texts.size() == 1 ? peerId : peerId + "-" + (i + 1));
            // Ids that differ only in case would share one CSV file where file names ignore case.
            if (!ids.add(spec.id.toLowerCase(Locale.ROOT))) {
                throw new IllegalArgumentException("the sensor id '" + spec.id + "' is there twice: every sensor needs its own");
            }
            if (Sources.named(spec.source).once() && !once.add(spec.source)) {
                throw new IllegalArgumentException("a peer can have the source '" + spec.source + "' only once");
            }
            specs.add(spec);
        }
        return List.copyOf(specs);
    }
}
