package sensornet.status;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;

/** Asks a peer's HTTP port. Never by way of a proxy: peers are near. */
public final class HttpText {
    private static final int MOST_BYTES = 16 << 20;

    private HttpText() {
    }

    /**
     * The whole answer.
     *
     * @param peer host and port
     * @throws IOException one line: no answer in time, or another status than 200
     */
    public static String get(String peer, String path, int timeoutMs) throws IOException {
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
    public static HttpURLConnection open(String peer, String path, int timeoutMs) throws IOException {
        URL url;
        try {
            url = URI.create("http://" + peer + path).toURL();
        } catch (IllegalArgumentException e) {
            throw new IOException(peer + " is no HOST:PORT", e);
        }
        HttpURLConnection connection = (HttpURLConnection) url.openConnection(Proxy.NO_PROXY);
        connection.setConnectTimeout(timeoutMs);
        connection.setReadTimeout(timeoutMs);
        connection.setInstanceFollowRedirects(false);
        int code;
        try {
            code = connection.getResponseCode();
        } catch (IOException e) {
            throw new IOException("no answer from http://" + peer + " (" + e.getMessage()
                    + "): is it the HTTP port of a peer?", e);
        }
        if (code != HttpURLConnection.HTTP_OK) {
            connection.disconnect();
            throw new IOException("http://" + peer + path + " answers with status " + code);
        }
        return connection;
    }
}
