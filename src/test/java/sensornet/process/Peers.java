package sensornet.process;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.opentest4j.TestAbortedException;

/**
 * The peers of one test: on loopback, with directories and a broadcast port of their own, all gone afterwards. A
 * failed test prints what every peer last saw and said, and leaves its directories in {@code target/it}.
 */
final class Peers implements BeforeEachCallback, AfterTestExecutionCallback, AfterEachCallback {
    /** Quicker than the defaults, for tests that are not about the default knobs. */
    static final List<String> QUICK = List.of("--join-timeout", "500ms", "--election-timeout", "1s",
            "--heartbeat-interval", "500ms", "--heartbeat-timeout", "5s");
    private static final Set<PeerProcess> RUNNING = ConcurrentHashMap.newKeySet();

    static {
        // A peer stays when its input ends, so it would outlive a test run that is stopped half-way.
        Runtime.getRuntime().addShutdownHook(new Thread(() -> RUNNING.forEach(PeerProcess::destroy), "stop-peers"));
    }

    private final List<PeerProcess> all = new ArrayList<>();
    private Path dir;
    private int broadcastPort;

    @Override
    public void beforeEach(ExtensionContext context) throws IOException {
        String name = context.getRequiredTestClass().getSimpleName() + "." + context.getRequiredTestMethod().getName();
        dir = Path.of("target", "it", name).toAbsolutePath();
        delete(dir);
        Files.createDirectories(dir);
        broadcastPort = freeUdpPort();
    }

    @Override
    public void afterTestExecution(ExtensionContext context) {
        if (failed(context)) {
            System.out.println("FAILED: " + context.getDisplayName() + ", files in " + dir);
            all.forEach(p -> System.out.println(p.describe()));
        }
    }

    @Override
    public void afterEach(ExtensionContext context) throws IOException {
        all.forEach(PeerProcess::destroy);
        RUNNING.removeAll(all);
        if (!failed(context)) {
            delete(dir);
        }
    }

    private static boolean failed(ExtensionContext context) {
        return context.getExecutionException().filter(e -> !(e instanceof TestAbortedException)).isPresent();
    }

    Path dir() {
        return dir;
    }

    int broadcastPort() {
        return broadcastPort;
    }

    /** A peer that reads readings from stdin, with quick knobs. */
    PeerProcess start(String id, String... options) {
        return startQuick(id, with(List.of("--sensor", "stdin"), options));
    }

    /** A peer with quick knobs and the options given. */
    PeerProcess startQuick(String id, List<String> options) {
        return startPlain(id, with(QUICK, options.toArray(String[]::new)));
    }

    /** A peer with the default knobs and the options given, in the test's network and directories. */
    PeerProcess startPlain(String id, List<String> options) {
        return startAt(dir.resolve("data"), id, with(List.of("--broadcast-port", "" + broadcastPort),
                options.toArray(String[]::new)));
    }

    /** A peer in a directory of its own choice and with no option but those given. */
    PeerProcess startAt(Path dataDir, String id, List<String> options) {
        return startAt(dataDir, id, PeerProcess.Launch.PLAIN, options);
    }

    PeerProcess startAt(Path dataDir, String id, PeerProcess.Launch launch, List<String> options) {
        Path output = dir.resolve("run" + all.size());
        PeerProcess peer = new PeerProcess(id, dataDir, output, output, launch, options);
        all.add(peer);
        RUNNING.add(peer);
        return peer;
    }

    List<PeerProcess> startAll(String... ids) {
        return Arrays.stream(ids).map(this::start).toList();
    }

    private static List<String> with(List<String> first, String... more) {
        return Stream.concat(first.stream(), Arrays.stream(more)).toList();
    }

    // ---- conditions on several peers

    /** Until all of them are in one and the same view of exactly these members; returns its leader. */
    static PeerProcess awaitOneGroup(List<PeerProcess> peers) {
        return awaitOneGroup(peers, Await.PATIENCE);
    }

    static PeerProcess awaitOneGroup(List<PeerProcess> peers, Duration limit) {
        Set<String> ids = peers.stream().map(PeerProcess::id).collect(Collectors.toCollection(TreeSet::new));
        Await.until("one view of " + ids, limit, () -> {
            Set<PeerProcess.ViewLine> last = ConcurrentHashMap.newKeySet();
            for (PeerProcess peer : peers) {
                PeerProcess.ViewLine view = peer.lastView();
                if (view == null || !new TreeSet<>(view.members()).equals(ids)) {
                    return false;
                }
                last.add(view);
            }
            return last.size() == 1;
        });
        String leader = peers.get(0).lastView().leader();
        return peers.stream().filter(p -> p.id().equals(leader)).findFirst().orElseThrow();
    }

    /** Until every peer's CSVs hold that many rows; then they are complete and the same, byte by byte. */
    static CsvFiles awaitSameRows(int rows, List<PeerProcess> peers) {
        Await.until("the CSVs of all hold " + rows + " rows",
                () -> peers.stream().allMatch(p -> p.csv().rowCount() >= rows));
        return assertSameRows(rows, peers);
    }

    /** Until every peer shows the same bytes and these are what is waited for; then they are complete. */
    static CsvFiles awaitSame(String what, List<PeerProcess> peers, Predicate<CsvFiles> condition) {
        Await.until("the CSVs of all are the same and hold " + what, () -> {
            CsvFiles first = peers.get(0).csv();
            return condition.test(first) && peers.stream().allMatch(p -> first.sameBytes(p.csv()));
        });
        CsvFiles csv = peers.get(0).csv();
        return assertSameRows(csv.rowCount(), peers);
    }

    static CsvFiles assertSameRows(int rows, List<PeerProcess> peers) {
        CsvFiles first = peers.get(0).csv();
        assertEquals(rows, first.rowCount(), "rows at " + peers.get(0).id());
        first.assertComplete();
        for (PeerProcess peer : peers) {
            first.assertSameBytes(peer.csv(), "between " + peers.get(0).id() + " and " + peer.id());
        }
        return first;
    }

    /** All but one. */
    static List<PeerProcess> without(List<PeerProcess> peers, PeerProcess gone) {
        return peers.stream().filter(p -> p != gone).toList();
    }

    static PeerProcess highest(List<PeerProcess> peers) {
        return peers.stream().max(Comparator.comparing(PeerProcess::id)).orElseThrow();
    }

    // ---- network and files

    static int freeTcpPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static int freeUdpPort() throws IOException {
        try (DatagramSocket socket = new DatagramSocket(new InetSocketAddress("0.0.0.0", 0))) {
            return socket.getLocalPort();
        }
    }

    private static void delete(Path dir) throws IOException {
        if (!Files.exists(dir)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(dir)) {
            paths.sorted(Comparator.reverseOrder()).forEach(path -> {
                try {
                    Files.delete(path);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }
}
