package sensornet.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTP port of a peer: bound when made, answering from {@link #start} on. Everything is bounded: connections, the
 * time a request may take to arrive, threads, requests waiting for one.
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
    private final ThreadPoolExecutor threads;
    private final String address;

    /**
     * Binds.
     *
     * @param bind the peer's address: used if it is loopback, else only this machine is served, since nothing here is
     *     encrypted and nobody is asked who they are
     * @param port 0 = any free one
     * @throws IOException one line
     */
    public HttpFront(InetAddress bind, int port) throws IOException {
        InetAddress at = bind.isLoopbackAddress() ? bind : InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
        try {
            server = HttpServer.create(new InetSocketAddress(at, port), 0);
        } catch (IOException e) {
            throw new IOException("cannot serve HTTP on port " + port + " of " + at.getHostAddress() + " ("
                    + e.getMessage() + "): choose another --http-port, or --http-port off", e);
        }
        String host = at instanceof Inet6Address ? "[" + at.getHostAddress().replaceAll("%.*", "") + "]"
                : at.getHostAddress();
        address = host + ":" + server.getAddress().getPort();
        AtomicInteger number = new AtomicInteger();
        threads = new ThreadPoolExecutor(THREADS, THREADS, 20, TimeUnit.SECONDS, new LinkedBlockingQueue<>(WAITING), r -> {
            Thread thread = new Thread(r, "http-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        threads.allowCoreThreadTimeOut(true);
        server.setExecutor(threads);
    }

    private static void setByDefault(String name, String value) {
        if (System.getProperty(name) == null) {
            System.setProperty(name, value);
        }
    }

    /** Host and port, as in an URL. */
    public String address() {
        return address;
    }

    /** An answer for a path and all below it. Before {@link #start}. */
    public void serve(String path, HttpHandler handler) {
        server.createContext(path, exchange -> {
            try {
                if (Answers.isAllowed(exchange)) {
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
