package sensornet.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** One host: its disk, its clock, the processes that have run on it, and what was seen of them. */
final class Host {
    /** A view that was seen that soon after a member lost its data may be an older one, with that member's old data. */
    private static final long UNSURE_NANOS = 2_000_000_000L;

    final int number;
    final Path dataDir;
    final SmallDisk disk;
    final WallClock clock;
    private final Ledger ledger;
    private final Violations violations;
    private final CsvTail csv;
    private final List<Peer> peers = new ArrayList<>();
    private int companySeen;
    /** When its data were lost last; 0 if never. */
    private volatile long lostNanos;

    /** @param disk null if its data are on an ordinary disk */
    Host(int number, Path dataDir, SmallDisk disk, WallClock clock, Ledger ledger, Violations violations) {
        this.number = number;
        this.dataDir = dataDir;
        this.disk = disk;
        this.clock = clock;
        this.ledger = ledger;
        this.violations = violations;
        csv = new CsvTail(peerDir(), violations);
    }

    Path peerDir() {
        return dataDir.resolve("p" + number);
    }

    synchronized void started(Peer peer) {
        peers.add(peer);
        companySeen = 0;
    }

    /** Null before the first. */
    synchronized Peer peer() {
        return peers.isEmpty() ? null : peers.get(peers.size() - 1);
    }

    synchronized List<Peer> peers() {
        return List.copyOf(peers);
    }

    /** Whether its process is meant to run, or does. */
    synchronized boolean isUp() {
        Peer peer = peer();
        return peer != null && peer.end == Peer.End.ALIVE && peer.runs();
    }

    /** Its data are gone, or will not come back. */
    void lost() {
        lostNanos = System.nanoTime();
        ledger.lost(number);
    }

    /** Reads on in log and CSV files. */
    synchronized void poll(List<Host> all) throws IOException {
        Peer peer = peer();
        if (peer == null) {
            return;
        }
        peer.log.poll();
        List<Row> rows = new ArrayList<>();
        csv.poll(rows::add);
        peer.log.poll();
        // Shown in one of the views since the look before this one, it is not known which: only who is in all of them.
        List<LogTail.Company> company = peer.log.company();
        int guardians = 0x7f;
        for (LogTail.Company c : company.subList(Math.max(0, companySeen - 1), company.size())) {
            guardians &= bits(c, all);
        }
        companySeen = company.size();
        int self = peer.startedNanos > lostNanos ? Ledger.bit(number) : 0;
        int sure = (company.isEmpty() ? 0 : guardians) | self;
        rows.forEach(row -> ledger.seen(peer.toString(), row, sure));
    }

    private static int bits(LogTail.Company company, List<Host> all) {
        int bits = 0;
        for (Host host : all) {
            boolean sure = host.lostNanos == 0 || company.seenNanos() - host.lostNanos > UNSURE_NANOS;
            if (company.members().contains("p" + host.number) && sure) {
                bits |= Ledger.bit(host.number);
            }
        }
        return bits;
    }

    synchronized long rows() {
        return csv.rows();
    }

    synchronized long last() {
        return csv.last();
    }

    /** Bytes on disk that its peer holds. */
    long bytes() {
        try (var paths = Files.list(peerDir())) {
            return paths.mapToLong(p -> p.toFile().length()).sum();
        } catch (IOException itIsNotThere) {
            return 0;
        }
    }

    /** A process that was started again with its data has to say that it found what was there. */
    synchronized void checkRecovered(Peer peer) {
        long before = peer.rowsBefore;
        if (before == 0 || !peer.log.startedEmpty() && peer.log.recovered() < 0) {
            return;
        }
        peer.rowsBefore = 0;
        if (peer.log.recovered() < before) {
            violations.add("G8", peer + (peer.log.startedEmpty() ? " started empty" : " recovered "
                    + peer.log.recovered() + " readings") + ", although its host had shown " + before + " rows");
        }
    }

    @Override
    public String toString() {
        return "p" + number;
    }
}
