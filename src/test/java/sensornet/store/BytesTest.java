package sensornet.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BytesTest {

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 9, 10, 99, 100, 2147483647L, 2147483648L, 21474836470L, 999_999_999_999_999_999L,
        1_000_000_000_000_000_000L, Long.MAX_VALUE})
    void numbersAreWrittenAsTheyArePrinted(long n) {
        Bytes bytes = new Bytes(1).put('x').number(n).put('y');
        assertEquals("x" + n + "y", new String(bytes.buf, 0, bytes.size));
    }
}
