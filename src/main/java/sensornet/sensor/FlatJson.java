package sensornet.sensor;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One JSON object (RFC 8259) of one line without objects or arrays in it, as rtl_433 and small scripts print it. Strict:
 * what is no JSON is refused, so that half a line is not half a reading. Numbers stay text and keep their digits.
 */
final class FlatJson {

    /** @param number else a string, or one of the words true, false and null */
    record Value(String text, boolean number) {
    }

    private static final Pattern NUMBER = Pattern.compile("-?(?:0|[1-9]\\d*)(?:\\.\\d+)?(?:[eE][+-]?\\d+)?");

    private final String s;
    private int at;

    private FlatJson(String s) {
        this.s = s;
    }

    /**
     * Its members in their order.
     *
     * @throws IllegalArgumentException with one line
     */
    static Map<String, Value> parse(String line) {
        return new FlatJson(line).object();
    }

    private Map<String, Value> object() {
        Map<String, Value> members = new LinkedHashMap<>();
        skipSpace();
        expect('{');
        skipSpace();
        if (peek() == '}') {
            at++;
        } else {
            do {
                skipSpace();
                String name = string();
                skipSpace();
                expect(':');
                skipSpace();
                if (members.put(name, value()) != null) {
                    throw bad("the name " + Texts.shown(name) + " is there twice");
                }
                skipSpace();
            } while (more());
        }
        skipSpace();
        if (at < s.length()) {
            throw bad("more behind the object");
        }
        return members;
    }

    private boolean more() {
        if (peek() == ',') {
            at++;
            return true;
        }
        expect('}');
        return false;
    }

    private Value value() {
        char c = peek();
        if (c == '"') {
            return new Value(string(), false);
        }
        for (String word : new String[]{"true", "false", "null"}) {
            if (s.startsWith(word, at)) {
                at += word.length();
                return new Value(word, false);
            }
        }
        if (c == '{' || c == '[') {
            throw bad("an object or array within, and only flat objects are read");
        }
        return new Value(number(), true);
    }

    private String number() {
        Matcher number = NUMBER.matcher(s).region(at, s.length());
        if (!number.lookingAt()) {
            throw bad("no value");
        }
        at = number.end();
        return number.group();
    }

    private String string() {
        expect('"');
        StringBuilder out = new StringBuilder();
        while (peek() != '"') {
            char c = peek();
            if (c < ' ') {
                throw bad(at < s.length() ? "a control character in a string" : "a string that does not end");
            }
            at++;
            out.append(c == '\\' ? escaped() : c);
        }
        at++;
        return out.toString();
    }

    private char escaped() {
        char c = peek();
        at++;
        int plain = "\"\\/bfnrt".indexOf(c);
        if (plain >= 0) {
            return "\"\\/\b\f\n\r\t".charAt(plain);
        }
        if (c == 'u' && at + 4 <= s.length() && s.substring(at, at + 4).matches("[0-9a-fA-F]{4}")) {
            at += 4;
            return (char) Integer.parseInt(s.substring(at - 4, at), 16);
        }
        throw bad("an escape that does not exist");
    }

    private void expect(char c) {
        if (peek() != c) {
            throw bad("no " + c);
        }
        at++;
    }

    private void skipSpace() {
        while (peek() == ' ' || peek() == '\t') {
            at++;
        }
    }

    /** NUL at the end; one in the text is refused as any control character. */
    private char peek() {
        return at < s.length() ? s.charAt(at) : 0;
    }

    private IllegalArgumentException bad(String what) {
        return new IllegalArgumentException("not a JSON object of one line: " + what + " at character " + (at + 1) + ": " + Texts.shown(s));
    }
}
