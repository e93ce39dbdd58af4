package sensornet.sensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import sensornet.model.Run;

/** A sink that takes everything and checks each put. */
final class TakenReadings implements ReadingSink {
    final List<String> puts = new ArrayList<>();

    @Override
    public void put(byte[] payloads, int count) {
        assertEquals(Run.countPayloads(payloads), count);
        assertTrue(payloads.length <= Run.MAX_BYTES);
        String text = new String(payloads, StandardCharsets.US_ASCII);
        for (String payload : text.split(";", -1)) {
            assertTrue(payload.startsWith("DATA|"), text);
        }
        puts.add(text);
    }

    /** All payloads in their order. */
    List<String> payloads() {
        return puts.stream().flatMap(p -> List.of(p.split(";", -1)).stream()).toList();
    }
}
