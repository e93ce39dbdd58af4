package sensornet.fuzz;

import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Supplier;
import sensornet.net.DatagramFuzz;
import sensornet.sensor.JsonFuzz;
import sensornet.sensor.StdinFuzz;
import sensornet.store.JournalFuzz;
import sensornet.wire.CodecFuzz;

/** What is fuzzed. Findings are in {@code src/test/resources/fuzz/NAME} and are tried in each build. */
enum FuzzTarget {
    CODEC(CodecFuzz.class, CodecFuzz::fuzzerTestOneInput, CodecFuzz::seeds, 2_000),
    DATAGRAM(DatagramFuzz.class, DatagramFuzz::fuzzerTestOneInput, DatagramFuzz::seeds, 1_000),
    STDIN(StdinFuzz.class, StdinFuzz::fuzzerTestOneInput, StdinFuzz::seeds, 5_000),
    JSON(JsonFuzz.class, JsonFuzz::fuzzerTestOneInput, JsonFuzz::seeds, 3_000),
    JOURNAL(JournalFuzz.class, JournalFuzz::fuzzerTestOneInput, JournalFuzz::seeds, 2_000),
    PROTOCOL(ProtocolFuzz.class, ProtocolFuzz::fuzzerTestOneInput, ProtocolFuzz::seeds, 16_000);

    final Class<?> type;
    final Consumer<byte[]> once;
    final Supplier<List<byte[]>> seeds;
    /** Bytes of an input. */
    final int maxLength;

    FuzzTarget(Class<?> type, Consumer<byte[]> once, Supplier<List<byte[]>> seeds, int maxLength) {
        this.type = type;
        this.once = once;
        this.seeds = seeds;
        this.maxLength = maxLength;
    }

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
