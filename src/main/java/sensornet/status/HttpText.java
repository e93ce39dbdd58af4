package sensornet.status;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.HttpsURLConnection;
import sensornet.tls.Tls;

/**
 * Asks a peer's HTTP port, with TLS if this end has a certificate of the group: then never without, whatever a datagram
 * may say. Never by way of a proxy: peers are near. Any thread.
 */
public final class HttpText {
    private static final int MOST_BYTES = 16 << 20;
    private static final String TLS = "https://";

    private final Tls tls;

    /** @param tls null: in the clear */
    public HttpText(Tls tls) {
        this.tls = tls;
    }

    /** @param peer HOST:PORT, with {@code https://} in front if it speaks TLS: as peers tell their address */
    public static String url(String peer) {
        return peer.startsWith(TLS) ? peer : "http://" + peer;
    }

    /**
     * The whole answer.
     *
     * @param peer as for {@link #url}
     * @throws IOException one line: no answer in time, or another status than 200
     */
    public String get(String peer, String path, int timeoutMs) throws IOException {
        HttpURLConnection connection = open(peer, path, timeoutMs);
        try (InputStream in = connection.getInputStream()) {
            byte[] bytes = in.readNBytes(MOST_BYTES);
            return new String(bytes, StandardCharsets.UTF_8);
        } finally {
            connection.disconnect();
        }
    }

    /**
     * The answer as a stream; the caller disconnects.
     *
     * @param timeoutMs for the connection and for each read
     */
    public HttpURLConnection open(String peer, String path, int timeoutMs) throws IOException {
        if (tls == null && peer.startsWith(TLS)) {
            throw new IOException(peer + " speaks TLS: add --tls-keystore and --tls-password-file");
        }
        String base = tls != null && !peer.startsWith(TLS) ? TLS + peer : url(peer);
        URL url;
        try {
            url = URI.create(base + path).toURL();
        } catch (IllegalArgumentException e) {
            throw new IOException(peer + " is no HOST:PORT", e);
        }
        HttpURLConnection connection = (HttpURLConnection) url.openConnection(Proxy.NO_PROXY);
        if (connection instanceof HttpsURLConnection https) {
            https.setSSLSocketFactory(tls.context().getSocketFactory());
            // The certificate names a peer's id and not its host: that the group's CA made it is what counts.
            https.setHostnameVerifier((host, session) -> true);
        }
        connection.setConnectTimeout(timeoutMs);
        connection.setReadTimeout(timeoutMs);
        connection.setInstanceFollowRedirects(false);
        int code;
        try {
            code = connection.getResponseCode();
        } catch (IOException e) {
            throw new IOException("no answer from " + base + " (" + e.getMessage() + "): is it the HTTP port of a peer"
                    + (tls == null ? ", and without TLS?" : " with TLS, of the same CA?"), e);
        }
        if (code == HttpURLConnection.HTTP_UNAUTHORIZED || tls != null && code == HttpURLConnection.HTTP_FORBIDDEN) {
            connection.disconnect();
            throw new IOException(base + " lets only certificates of its group's CA in");
        }
        if (code != HttpURLConnection.HTTP_OK) {
            connection.disconnect();
            throw new IOException(base + path + " answers with status " + code);
        }
        return connection;
    }
}
