package sensornet.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sensornet.net.Counters;
import sensornet.status.HttpText;
import sensornet.tls.TestCa;

class HttpsFrontTest {
    private static final TestCa CA = new TestCa("group");
    private static final String TOKEN = "0123456789abcdef";

    @TempDir
    Path dir;
    private final Counters counters = new Counters();
    private HttpFront front;

    private void serve(boolean token) throws IOException {
        HttpToken secret = token ? HttpToken.read(Files.writeString(dir.resolve("token"), TOKEN)) : null;
        front = new HttpFront(InetAddress.getByName("127.0.0.2"), 0, CA.tls("me"), secret, counters);
        front.serve("/", x -> Answers.text(x, 200, "readings"));
        front.serve("/healthz", x -> Answers.text(x, 200, "alive"));
        front.start();
    }

    @AfterEach
    void close() {
        front.close();
    }

    private HttpURLConnection open(SSLContext context, String path, String authorization) throws IOException {
        HttpsURLConnection connection = (HttpsURLConnection) URI.create(front.address() + path).toURL().openConnection();
        connection.setSSLSocketFactory(context.getSocketFactory());
        connection.setHostnameVerifier((host, session) -> true);
        connection.setReadTimeout(20_000);
        if (authorization != null) {
            connection.setRequestProperty("Authorization", authorization);
        }
        return connection;
    }

    private int ask(SSLContext context, String path, String authorization) throws IOException {
        return open(context, path, authorization).getResponseCode();
    }

    private static String basic(String pair) {
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aCertificateOfTheGroupOrTheTokenOpensIt() throws IOException {
        serve(true);
        assertTrue(front.address().startsWith("https://127.0.0.2:"), front.address());
        assertEquals("readings", new HttpText(CA.tls("anybody")).get(front.address(), "/secret", 20_000));
        assertEquals(0, counters.get("http_unauthorized"));
        SSLContext browser = CA.browser();
        assertEquals(200, ask(browser, "/secret", "bearer " + TOKEN));
        assertEquals(200, ask(browser, "/secret", basic("anybody:" + TOKEN)));
        assertEquals(200, ask(browser, "/healthz", null));
        assertEquals(0, counters.get("http_unauthorized"));
        HttpURLConnection without = open(browser, "/secret", null);
        assertEquals(401, without.getResponseCode());
        assertTrue(without.getHeaderField("WWW-Authenticate").startsWith("Basic "), "a browser asks its user");
        for (String wrong : new String[] {"Bearer " + TOKEN + "0", "Bearer", "Basic ???", basic(TOKEN + ":"), "Bearer 0",
            "Negotiate " + TOKEN}) {
            assertEquals(401, ask(browser, "/secret", wrong), wrong);
        }
        assertEquals(7, counters.get("http_unauthorized"));
        assertEquals(401, ask(browser, "/nowhere", null), "who may not look does not learn what there is");
    }

    @Test
    void itMayBeAskedForByTheNamesInItsCertificate() throws IOException {
        serve(true);
        try (Socket socket = CA.browser().getSocketFactory().createSocket("127.0.0.2", URI.create(front.address()).getPort())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(("GET /secret HTTP/1.1\r\nHost: roof.lan\r\nAuthorization: Bearer " + TOKEN
                    + "\r\nConnection: close\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            assertTrue(answer.startsWith("HTTP/1.1 200"), answer);
        }
    }

    @Test
    void withoutATokenOnlyACertificateDoes() throws IOException {
        serve(false);
        assertEquals("readings", new HttpText(CA.tls("b")).get(front.address(), "/secret", 20_000));
        assertEquals(403, ask(CA.browser(), "/secret", "Bearer " + TOKEN));
        assertEquals(403, ask(CA.browser(), "/secret", null));
        assertEquals(2, counters.get("http_unauthorized"));
    }

    @Test
    void whoIsOfAnotherCaOrSpeaksNoTlsGetsNoAnswer() throws IOException {
        serve(true);
        assertThrows(IOException.class, () -> new HttpText(new TestCa("other").tls("x")).get(front.address(), "/secret", 20_000));
        String line = assertThrows(IOException.class,
                () -> new HttpText(null).get(front.address(), "/secret", 20_000)).getMessage();
        assertTrue(line.contains("speaks TLS: add --tls-keystore"), line);
        line = assertThrows(IOException.class,
                () -> new HttpText(null).get(front.address().substring(8), "/secret", 20_000)).getMessage();
        assertTrue(line.contains("without TLS?"), line);
        try (Socket socket = new Socket("127.0.0.2", URI.create(front.address()).getPort())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write("GET /secret HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            byte[] heard = socket.getInputStream().readAllBytes();
            assertTrue(heard.length < 20, new String(heard, StandardCharsets.ISO_8859_1));
        }
        assertEquals("readings", new HttpText(CA.tls("b")).get(front.address(), "/secret", 20_000), "it still serves");
    }

    @Test
    void theSecretIsWhatStandsBehindTheScheme() throws IOException {
        serve(false);
        assertNull(HttpGate.secret(null));
        assertNull(HttpGate.secret("Digest x"));
        assertEquals("a:b", HttpGate.secret(basic("user:a:b")));
        assertEquals("t", HttpGate.secret(" Bearer  t "));
    }
}
