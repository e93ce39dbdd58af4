package sensornet.json;

/**
 * Writes JSON into a buffer, in the order of the calls; commas come by themselves. One thread. What comes out is a
 * whole value only if every {@code begin} got its {@code end}.
 */
public final class JsonWriter {
    private final StringBuilder out = new StringBuilder(1024);
    /** Whether a comma is due in front of the next member or element. */
    private boolean comma;

    public JsonWriter beginObject() {
        return begin('{');
    }

    public JsonWriter endObject() {
        return end('}');
    }

    public JsonWriter beginArray() {
        return begin('[');
    }

    public JsonWriter endArray() {
        return end(']');
    }

    /** The name of the next value; only inside an object. */
    public JsonWriter name(String name) {
        separate();
        quote(name);
        out.append(':');
        comma = false;
        return this;
    }

    /** A string, or null. */
    public JsonWriter value(String text) {
        separate();
        if (text == null) {
            out.append("null");
        } else {
            quote(text);
        }
        return done();
    }

    public JsonWriter value(long number) {
        separate();
        out.append(number);
        return done();
    }

    /** JSON knows no infinity and no NaN: they become null. */
    public JsonWriter value(double number) {
        separate();
        if (Double.isFinite(number)) {
            out.append(number);
        } else {
            out.append("null");
        }
        return done();
    }

    public JsonWriter value(boolean flag) {
        separate();
        out.append(flag);
        return done();
    }

    public JsonWriter member(String name, String text) {
        return name(name).value(text);
    }

    public JsonWriter member(String name, long number) {
        return name(name).value(number);
    }

    public JsonWriter member(String name, double number) {
        return name(name).value(number);
    }

    public JsonWriter member(String name, boolean flag) {
        return name(name).value(flag);
    }

    private JsonWriter begin(char bracket) {
        separate();
        out.append(bracket);
        comma = false;
        return this;
    }

    private JsonWriter end(char bracket) {
        out.append(bracket);
        return done();
    }

    private JsonWriter done() {
        comma = true;
        return this;
    }

    private void separate() {
        if (comma) {
            out.append(',');
        }
    }

    private void quote(String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < ' ' || c == '<' || c == '\u2028' || c == '\u2029') {
                // '<' too: nothing in a string can end a script element it may be put into.
                out.append(String.format("\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        out.append('"');
    }

    /** What was written so far. */
    @Override
    public String toString() {
        return out.toString();
    }
}
