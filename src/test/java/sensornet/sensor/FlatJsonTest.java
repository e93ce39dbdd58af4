package sensornet.sensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class FlatJsonTest {

    @Test
    void theMembersOfAnObjectAreReadInTheirOrder() {
        assertEquals("{a=Value[text=1, number=true], b=Value[text=x, number=false], c=Value[text=true, number=false],"
                + " d=Value[text=null, number=false]}", FlatJson.parse("{\"a\":1,\"b\" : \"x\",\t\"c\":true, \"d\":null}").toString());
        assertTrue(FlatJson.parse(" { } ").isEmpty());
    }

    @Test
    void numbersKeepTheirDigits() {
        for (String number : List.of("0", "-0", "21.500", "-0.50", "1e5", "1.0E-03", "123456789012345678901234567890")) {
            assertEquals(number, FlatJson.parse("{\"n\" : " + number + "}").get("n").text());
        }
    }

    @Test
    void escapesAreUnderstood() {
        assertEquals("\"\\/\b\f\n\r\t\u00e9A", FlatJson.parse("{\"s\":\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\u0041\"}").get("s").text());
    }

    @Test
    void whatIsNoFlatObjectIsRefusedWithThePlace() {
        for (String bad : List.of("", "[]", "{", "{\"a\"}", "{\"a\":}", "{\"a\":1", "{\"a\":1,}", "{a:1}", "{'a':1}", "{\"a\":1}x", "{\"a\":1}{\"a\":1}",
                "{\"a\":01}", "{\"a\":.5}", "{\"a\":5.}", "{\"a\":+5}", "{\"a\":1e}", "{\"a\":NaN}", "{\"a\":-}", "{\"a\":tru}", "{\"a\":\"x}", "{\"a\":\"\\x\"}",
                "{\"a\":\"\\u12\"}", "{\"a\":\"\t\"}", "{\"a\":\"\u0000\"}", "{\"a\":1 \"b\":2}", "{\"a\":{}}", "{\"a\":[1]}", "{\"a\":1,\"a\":2}", "nul")) {
            String message = assertThrows(IllegalArgumentException.class, () -> FlatJson.parse(bad), bad).getMessage();
            assertTrue(message.startsWith("not a JSON object of one line: ") && message.contains(" at character "), message);
        }
        assertTrue(assertThrows(IllegalArgumentException.class, () -> FlatJson.parse("{\"a\":[1]}")).getMessage()
                .contains("an object or array within, and only flat objects are read at character 6"));
    }
}
