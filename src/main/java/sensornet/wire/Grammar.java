package sensornet.wire;

/** What fields may look like; the one place for it, used when reading and when writing. */
final class Grammar {
    static final int MAX_ID = 64;
    /** Hosts are literal addresses, at most those of IPv6 with a zone. */
    static final int MAX_HOST = 64;
    /** Items of one list. */
    static final int MAX_LIST = 1024;
    /** Characters of a text for people. */
    static final int MAX_TEXT = 1000;
    /**
     * Of epochs, sequence numbers and counters: far above all real ones, sums do not overflow, and a journal, which
     * writes at most 18 digits, can hold them and what is a little above.
     */
    static final long MAX_NUMBER = 100_000_000_000_000_000L;

    private Grammar() {
    }

    static boolean startsId(int c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
    }

    static boolean inId(int c) {
        return startsId(c) || c == '.' || c == '_' || c == '-';
    }

    static boolean isId(String s) {
        boolean is = s.length() <= MAX_ID && !s.isEmpty() && startsId(s.charAt(0));
        for (int i = 0; is && i < s.length(); i++) { // in every line that is written: a stream would be much to compile
            is = inId(s.charAt(i));
        }
        return is;
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
