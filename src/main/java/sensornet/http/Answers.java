package sensornet.http;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** What every answer has in common. */
final class Answers {
    /** Nothing from anywhere else, and no text that becomes code. */
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
            + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    /** A name in DNS can be pointed at 127.0.0.1 by a page that the user visits elsewhere; an address cannot. */
    private static final Pattern HOST = Pattern.compile(
            "(localhost|\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}|\\[[0-9a-fA-F:.]{2,45}])(:\\d{1,5})?");
    private static final int MOST_QUERY = 2_000;

    private Answers() {
    }

    /**
     * Whether to go on; else it was answered.
     *
     * @param anyName whether hosts may be asked for by name: only where who asks is asked who they are
     */
    static boolean isAllowed(HttpExchange exchange, boolean anyName) throws IOException {
        Headers headers = exchange.getResponseHeaders();
        headers.set("Content-Security-Policy", POLICY);
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("Referrer-Policy", "no-referrer");
        headers.set("Cache-Control", "no-store");
        String host = exchange.getRequestHeaders().getFirst("Host");
        if (!exchange.getRequestMethod().equals("GET")) {
            headers.set("Allow", "GET");
            text(exchange, 405, "only GET\n");
        } else if (!anyName && (host == null || !HOST.matcher(host).matches())) {
            text(exchange, 403, "ask by address or as localhost, not by another name\n");
        } else if (exchange.getRequestURI().toString().length() > MOST_QUERY) {
            text(exchange, 414, "too long\n");
        } else {
            return true;
        }
        return false;
    }

    static void text(HttpExchange exchange, int status, String text) throws IOException {
        send(exchange, status, "text/plain; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
    }

    static void json(HttpExchange exchange, String text) throws IOException {
        send(exchange, 200, "application/json", text.getBytes(StandardCharsets.UTF_8));
    }

    static void send(HttpExchange exchange, int status, String type, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
        }
    }

    /** The query's parameters; of one that comes twice the last. */
    static Map<String, String> query(HttpExchange exchange) {
        Map<String, String> all = new HashMap<>();
        String query = exchange.getRequestURI().getRawQuery();
        for (String part : query == null ? new String[0] : query.split("&")) {
            int equals = part.indexOf('=');
            String name = equals < 0 ? part : part.substring(0, equals);
            all.put(decoded(name), equals < 0 ? "" : decoded(part.substring(equals + 1)));
        }
        return all;
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    /** A number of the query, its default, or -1 if it is none. */
    static long number(Map<String, String> query, String name, long byDefault) {
        String text = query.get(name);
        if (text == null) {
            return byDefault;
        }
        return text.matches("\\d{1,18}") ? Long.parseLong(text) : -1;
    }
}
