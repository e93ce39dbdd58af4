package sensornet.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import sensornet.json.JsonReader;
import sensornet.json.JsonWriter;

/** A real headless Chromium with one page, driven through its DevTools protocol. */
final class Browser implements AutoCloseable, WebSocket.Listener {
    private static final List<String> NAMES = List.of("chromium", "chromium-browser", "google-chrome");

    private final Path profile;
    private final Process process;
    private final WebSocket socket;
    private final AtomicInteger ids = new AtomicInteger();
    private final Map<Long, CompletableFuture<Map<?, ?>>> waiting = new ConcurrentHashMap<>();
    private final StringBuilder text = new StringBuilder();
    private final List<String> errors = new CopyOnWriteArrayList<>();

    /** Skips the test, and says why, where there is no Chromium. */
    Browser(int width, int height) throws IOException {
        profile = Files.createTempDirectory("browser");
        process = new ProcessBuilder(program(), "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
                "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
                "--user-data-dir=" + profile, "--remote-debugging-port=0", "--window-size=" + width + "," + height, "about:blank")
                .redirectOutput(ProcessBuilder.Redirect.DISCARD).redirectErrorStream(false).start();
        try {
            String port = devToolsPort();
            HttpClient http = HttpClient.newHttpClient();
            HttpRequest pages = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/json/list")).build();
            List<Map<?, ?>> page = new ArrayList<>();
            Await.until("the browser has a page", () -> {
                try {
                    for (Object o : (List<?>) JsonReader.read(http.send(pages, HttpResponse.BodyHandlers.ofString()).body())) {
                        if ("page".equals(((Map<?, ?>) o).get("type"))) {
                            page.add((Map<?, ?>) o);
                        }
                    }
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                } catch (InterruptedException e) {
                    throw new AssertionError("interrupted", e);
                }
                return !page.isEmpty();
            });
            socket = http.newWebSocketBuilder().buildAsync(URI.create((String) page.get(0).get("webSocketDebuggerUrl")), this).join();
            send("Page.enable", "{}");
            send("Runtime.enable", "{}");
            send("Log.enable", "{}");
        } catch (IOException | RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    private static String program() {
        for (String name : NAMES) {
            for (String dir : System.getenv().getOrDefault("PATH", "").split(java.io.File.pathSeparator)) {
                if (Files.isExecutable(Path.of(dir, name))) {
                    return Path.of(dir, name).toString();
                }
            }
        }
        String reason = "this test needs one of " + NAMES + " in the PATH";
        System.out.println("SKIPPED: " + reason);
        return Assumptions.abort(reason);
    }

    /** The rest of what it says has to be read too, or it would stop at a full pipe. */
    private String devToolsPort() throws IOException {
        BufferedReader err = process.errorReader();
        String line;
        do {
            line = err.readLine();
            if (line == null) {
                throw new IOException("the browser ended");
            }
        } while (!line.contains("DevTools listening on ws://"));
        Thread rest = new Thread(() -> {
            try {
                while (err.readLine() != null) {
                    // its complaints about a machine without a desktop
                }
            } catch (IOException theBrowserWasEnded) {
                // nothing more to read
            }
        }, "browser-stderr");
        rest.setDaemon(true);
        rest.start();
        return line.replaceAll(".*ws://[^:]+:(\\d+)/.*", "$1");
    }

    @Override
    public CompletionStage<?> onText(WebSocket ws, CharSequence data, boolean last) {
        text.append(data);
        if (last) {
            Map<?, ?> message = (Map<?, ?>) JsonReader.read(text.toString());
            text.setLength(0);
            if (message.get("id") instanceof Long id) {
                waiting.remove(id).complete(message);
            } else {
                note((String) message.get("method"), message.toString());
            }
        }
        ws.request(1);
        return null;
    }

    private void note(String method, String message) {
        if (method.equals("Runtime.exceptionThrown") || method.equals("Log.entryAdded") && message.contains("level=error")) {
            errors.add(message);
        }
    }

    private Map<?, ?> send(String method, String params) {
        long id = ids.incrementAndGet();
        CompletableFuture<Map<?, ?>> answer = new CompletableFuture<>();
        waiting.put(id, answer);
        socket.sendText("{\"id\":" + id + ",\"method\":\"" + method + "\",\"params\":" + params + "}", true).join();
        Map<?, ?> message = answer.orTimeout(60, TimeUnit.SECONDS).join();
        if (message.get("error") != null) {
            throw new AssertionError(method + ": " + message.get("error"));
        }
        return (Map<?, ?>) message.get("result");
    }

    /** Until the page is there. */
    void open(String url) {
        send("Page.navigate", new JsonWriter().beginObject().member("url", url).endObject().toString());
        await(url + " is loaded", "location.href === '" + url + "' && document.readyState === 'complete'");
    }

    /** The value of a JavaScript expression: a string, number, boolean or null. */
    Object evaluate(String expression) {
        Map<?, ?> result = send("Runtime.evaluate", new JsonWriter().beginObject().member("expression", expression)
                .member("returnByValue", true).endObject().toString());
        if (result.get("exceptionDetails") != null) {
            throw new AssertionError(expression + ": " + result.get("exceptionDetails"));
        }
        return ((Map<?, ?>) result.get("result")).get("value");
    }

    /** Until the expression is true. */
    void await(String what, String expression) {
        Await.until(what, () -> Boolean.TRUE.equals(evaluate(expression)));
    }

    /** As on a device of that size. */
    void size(int width, int height, boolean mobile) {
        send("Emulation.setDeviceMetricsOverride", "{\"width\":" + width + ",\"height\":" + height
                + ",\"deviceScaleFactor\":1,\"mobile\":" + mobile + "}");
    }

    void dark(boolean dark) {
        send("Emulation.setEmulatedMedia", "{\"features\":[{\"name\":\"prefers-color-scheme\",\"value\":\""
                + (dark ? "dark" : "light") + "\"}]}");
    }

    void screenshot(Path to) throws IOException {
        Files.createDirectories(to.getParent());
        Files.write(to, Base64.getDecoder().decode((String) send("Page.captureScreenshot", "{\"format\":\"png\"}").get("data")));
    }

    /** Exceptions, and what the browser itself refused, such as a script of elsewhere. */
    List<String> errors() {
        return errors;
    }

    @Override
    public void close() throws IOException {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        try {
            process.waitFor(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        try (Stream<Path> files = Files.walk(profile)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException | UncheckedIOException e) {
            // A helper of the browser may still be writing its last; it is in the system's directory for such files.
        }
    }
}
