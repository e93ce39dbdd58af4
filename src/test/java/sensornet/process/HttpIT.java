package sensornet.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import sensornet.json.JsonReader;

/** What a peer says over HTTP. */
class HttpIT {
    private static final List<String> QUIET = List.of("--sensor", "none");

    @RegisterExtension
    final Peers peers = new Peers();

    @Test
    void statusMetricsAndReadinessOfAGroupThatLosesItsLeader() throws IOException {
        List<PeerProcess> three = peers.startAll("a", "b", "c");
        PeerProcess leader = Peers.awaitOneGroup(three);
        PeerProcess member = Peers.without(three, leader).get(0);
        leader.feed(Readings.lines("s", 1, 20));
        Peers.awaitSameRows(20, three);

        Map<?, ?> status = status(leader);
        assertEquals("LEADER", at(status, "peer", "phase"));
        assertEquals(20L, at(status, "log", "delivered"));
        Await.until("the leader knows that nobody lags", () -> ((List<?>) at(status(leader), "view", "members")).stream()
                .allMatch(m -> Long.valueOf(0).equals(((Map<?, ?>) m).get("lag"))));
        assertEquals(1L, status.get("sensor_count"));
        assertEquals("200 ready\n", get(member, "/readyz"));

        leader.kill9();
        PeerProcess next = Peers.awaitOneGroup(Peers.without(three, leader));
        Await.until("the story tells it", () -> status(next).toString().contains(leader.id() + " failed"));
        assertEquals(List.of(leader.id()), status(next).get("missing"));
        assertTrue(((Map<?, ?>) status(next).get("last_election")).get("text").toString().contains(leader.id())
                || status(next).get("last_election") != null, status(next).toString());
        String metrics = get(next, "/metrics");
        for (String line : List.of("sensornet_delivered_sequence 20.0", "sensornet_role{role=\"leader\"} 1.0",
                "sensornet_view_members 2.0", "sensornet_peers_missing 1.0", "# TYPE sensornet_elections_total counter",
                "sensornet_sensors 1.0")) {
            assertTrue(metrics.contains(line + "\n"), () -> line + " in\n" + metrics);
        }
    }

    @Test
    void belowTheQuorumAPeerIsAliveAndNotReady() {
        PeerProcess lonely = peers.start("a", "--quorum", "2");
        lonely.awaitLogged("Below --quorum 2");
        assertEquals("200 alive\n", get(lonely, "/healthz"));
        assertEquals("503 below --quorum 2: 1 peers\n", get(lonely, "/readyz"));
    }

    @Test
    void readingsComeFromAnyNumberOnEachOnceAndAsTheyAreDelivered() throws IOException {
        PeerProcess a = peers.start("a");
        Peers.awaitOneGroup(List.of(a));
        a.feed(Readings.lines("s", 1, 10));
        Peers.awaitSameRows(10, List.of(a));
        String rows = get(a, "/readings").substring(4);
        assertEquals(11, rows.lines().count(), rows);
        assertEquals(rows.lines().skip(8).toList(), get(a, "/readings?from=8").substring(4).lines().toList());
        assertEquals("200 ", get(a, "/readings?from=11"));
        try (Socket stream = open(a, "/readings?from=9&follow")) {
            BufferedReader in = new BufferedReader(new InputStreamReader(stream.getInputStream(), StandardCharsets.US_ASCII));
            List<String> seen = new ArrayList<>();
            while (seen.size() < 2) {
                addRow(seen, in.readLine());
            }
            a.feed(Readings.lines("s", 11, 12));
            while (seen.size() < 4) {
                addRow(seen, in.readLine());
            }
            assertEquals(List.of("9", "10", "11", "12"), seen);
        }
    }

    /** Among them are lines of headers and of chunk sizes. */
    private static void addRow(List<String> seen, String line) {
        if (line.matches("\\d+,.*,s,.*")) {
            seen.add(line.substring(0, line.indexOf(',')));
        }
    }

    @Test
    void onlyGetByAddressIsAnsweredAndRubbishHarmsNobody() throws IOException {
        PeerProcess a = peers.startQuick("a", QUIET);
        a.awaitLogged("Page, /status and /metrics at");
        assertTrue(raw(a, "GET /status HTTP/1.1\r\nHost: peer.example\r\n\r\n").startsWith("HTTP/1.1 403"));
        assertTrue(raw(a, "GET /status HTTP/1.1\r\n\r\n").startsWith("HTTP/1.1 403"));
        assertTrue(raw(a, "POST /status HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 0\r\n\r\n").startsWith("HTTP/1.1 405"));
        assertTrue(raw(a, "GET /series?sensor=../lock HTTP/1.1\r\nHost: localhost\r\n\r\n").startsWith("HTTP/1.1 400"));
        assertTrue(raw(a, "GET /../../etc/passwd HTTP/1.1\r\nHost: localhost\r\n\r\n").startsWith("HTTP/1.1 404"));
        raw(a, "rubbish\r\n\r\n");
        String page = raw(a, "GET / HTTP/1.1\r\nHost: [::1]:80\r\n\r\n");
        assertTrue(page.startsWith("HTTP/1.1 200"), page);
        assertTrue(page.contains("default-src 'none'; script-src 'self'"), page);
        assertTrue(a.isAlive());
    }

    @Test
    void aPortThatIsTakenIsOneLineAndOffMeansNone() {
        PeerProcess a = peers.startQuick("a", QUIET);
        a.awaitLogged("Page, /status and /metrics at");
        PeerProcess b = peers.startQuick("b", List.of("--http-port", Integer.toString(port(a))));
        assertEquals(1, b.exitCode());
        assertEquals(1, b.stderr().size());
        assertTrue(b.stderr().get(0).contains("cannot serve HTTP on port " + port(a)), b.stderr().get(0));
        PeerProcess c = peers.startQuick("c", List.of("--sensor", "none", "--http-port", "off"));
        Peers.awaitOneGroup(List.of(a, c));
        assertFalse(c.logged("Page, /status"));
    }

    // ---- helpers

    static int port(PeerProcess peer) {
        return Integer.parseInt(peer.httpAddress().replaceAll(".*:", ""));
    }

    static Map<?, ?> status(PeerProcess peer) {
        return (Map<?, ?>) JsonReader.read(get(peer, "/status").substring(4));
    }

    private static Object at(Map<?, ?> map, String first, String second) {
        return ((Map<?, ?>) map.get(first)).get(second);
    }

    /** The status, a blank, and the body. */
    static String get(PeerProcess peer, String path) {
        try {
            java.net.http.HttpResponse<String> response = java.net.http.HttpClient.newHttpClient().send(
                    java.net.http.HttpRequest.newBuilder(java.net.URI.create("http://" + peer.httpAddress() + path)).build(),
                    java.net.http.HttpResponse.BodyHandlers.ofString());
            return response.statusCode() + " " + response.body();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
    }

    private static Socket open(PeerProcess peer, String path) throws IOException {
        Socket socket = new Socket("127.0.0.1", port(peer));
        socket.setSoTimeout(20_000);
        socket.getOutputStream().write(("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private static String raw(PeerProcess peer, String request) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port(peer))) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            byte[] answer = new byte[64 * 1024];
            int n = socket.getInputStream().read(answer);
            return n < 0 ? "" : new String(answer, 0, n, StandardCharsets.ISO_8859_1);
        }
    }
}
