package sensornet.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.URI;
import org.junit.jupiter.api.Test;
import sensornet.net.Counters;

class HttpFrontTest {

    @Test
    void onlyALoopbackAddressIsServedOnForNothingIsEncrypted() throws IOException {
        try (HttpFront lan = new HttpFront(InetAddress.getByName("192.0.2.7"), 0, null, null, new Counters());
                HttpFront second = new HttpFront(InetAddress.getByName("127.0.0.2"), 0, null, null, new Counters())) {
            assertTrue(lan.address().startsWith("127.0.0.1:"), lan.address());
            assertTrue(second.address().startsWith("127.0.0.2:"), second.address());
        }
    }

    @Test
    void anAnswerThatFailsIsAnErrorAndTheNextOneIsGiven() throws IOException {
        try (HttpFront front = new HttpFront(InetAddress.getLoopbackAddress(), 0, null, null, new Counters())) {
            front.serve("/broken", x -> {
                throw new IllegalStateException("broken");
            });
            front.serve("/fine", x -> Answers.text(x, 200, "fine"));
            front.start();
            assertEquals(500, open(front, "/broken").getResponseCode());
            try (InputStream in = open(front, "/fine").getInputStream()) {
                assertEquals("fine", new String(in.readAllBytes()));
            }
        }
    }

    private static HttpURLConnection open(HttpFront front, String path) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) URI.create("http://" + front.address() + path).toURL().openConnection();
        connection.setReadTimeout(20_000);
        return connection;
    }
}
