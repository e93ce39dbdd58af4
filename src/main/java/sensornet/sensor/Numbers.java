package sensornet.sensor;

import sensornet.model.UsualField;

/** The text of a number. It is checked and never converted, so that it keeps the digits it came with. */
final class Numbers {
    static final int MAX_LENGTH = 32;
    static final String RULE = "digits with an optional sign, fraction and exponent, at most 32 characters";

    private Numbers() {
    }

    /** Whether {@code from} (inclusive) to {@code to} (exclusive) is {@code [+-]digits[.digits][e[+-]digits]}. */
    static boolean isNumber(byte[] b, int from, int to) {
        if (UsualField.endOfNumber(b, from) == to) {
            return true;
        }
        if (to - from > MAX_LENGTH) {
            return false;
        }
        int i = from;
        if (i < to && (b[i] == '-' || b[i] == '+')) {
            i++;
        }
        int afterDigits = skipDigits(b, i, to);
        if (afterDigits == i) {
            return false;
        }
        i = afterDigits;
        if (i < to && b[i] == '.') {
            afterDigits = skipDigits(b, i + 1, to);
            if (afterDigits == i + 1) {
                return false;
            }
            i = afterDigits;
        }
        if (i < to && (b[i] == 'e' || b[i] == 'E')) {
            i++;
            if (i < to && (b[i] == '-' || b[i] == '+')) {
                i++;
            }
            afterDigits = skipDigits(b, i, to);
            if (afterDigits == i) {
                return false;
            }
            i = afterDigits;
        }
        return i == to;
    }

    private static int skipDigits(byte[] b, int from, int to) {
        int i = from;
        while (i < to && b[i] >= '0' && b[i] <= '9') {
            i++;
        }
        return i;
    }
}
