package sensornet.sensor;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** Foreign text in our messages. */
final class Texts {
    private static final int SHOWN = 60;

    private Texts() {
    }

    /** In quotes, cut to a length that fits into a log line, and without anything that could forge a second line. */
    static String shown(String text) {
        String cut = text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...";
        StringBuilder out = new StringBuilder(cut.length() + 2).append('\'');
        cut.codePoints().forEach(c -> {
            if (Character.isISOControl(c) || Character.getType(c) == Character.FORMAT
                    || Character.getType(c) == Character.LINE_SEPARATOR
                    || Character.getType(c) == Character.PARAGRAPH_SEPARATOR) {
                out.append(String.format("\\u%04x", c));
            } else {
                out.appendCodePoint(c);
            }
        });
        return out.append('\'').toString();
    }

    /** In one line, without the name of a class where the message says enough. */
    static String reason(Exception e) {
        if (e instanceof UncheckedIOException wrapped) {
            return reason(wrapped.getCause());
        }
        if (e instanceof NoSuchFileException f) {
            return f.getFile() + " is not there";
        }
        if (e instanceof AccessDeniedException f) {
            return f.getFile() + " may not be read: may this user?";
        }
        if (e instanceof FileSystemException f) {
            return f.getFile() + ": " + (f.getReason() == null ? "cannot be read" : f.getReason());
        }
        return e instanceof IOException && e.getMessage() != null ? e.getMessage() : e.toString();
    }
}
