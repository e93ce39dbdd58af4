package sensornet.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import sensornet.tls.TestCa;
import sensornet.tls.TestCa.Store;
import sensornet.tls.TestCa.Wish;

/** Real peers with certificates, and others that have none, or the wrong ones. */
class TlsIT {
    private static final TestCa CA = new TestCa("group");

    @RegisterExtension
    final Peers peers = new Peers();

    private PeerProcess start(Store store, String id, String... more) {
        List<String> options = new ArrayList<>(List.of("--sensor", "stdin"));
        options.addAll(List.of(store.options()));
        options.addAll(List.of(more));
        return peers.startQuick(id, options);
    }

    private PeerProcess start(String id, String... more) {
        return start(CA.store(peers.dir(), id), id, more);
    }

    @Test
    void aGroupSpeaksTlsLosesItsLeaderAndTakesAPeerWithARenewedCertificate() throws IOException {
        PeerProcess a = start("a");
        PeerProcess b = start("b");
        PeerProcess c = start("c");
        List<PeerProcess> three = List.of(a, b, c);
        PeerProcess leader = Peers.awaitOneGroup(three);
        for (PeerProcess p : three) {
            p.feed(Readings.lines("s-" + p.id(), 1, 200));
        }
        Peers.awaitSameRows(600, three);
        assertTrue(a.logged("TLS: only certificates of this group's CA are let in"));

        leader.kill9();
        List<PeerProcess> two = Peers.without(three, leader);
        Peers.awaitOneGroup(two);
        assertTrue(two.get(0).logged("Peer " + leader.id() + " failed"));
        two.get(0).feed(Readings.lines("s-" + two.get(0).id(), 201, 300));
        Peers.awaitSameRows(700, two);

        PeerProcess renewed = start(leader.id());
        List<PeerProcess> again = List.of(two.get(0), two.get(1), renewed);
        Peers.awaitOneGroup(again);
        renewed.feed(Readings.lines("s-new", 1, 100));
        Peers.awaitSameRows(800, again);
    }

    @Test
    void strangersStayOutsideAndTheGroupGoesOn() throws IOException {
        List<PeerProcess> group = List.of(start("a"), start("b"));
        Peers.awaitOneGroup(group);
        PeerProcess plain = peers.start("p");
        TestCa other = new TestCa("other");
        Files.createDirectories(peers.dir().resolve("other"));
        PeerProcess foreign = start(other.store(peers.dir().resolve("other"), "x"), "x");
        plain.awaitLogged("it speaks TLS, and this peer does not");
        foreign.awaitLogged("is none of this group's CA");
        for (PeerProcess stranger : List.of(plain, foreign)) {
            stranger.awaitLogged("Updated group view");
            stranger.feed(Readings.lines("forged", 1, 50));
        }
        Await.until("the group says who knocks", () -> group.stream().anyMatch(p -> p.logged("it speaks no TLS"))
                && group.stream().anyMatch(p -> p.logged("is none of this group's CA")
                || p.logged("it has no certificate of this group's CA")));
        group.get(0).feed(Readings.lines("s", 1, 100));
        CsvFiles csv = Peers.awaitSameRows(100, group);
        assertEquals(0, csv.readings("forged").size());
        assertEquals(List.of("x"), foreign.lastView().members());
        assertEquals(List.of("a", "b"), group.get(0).lastView().members());
    }

    @Test
    void aCertificateThatWillNotDoIsOneLineAndAnExitCode() throws IOException {
        Store expired = CA.store(peers.dir(), Wish.of("old").from(Instant.now().minus(Duration.ofDays(9)))
                .until(Instant.now().minus(Duration.ofDays(1))));
        fails(1, "CN=old in " + expired.keystore() + " expired at", start(expired, "old"));
        fails(2, "--peer-id b is not the name in the certificate", start(CA.store(peers.dir(), "a"), "b"));
        Store soon = CA.store(peers.dir(), Wish.of("soon").until(Instant.now().plus(Duration.ofDays(9)).plusSeconds(99)));
        PeerProcess warned = start(soon, "soon");
        warned.awaitLogged("in 9 days: make a new one");
    }

