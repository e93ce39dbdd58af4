package sensornet.wire;

/** What fields may look like; the one place for it, used when reading and when writing. */
final class Grammar {
    static final int MAX_ID = 64;
    static final int MAX_HOST = 255;
    /** Items of one list. */
    static final int MAX_LIST = 1024;
    /** Characters of a text for people. */
    static final int MAX_TEXT = 1000;
    /** Of epochs, sequence numbers and counters: far above all real ones, and sums of two do not overflow. */
    static final long MAX_NUMBER = 1L << 62;

    private Grammar() {
    }

    static boolean startsId(int c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
    }

    static boolean inId(int c) {
        return startsId(c) || c == '.' || c == '_' || c == '-';
    }

    static boolean isId(String s) {
        return s.length() <= MAX_ID && !s.isEmpty() && startsId(s.charAt(0)) && s.chars().allMatch(Grammar::inId);
    }

    /** An address or a name; {@code :} and {@code %} only in IPv6, which is written in brackets. */
    static boolean inHost(int c) {
        return inId(c) || c == ':' || c == '%';
    }

    static boolean isHost(String s) {
        return s.length() <= MAX_HOST && !s.isEmpty() && s.chars().allMatch(Grammar::inHost);
    }

    static boolean isPort(long port) {
        return port >= 1 && port <= 65_535;
    }
}
