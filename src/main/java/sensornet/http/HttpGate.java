package sensornet.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.slf4j.LoggerFactory;
import sensornet.net.Counters;
import sensornet.net.RateLimitedLog;
import sensornet.tls.Tls;

/**
 * Who may look: whoever has shown a certificate of the group's CA, or knows the token. The token comes as {@code Bearer},
 * or as the password of {@code Basic} with any user name, which every browser asks for by itself: so it stands in no URL,
 * in no history and in no log. Any thread.
 */
final class HttpGate {
    /** Says only that something listens, which who asks knows already: for load balancers and the like. */
    private static final String OPEN = "/healthz";

    private final Tls tls;
    private final HttpToken token;
    private final Counters counters;
    private final RateLimitedLog limitedLog = new RateLimitedLog(LoggerFactory.getLogger(HttpGate.class));

    /** @param token null if there is none */
    HttpGate(Tls tls, HttpToken token, Counters counters) {
        this.tls = tls;
        this.token = token;
        this.counters = counters;
    }

    /** Whether to go on; else it was answered. */
    boolean admits(HttpExchange exchange) throws IOException {
        String given = secret(exchange.getRequestHeaders().getFirst("Authorization"));
        if (exchange.getRequestURI().getPath().equals(OPEN) || hasCertificate(exchange)
                || token != null && given != null && token.matches(given)) {
            return true;
        }
        counters.count("http_unauthorized");
        if (given != null || token == null) { // else it is a browser, most likely, that now asks its user
            limitedLog.warn("unauthorized", "HTTP: refused " + exchange.getRemoteAddress() + ", which has no certificate of"
                    + " this group's CA" + (given == null ? "" : token == null ? " (and there is no --http-token-file)"
                    : " and a wrong token"));
        }
        if (token != null) {
            exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"sensornet peer\", charset=\"UTF-8\"");
        }
        // 401 says "tell me a secret", and without a token there is none that would do.
        Answers.text(exchange, token == null ? 403 : 401, "a certificate of the group" + (token == null ? "" : " or the token")
                + " is needed\n");
        return false;
    }

    private boolean hasCertificate(HttpExchange exchange) {
        try {
            return tls.peerName(((HttpsExchange) exchange).getSSLSession()) != null;
        } catch (SSLPeerUnverifiedException e) {
            return false;
        }
    }

    /** What was given as the token; null if nothing was. */
    static String secret(String header) {
        String[] parts = header == null ? new String[0] : header.strip().split(" +", 2);
        if (parts.length == 2 && parts[0].equalsIgnoreCase("Bearer")) {
            return parts[1];
        }
        if (parts.length == 2 && parts[0].equalsIgnoreCase("Basic")) {
            try {
                String pair = new String(Base64.getDecoder().decode(parts[1]), StandardCharsets.UTF_8);
                return pair.substring(pair.indexOf(':') + 1);
            } catch (IllegalArgumentException e) {
                return "";
            }
        }
        return null;
    }
}
