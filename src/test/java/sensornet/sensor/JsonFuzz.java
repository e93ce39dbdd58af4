package sensornet.sensor;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import sensornet.json.JsonReader;

/** Fuzz target: what a sensor's program prints, and what another peer's page answers. As {@link StdinFuzz}. */
public final class JsonFuzz {
    private JsonFuzz() {
    }

    public static void fuzzerTestOneInput(byte[] stream) {
        Spells spells = new Spells("radio", line -> { }, line -> { });
        ProgramLines lines = new ProgramLines("radio", Measuring.CLOCK,
                new Gate("radio", "radio", () -> Ranges.PROGRAM, SensorOptions.NONE, spells), line -> { });
        try {
            new LinePump("fuzz", new ByteArrayInputStream(stream), lines).run(StdinFuzz::taken);
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
        try {
            JsonReader.read(new String(stream, UTF_8));
        } catch (IllegalArgumentException refused) {
            // says where
        }
    }

    public static List<byte[]> seeds() {
        return List.of(
                "{\"time\" : \"2021-12-20 20:00:59\", \"model\" : \"Acurite-Tower\", \"id\" : 11041, \"channel\" : \"B\","
                        + " \"temperature_C\" : -3.200, \"humidity\" : 81, \"pressure_hPa\" : 1e3, \"mic\" : \"CHECKSUM\"}\n",
                "{\"model\":\"CON\",\"temperature_F\":70.5}\n{\"temperature_C\":1e400,\"humidity\":null}\nradio,,1,2,3\n",
                "{\"time\":\"2026-03-01T06:00:00+0100\",\"temperature_C\":\"1\"}\n{\"time\":\"@0.5s\",\"temperature_C\":1}",
                "{\"a\":[1,2.5,true,null,{\"b\":\"\\u00e9\\n\"}],\"c\":-0.0e-1}", "[[[[]]]]").stream()
                .map(s -> s.getBytes(UTF_8)).toList();
    }
}
