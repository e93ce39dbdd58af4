package sensornet.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonTest {

    @Test
    void whatIsWrittenCanBeRead() {
        String text = new JsonWriter().beginObject().member("s", "a \"b\"\\\n</script>\u2028é").member("n", 7)
                .member("d", 1.5).member("no", Double.NaN).member("flag", true).member("nothing", null)
                .name("list").beginArray().value(1).beginObject().endObject().beginArray().endArray().endArray()
                .endObject().toString();
        Object read = JsonReader.read(text);
        Map<?, ?> map = (Map<?, ?>) read;
        assertEquals("a \"b\"\\\n</script>\u2028é", map.get("s"));
        assertEquals(7L, map.get("n"));
        assertEquals(1.5, map.get("d"));
        assertEquals(null, map.get("no"));
        assertEquals(true, map.get("flag"));
        assertEquals(Arrays.asList(1L, Map.of(), List.of()), map.get("list"));
        assertEquals(-1, text.indexOf("</script"), text);
    }

    @Test
    void whatIsNoJsonIsRefusedWithThePlace() {
        for (String bad : List.of("", "{", "[1,]", "{\"a\" 1}", "nul", "1 2", "\"a", "\"\\u12\"", "{a:1}", "-", "[".repeat(100))) {
            IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> JsonReader.read(bad), bad);
            assertEquals(true, e.getMessage().startsWith("no JSON: "), e.getMessage());
        }
    }
}