    private static void fails(int code, String words, PeerProcess peer) {
        assertEquals(code, peer.exitCode());
        assertEquals(1, peer.stderr().size(), peer.stderr().toString());
        assertTrue(peer.stderr().get(0).contains(words), peer.stderr().get(0));
    }

    /** First every file trusts both CAs, then every peer gets a certificate of the new one, then the old one goes. */
    @Test
    void theCaCanBeReplacedPeerByPeer() throws IOException {
        TestCa next = new TestCa("next");
        PeerProcess a = start(CA.store(peers.dir(), Wish.of("a").trusting(CA, next)), "a");
        PeerProcess b = start(next.store(peers.dir(), Wish.of("b").trusting(CA, next)), "b");
        Peers.awaitOneGroup(List.of(a, b));
        a.kill9();
        PeerProcess renewed = start(next.store(peers.dir(), Wish.of("a").trusting(next)), "a");
        Peers.awaitOneGroup(List.of(renewed, b));
    }

    @Test
    void thePageAsksForACertificateOrTheToken() throws Exception {
        String token = "0123456789abcdef-secret";
        Path file = Files.writeString(peers.dir().resolve("token"), token + "\n"); // everybody may read it: that is warned of
        Store store = CA.store(peers.dir(), "a");
        PeerProcess a = start(store, "a", "--http-token-file", file.toString());
        PeerProcess b = start("b");
        Peers.awaitOneGroup(List.of(a, b));
        a.awaitLogged("Page, /status and /metrics at https");
        assertEquals(401, get(a, "/status", null));
        assertEquals(200, get(a, "/healthz", null));
        assertEquals(200, get(a, "/status", "Bearer " + token));
        assertEquals(401, get(a, "/status", "Bearer " + token + "x"));
        assertEquals(403, get(b, "/metrics", "Bearer " + token));
        a.awaitLogged("and a wrong token");
        a.awaitLogged("token can be read by every user of this machine");
        assertFalse(a.logged("a.p12 can be read by every user of this machine"));

        List<String> tls = List.of(store.options());
        Jar.Ended status = run("status", tls);
        assertEquals(0, status.code(), status.out() + status.err());
        assertTrue(status.out().contains("https://127.0.0.1:") && status.out().contains("2 members"), status.out());
        a.feed(Readings.lines("s", 1, 10));
        Peers.awaitSameRows(10, List.of(a, b));
        Jar.Ended tail = run("tail", tls);
        assertEquals(0, tail.code(), tail.err());
        assertEquals(11, tail.out().lines().count(), tail.out());
        Jar.Ended without = run("status", List.of());
        assertEquals(1, without.code());
        assertEquals(1, without.err().lines().count(), without.err());
        assertTrue(without.err().contains("[a, b] speak TLS: add --tls-keystore"), without.err());

        for (PeerProcess p : List.of(a, b)) {
            assertFalse(p.log().toString().contains("secret"), "a secret in the log of " + p.id());
            assertFalse(p.log().toString().contains(Files.readString(store.password()).strip()), "a secret in the log");
        }
    }

    private Jar.Ended run(String command, List<String> more) {
        List<String> args = new ArrayList<>(List.of(command, "--broadcast-port", "" + peers.broadcastPort()));
        args.addAll(more);
        return Jar.run(args.toArray(String[]::new));
    }

    /** As a browser without a certificate that knows the CA. */
    private static int get(PeerProcess peer, String path, String authorization) throws Exception {
        HttpClient client = HttpClient.newBuilder().sslContext(CA.browser()).build();
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("https://" + peer.httpAddress() + path));
        if (authorization != null) {
            request.header("Authorization", authorization);
        }
        HttpResponse<String> response = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        return response.statusCode();
    }
}
