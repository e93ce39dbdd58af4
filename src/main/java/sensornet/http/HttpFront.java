package sensornet.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLParameters;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sensornet.net.Counters;
import sensornet.tls.Tls;

/**
 * The HTTP port of a peer: bound when made, answering from {@link #start} on. Everything is bounded: connections, the
 * time a request may take to arrive (a TLS handshake before it included), threads, requests waiting for one.
 */
public final class HttpFront implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HttpFront.class);
    static final int THREADS = 12;
    private static final int WAITING = 32;

    static {
        // The server of the JDK reads these once, when its first class is loaded. What the user has set stays.
        setByDefault("jdk.httpserver.maxConnections", "64");
        setByDefault("sun.net.httpserver.maxReqTime", "10"); // seconds; else a stranger could hold a thread for ever
        setByDefault("sun.net.httpserver.maxReqHeaders", "50");
        setByDefault("sun.net.httpserver.idleInterval", "20");
        setByDefault("sun.net.httpserver.nodelay", "true");
    }

    private final HttpServer server;
    /** Null without TLS: then only this machine is served, and everybody on it. */
    private final HttpGate gate;
    private final ThreadPoolExecutor threads;
    private final String address;

    /**
     * Binds.
     *
     * @param bind the peer's address: used with TLS, and if it is loopback; else only this machine is served, since nothing
     *     is encrypted then and nobody is asked who they are
     * @param port 0 = any free one
     * @param tls null: in the clear
     * @param token null: only certificates are let in
     * @throws IOException one line
     */
    public HttpFront(InetAddress bind, int port, Tls tls, HttpToken token, Counters counters) throws IOException {
        gate = tls == null ? null : new HttpGate(tls, token, counters);
        InetAddress at = tls != null || bind.isLoopbackAddress() ? bind : InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
        try {
            server = create(new InetSocketAddress(at, port), tls);
        } catch (IOException e) {
            throw new IOException("cannot serve HTTP on port " + port + " of " + at.getHostAddress() + " ("
                    + e.getMessage() + "): choose another --http-port, or --http-port off", e);
        }
        String host = at instanceof Inet6Address ? "[" + at.getHostAddress().replaceAll("%.*", "") + "]"
                : at.getHostAddress();
        address = (tls == null ? "" : "https://") + host + ":" + server.getAddress().getPort();
        AtomicInteger number = new AtomicInteger();
        threads = new ThreadPoolExecutor(THREADS, THREADS, 20, TimeUnit.SECONDS, new LinkedBlockingQueue<>(WAITING), r -> {
            Thread thread = new Thread(r, "http-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        threads.allowCoreThreadTimeOut(true);
        server.setExecutor(threads);
    }

    private static HttpServer create(InetSocketAddress at, Tls tls) throws IOException {
        if (tls == null) {
            return HttpServer.create(at, 0);
        }
        HttpsServer server = HttpsServer.create(at, 0);
        server.setHttpsConfigurator(new HttpsConfigurator(tls.context()) {
            @Override
            public void configure(HttpsParameters parameters) {
                SSLParameters ssl = tls.parameters();
                ssl.setWantClientAuth(true); // who has none may have the token
                parameters.setSSLParameters(ssl);
            }
        });
        return server;
    }

    private static void setByDefault(String name, String value) {
        if (System.getProperty(name) == null) {
            System.setProperty(name, value);
        }
    }

    /** Host and port, as in an URL; with {@code https://} in front if it is served by TLS. */
    public String address() {
        return address;
    }

    /** An answer for a path and all below it. Before {@link #start}. */
    public void serve(String path, HttpHandler handler) {
        server.createContext(path, exchange -> {
            try {
                if (Answers.isAllowed(exchange, gate != null) && (gate == null || gate.admits(exchange))) {
                    handler.handle(exchange);
                }
            } catch (IOException e) {
                LOG.debug("{} {}: {}", exchange.getRemoteAddress(), exchange.getRequestURI(), e.toString());
            } catch (RuntimeException e) {
                LOG.warn("answering {} failed: {}", exchange.getRequestURI(), e.toString(), e);
                sorry(exchange);
            } finally {
                exchange.close();
            }
        });
    }

    private static void sorry(HttpExchange exchange) throws IOException {
        if (exchange.getResponseCode() < 0) {
            Answers.text(exchange, 500, "this failed; the peer's log says more\n");
        }
    }

    /** Answers from now on. */
    public void start() {
        server.start();
    }

    /** Ends all answers at once. */
    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
